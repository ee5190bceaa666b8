"""An event is judged by its status, by its name where it has none, and not at all where the two contradict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_api import models, read
from onepay_client.outcomes import MoneyState, outcome_of
from onepay_client.webhooks import UnknownEvent
from support.effort import examples
from support.states import JSON, PAID_WORDS

if TYPE_CHECKING:
    from onepay_core.json_values import Json


def envelope(name: str, family: str, **resource: Json) -> Any:
    body = {family: resource, "event": {"type": name, "timestamp": 1, "environment": "live"}}
    return read(json.dumps(body).encode(), getattr(models, f"{family.capitalize()}EventEnvelope")).value


def notice(name: str, family: str, **resource: Json) -> Any:
    body = {"event": name, "data": resource}
    return read(json.dumps(body).encode(), getattr(models, f"{family.capitalize()}EventNotice")).value


@pytest.mark.parametrize("wrap", [envelope, notice])
@pytest.mark.parametrize(
    ("name", "status", "state"),
    [
        ("payment.approved", "approved", MoneyState.PAID),
        ("payment.rejected", "rejected", MoneyState.DECLINED),
        ("payment.created", "pending", MoneyState.OPEN),
        ("charge.paid", "paid", MoneyState.PAID),
        ("charge.succeeded", "succeeded", MoneyState.PAID),
        ("charge.failed", "failed", MoneyState.DECLINED),
        ("cashout.completed", "processed", MoneyState.PAID),
        ("cashout.approved", "processed", MoneyState.PAID),
        ("cashout.approved", "processing", MoneyState.OPEN),
        ("cashout.rejected", "failed", MoneyState.DECLINED),
        ("cashout.rejected", "rejected", MoneyState.DECLINED),
        ("cashout.rejected", "REJECTED", MoneyState.DECLINED),
        ("cashout.cancelled", "cancelled", MoneyState.CANCELLED),
        ("cashout.cancelled", "processed", MoneyState.UNKNOWN),
        ("cashout.rejected", "processed", MoneyState.UNKNOWN),
    ],
)
def test_an_event_has_the_outcome_of_what_it_is_about(wrap: Any, name: str, status: str, state: MoneyState) -> None:
    assert outcome_of(wrap(name, name.partition(".")[0], status=status)).state is state


@pytest.mark.parametrize("wrap", [envelope, notice])
@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("payment.approved", MoneyState.PAID),
        ("payment.deleted", MoneyState.CANCELLED),
        ("charge.succeeded", MoneyState.PAID),
        ("charge.disputed", MoneyState.DISPUTED),
        ("cashout.processed", MoneyState.PAID),
        ("cashout.approved", MoneyState.OPEN),
        ("payment.brand_new", MoneyState.UNKNOWN),
    ],
)
def test_an_event_without_a_status_is_judged_by_its_name(wrap: Any, name: str, state: MoneyState) -> None:
    outcome = outcome_of(wrap(name, name.partition(".")[0], id="a"))

    assert (outcome.state, outcome.status) == (state, name)


@pytest.mark.parametrize("wrap", [envelope, notice])
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("payment.approved", "pending"),
        ("payment.approved", "declined"),
        ("payment.rejected", "approved"),
        ("payment.deleted", "approved"),
        ("charge.paid", "failed"),
        ("charge.failed", "paid"),
        ("cashout.completed", "pending"),
        ("cashout.rejected", "processed"),
        ("payment.approved", "brand_new"),
    ],
)
def test_an_event_that_contradicts_its_status_is_not_known(wrap: Any, name: str, status: str) -> None:
    outcome = outcome_of(wrap(name, name.partition(".")[0], status=status))

    assert (outcome.known, outcome.paid, outcome.final, outcome.status) == (False, False, False, status)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("payment.created", "approved"),
        ("charge.created", "paid"),
        ("charge.processing", "paid"),
        ("charge.paid", "refunded"),
    ],
)
def test_an_event_that_was_overtaken_has_the_later_outcome(name: str, status: str) -> None:
    outcome = outcome_of(envelope(name, name.partition(".")[0], status=status))

    assert outcome.status == status
    assert outcome.known


def test_an_event_says_whether_it_is_about_test_money() -> None:
    event = envelope("cashout.processed", "cashout", status="processed")
    event.event.environment = models.EventEnvironment("test")

    assert outcome_of(event).is_test is True
    assert outcome_of(envelope("charge.paid", "charge", status="paid", is_test=True)).is_test is True
    assert outcome_of(envelope("charge.paid", "charge", status="paid")).is_test is False
    assert outcome_of(notice("charge.paid", "charge", status="paid")).is_test is None


def test_an_event_that_nobody_knows_has_no_outcome() -> None:
    outcome = outcome_of(UnknownEvent("payment.brand_new", {"payment": {"status": "approved"}}))

    assert (outcome.known, outcome.paid, outcome.status) == (False, False, "payment.brand_new")


def test_an_unknown_readable_event_has_its_statuss_outcome() -> None:
    reading = envelope("payment.brand_new", "payment", status="approved")

    assert outcome_of(UnknownEvent("payment.brand_new", {}, reading)).paid


@given(resource=JSON, event=JSON, family=st.sampled_from(["payment", "charge", "cashout"]))
@examples(100)
def test_whatever_stands_in_an_event_it_has_an_outcome(resource: Json, event: Json, family: str) -> None:
    for wrap in ("Envelope", "Notice"):
        body = json.dumps({family: resource, "data": resource, "event": event}).encode()
        model: Any = getattr(models, f"{family.capitalize()}Event{wrap}")
        outcome = outcome_of(read(body, model).value)

        assert outcome.known == (outcome.state is not MoneyState.UNKNOWN)
        assert not outcome.paid or "paid" in str(event) or str(resource["status"]).lower() in PAID_WORDS


@pytest.mark.parametrize("wrap", [envelope, notice])
@pytest.mark.parametrize(
    ("name", "status", "state"),
    [
        ("invoice.paid", "approved", MoneyState.PAID),
        ("invoice.paid", None, MoneyState.PAID),
        ("invoice.paid", "pending", MoneyState.UNKNOWN),
        ("invoice.paid", "refunded", MoneyState.REFUNDED),
        ("invoice.created", "pending", MoneyState.OPEN),
        ("invoice.created", None, MoneyState.OPEN),
        ("invoice.created", "approved", MoneyState.PAID),
    ],
)
def test_invoice_event_has_the_outcome_of_its_payment(
    wrap: Any, name: str, status: str | None, state: MoneyState
) -> None:
    payment: dict[str, Json] = {"id": "p", "amount": 116_000, **({"status": status} if status else {})}
    outcome = outcome_of(wrap(name, "invoice", id="i", status="PAID", payment=payment, metadata={"factura_id": 88}))
    assert (outcome.state, outcome.known) == (state, state is not MoneyState.UNKNOWN)
    assert outcome.meaning is None or outcome.meaning.evidence in ("documented", "observed")


def test_invoice_event_without_a_payment_is_judged_by_its_name() -> None:
    outcome = outcome_of(envelope("invoice.paid", "invoice", id="i"))
    assert (outcome.paid, outcome.final, outcome.is_test) == (True, True, False)
    assert outcome.meaning is not None
    assert outcome.meaning.evidence == "observed"
