"""A ready-made body is sent whole; what is none, or has none of the fields that it needs, is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_api.models import BillingFrequency, Currency, PlanCreate, SubscriptionCreate
from onepay_client import UNSET, CallOptions, ConfigurationError, InvalidRequest, OutcomeUnknown, SqliteJournal
from onepay_core.values import Undocumented
from support.scripted_client import ScriptedClient, ok

PLAN: Final[dict[str, Any]] = {"name": "Café", "currency": Currency.COP}


def sent(both: ScriptedClient) -> Any:
    return json.loads(both.requests[-1].content)


def test_a_body_that_must_be_there_cannot_be_left_out(both: ScriptedClient) -> None:
    both.will(ok(b"{}"))
    nothing: Any = UNSET
    with pytest.raises(InvalidRequest, match=r"the whole body.*missing field"):
        both.wait(both.client.cashouts.create_from(nothing))
    assert both.requests == []


def test_an_empty_list_is_no_body(both: ScriptedClient) -> None:
    both.will(ok(b"{}"))
    for send in (both.client.balances.withdraw_from, both.client.accounts.create_from):
        with pytest.raises(InvalidRequest, match=r"the whole body.*expected object"):
            both.wait(send([]))
    assert both.requests == []


def test_fields_of_the_callers_own_are_a_body(both: ScriptedClient) -> None:
    both.will((500, b"", {}))
    nothing: Any = UNSET
    with pytest.raises(Exception, match="not known"):
        both.wait(both.client.cashouts.create_from(nothing, options=CallOptions(body={"new": 1})))
    assert sent(both) == {"new": 1}


def test_undocumented_fields_of_a_body_are_sent_back(both: ScriptedClient) -> None:
    both.will((500, b"", {}))
    body = PlanCreate(**PLAN, amount=1000, undocumented=Undocumented({"new": {"deep": [1]}}))
    with pytest.raises(Exception, match="not known"):
        both.wait(both.client.plans.create_from(body))
    assert sent(both) == {"name": "Café", "currency": "COP", "amount": 1000, "new": {"deep": [1]}}


def test_a_body_with_undocumented_fields_is_not_journaled(
    both: ScriptedClient, tmp_path: Path, journal: SqliteJournal
) -> None:
    both.will((500, b"", {}))
    client = both.made(transport=httpx.MockTransport(both.answer), journal=journal)
    for unknown in ({}, {"token": "canary"}):
        body = PlanCreate(**PLAN, amount=1000, undocumented=Undocumented(unknown))
        with pytest.raises(OutcomeUnknown):
            both.wait(client.plans.create_from(body))
    assert sorted((kept.resumable, kept.body is None) for kept in journal.unsettled()) == [(False, True), (True, False)]
    assert b"canary" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize("value", [7, None, b"bytes"])
def test_a_header_that_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(ConfigurationError, match="X-Extra"):
        CallOptions(headers={"X-Extra": value})


@pytest.mark.parametrize(
    "body", [PlanCreate(**PLAN), SubscriptionCreate(customer_id="c")], ids=["plan", "subscription"]
)
def test_a_body_without_any_of_its_needed_fields_is_refused(both: ScriptedClient, body: Any) -> None:
    both.will(ok(b"{}"))
    methods = both.client.plans if isinstance(body, PlanCreate) else both.client.subscriptions
    with pytest.raises(InvalidRequest, match=r"at least one of .*amount_in_cents"):
        both.wait(methods.create_from(body))
    assert both.requests == []


@pytest.mark.parametrize(
    "given", [{"amount": 1}, {"amount_in_cents": 100, "cicle_frequency": BillingFrequency.MONTHLY}]
)
def test_a_body_with_one_of_them_is_sent(both: ScriptedClient, given: dict[str, Any]) -> None:
    both.will((500, b"", {}))
    with pytest.raises(Exception, match="not known"):
        both.wait(both.client.plans.create_from(PlanCreate(**PLAN, **given)))
    assert sent(both).keys() >= given.keys()
