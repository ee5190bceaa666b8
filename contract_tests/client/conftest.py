from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from onepay_client import SqliteJournal
from onepay_contract.document import Operation
from support.both import Both
from support.contract import Contract
from support.sides import NAMES, Side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract.load()


@pytest.fixture(scope="session")
def operations(contract: Contract) -> dict[str, Operation]:
    return contract.operations


@pytest.fixture(scope="module")
def side(request: pytest.FixtureRequest) -> Iterator[Side]:
    with Side.opened(request.param) as side:
        yield side


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    """A journal in the file `journal` of the test's folder."""
    journal = SqliteJournal(tmp_path / "journal")
    yield journal
    journal.close()


@pytest.fixture(params=NAMES)
def both(request: pytest.FixtureRequest) -> Iterator[Both]:
    with asyncio.Runner() as runner:
        yield Both(request.param, runner.run if request.param == "async" else lambda result: result)
