"""Nothing leaves that the contract does not document, while replies are checked."""

from __future__ import annotations

from typing import Any

import pytest

from onepay_contract.document import ContractError, Operation, load
from onepay_sandbox.core.refusals import (
    Refusal,
    empty_balance,
    forbidden,
    invalid_field,
    key_missing,
    key_used,
    not_found,
    unauthorized,
)
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.registry import shared_config
from onepay_sandbox.sandbox import Sandbox
from server.callers import CONTROL, Caller

REFUSALS = [
    Refusal("No."),
    empty_balance(),
    forbidden(),
    invalid_field("amount", "No."),
    key_missing(),
    key_used(),
    not_found(),
    unauthorized(),
]
OPERATIONS = list(load().operations.values())


@pytest.fixture
def _much(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox has a mistake: its balance is a word."""

    def much(_: object) -> Any:
        return {"balance": "much"}

    monkeypatch.setitem(shared_config().api.functions, "balances_get", much)
    monkeypatch.setitem(shared_config().control.functions, "clock_get", much)


@pytest.mark.usefixtures("_much")
def test_a_reply_that_breaks_the_contract_does_not_leave(api: Caller) -> None:
    with pytest.raises(ContractError, match="balances_get 200"):
        api.get("/balances")


@pytest.mark.usefixtures("_much")
def test_control_reply_against_its_description_is_held_back(api: Caller) -> None:
    with pytest.raises(ContractError, match="clock_get 200"):
        api.client.get(f"{CONTROL}/clock")


@pytest.mark.usefixtures("_much")
def test_unchecked_reply_leaves_as_it_is() -> None:
    sandbox = Sandbox(check_replies=False)
    assert Caller(SandboxTransport(sandbox), "sk_test_a").got("/balances") == {"balance": "much"}
    sandbox.close()


@pytest.mark.parametrize("operation", OPERATIONS, ids=[item.id for item in OPERATIONS])
def test_a_refusal_leaves_with_a_documented_status_and_body(operation: Operation) -> None:
    validator = shared_config().api.validator
    for refusal in REFUSALS:
        assert validator.reply(operation, refusal.status_for(operation), refusal.body) == []
