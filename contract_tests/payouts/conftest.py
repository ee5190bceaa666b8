from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.payroll import Payroll


@pytest.fixture
def payroll(tmp_path: Path) -> Iterator[Payroll]:
    with Payroll.opened(tmp_path) as payroll:
        yield payroll
