"""The judge, and the contract that it judges by."""

from __future__ import annotations

import pytest

from onepay_contract.document import Contract, load
from onepay_contract.judging import Judge


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract of the repository."""
    return load()


@pytest.fixture(scope="session")
def judge(contract: Contract) -> Judge:
    """A judge of it."""
    return Judge(contract)
