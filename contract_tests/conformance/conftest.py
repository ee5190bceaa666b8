"""Sandboxes for tests of the conformance checks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from conformance.fakes import Fresh, opened


@pytest.fixture
def fresh() -> Iterator[Fresh]:
    """Makes sandboxes, as many as a test wants; they are closed at its end."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(opened())
