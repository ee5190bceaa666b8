"""Two towns for each story: one where nothing happens, and one where the power is cut in the middle."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scene import Sandbox
from stories.merchant import Merchant


@contextmanager
def running(database: Path | None = None, *, fake_live: bool = False) -> Generator[Sandbox]:
    sandbox = Sandbox(database, fake_live=fake_live)
    sandbox.start()
    yield sandbox
    sandbox.kill()


@pytest.fixture(scope="session")
def calm_sandbox() -> Iterator[Sandbox]:
    """One process for all calm stories; each has an account of its own in it."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture(params=["calm", "power_cut"])
def merchant(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Merchant]:
    """A merchant of its own for each story."""
    name = request.function.__name__
    if request.param == "calm":
        calm = Merchant(request.getfixturevalue("calm_sandbox"), name, power_cuts=False)
        yield calm
        calm.close()
        return
    with running(tmp_path / "sandbox.sqlite") as sandbox:
        dark = Merchant(sandbox, name, power_cuts=True)
        yield dark
        dark.close()


@pytest.fixture
def live_merchant(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Merchant]:
    """A merchant whose account is a live one, in the sandbox's own false live mode."""
    with running(tmp_path / "sandbox.sqlite", fake_live=True) as sandbox:
        merchant = Merchant(sandbox, request.function.__name__, power_cuts=True, environment="live")
        yield merchant
        merchant.close()
