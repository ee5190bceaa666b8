from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from support.both import Both
from support.contract import Contract, Operation
from support.sides import NAMES, Side

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@pytest.fixture(params=NAMES)
def both(request: pytest.FixtureRequest) -> Iterator[Both]:
    with asyncio.Runner() as runner:
        yield Both(request.param, runner.run if request.param == "async" else lambda result: result)
