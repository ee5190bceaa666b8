"""Every event is read as the contract describes it, and unknown ones are kept whole."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from onepay_api import DeviationKind, models, to_json
from onepay_api.models import (
    CashoutEventEnvelope,
    CashoutSnapshot,
    EventName,
    LegacyPaymentSnapshot,
    PaymentEvent,
    PaymentEventEnvelope,
    PaymentEventNotice,
    PaymentNotice,
    PaymentSnapshot,
)
from onepay_client import DeviationCounter
from onepay_client.webhooks import Tolerance, UnknownEvent
from support.deliveries import AWKWARD, NOTICE, NOW, PAYMENT_ID, envelope, headers_for, receiver
from support.sameness import losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onepay_client.webhooks import Delivery, Event
    from support.contract import Contract

FAMILIES = {
    "payment": "PaymentEvent",
    "charge": "ChargeEvent",
    "cashout": "CashoutEvent",
    "subscription": "SubscriptionEvent",
    "account": "AccountEvent",
    "invoice": "InvoiceEvent",
    "connect_link": "ConnectLinkEvent",
}
ANY_AGE = Tolerance(max_age=None, max_ahead=None)


def delivered(body: bytes | dict[str, Any] | list[Any]) -> Delivery:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return receiver(tolerance=ANY_AGE).receive(raw, headers_for(raw))


def examples_of(contract: Contract) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, path in contract.document["webhooks"].items():
        for example in path["post"]["requestBody"]["content"]["application/json"]["examples"].values():
            yield name, dict(contract.dereferenced(example)["value"])


def test_every_example_of_the_contract_is_read_as_its_event(contract: Contract) -> None:
    for name, body in examples_of(contract):
        delivery = delivered(body)

        assert delivery.name == name
        assert isinstance(delivery.event, getattr(models, FAMILIES[name.partition(".")[0]])), name
        assert delivery.deviations == (), name
        assert losses(delivery.event, body) == [], name


def test_every_example_is_read_in_the_other_envelope(contract: Contract) -> None:
    for name, body in examples_of(contract):
        family = name.partition(".")[0]
        if family in body:
            delivery = delivered({"event": name, "data": body[family]})

            assert delivery.name == name
            assert isinstance(delivery.event, getattr(models, FAMILIES[family])), name
            assert delivery.resource_id == body[family]["id"]
            assert (delivery.timestamp, delivery.event_id) == (None, None)


def test_contract_has_an_example_of_every_event(contract: Contract) -> None:
    assert {name for name, _ in examples_of(contract)} == set(EventName)
    assert {name.partition(".")[0] for name in EventName} == set(FAMILIES)


def test_envelope_with_an_object_is_read() -> None:
    delivery = delivered(AWKWARD)

    assert delivery.name is EventName.PAYMENT_APPROVED
    assert isinstance(delivery.event, PaymentEventEnvelope)
    assert isinstance(delivery.resource, PaymentSnapshot)
    assert (delivery.resource.title, delivery.resource.amount) == ("Café · pedido 118", 150_000)
    assert (delivery.resource_id, delivery.timestamp, delivery.is_test) == (PAYMENT_ID, NOW, False)
    assert delivery.body == AWKWARD


def test_envelope_with_a_text_is_read() -> None:
    delivery = delivered(NOTICE)

    assert delivery.name is EventName.PAYMENT_APPROVED
    assert isinstance(delivery.event, PaymentEventNotice)
    assert isinstance(delivery.resource, PaymentNotice)
    assert (delivery.resource_id, delivery.timestamp, delivery.is_test) == (PAYMENT_ID, None, None)


def amount_in(event: Event) -> object:
    """What an endpoint may well write, and type checkers agree with."""
    match event:
        case PaymentEventEnvelope(payment=payment) | PaymentEventNotice(data=payment):
            return payment.amount
        case CashoutEventEnvelope(cashout=cashout):
            return cashout.id
        case UnknownEvent(name=name):
            return name
        case _:
            return None


def test_events_of_either_envelope_are_matched_in_one_case() -> None:
    assert amount_in(delivered(AWKWARD).event) == 150_000
    assert amount_in(delivered(NOTICE).event) == 150_000
    assert amount_in(delivered({"event": "moon.risen"}).event) == "moon.risen"
    assert isinstance(delivered(NOTICE).event, PaymentEvent)


def test_an_amount_as_text_in_the_oldest_form_is_no_deviation(contract: Contract) -> None:
    oldest = delivered(
        dict(contract.document["components"]["examples"]["webhook_payment_created_oldest_form"]["value"])
    )

    assert isinstance(oldest.resource, LegacyPaymentSnapshot)
    assert (oldest.resource.amount, oldest.deviations) == ("150000", ())


def test_amount_as_text_is_kept_and_reported(contract: Contract) -> None:
    body = copy.deepcopy(contract.document["components"]["examples"]["webhook_payment_approved"]["value"])
    body["payment"]["amount"] = "150000"
    delivery = delivered(body)

    assert isinstance(delivery.resource, PaymentSnapshot)
    assert json.loads(to_json(delivery.resource))["amount"] == "150000"
    assert [(d.pointer, d.kind) for d in delivery.deviations] == [("/payment/amount", DeviationKind.WRONG_TYPE)]


def test_unknown_status_is_kept_and_unknown_field_reported() -> None:
    delivery = delivered({"event": "cashout.completed", "data": {"id": "c", "status": "teleported", "bank": "x"}})

    assert isinstance(delivery.resource, CashoutSnapshot)
    assert (delivery.resource.status, delivery.resource.undocumented["bank"]) == ("teleported", "x")
    assert {d.pointer for d in delivery.deviations} == {"/data/bank"}  # no page lists the states of events


UNKNOWN: list[tuple[str, Any, str, str | None]] = [
    (
        "an unknown family under its name",
        {"refund": {"id": "r-1"}, "event": {"type": "refund.paid"}},
        "refund.paid",
        "r-1",
    ),
    ("an unknown family as data", {"event": "refund.paid", "data": {"id": "r-1"}}, "refund.paid", "r-1"),
    ("no event", {"payment": {"id": "p-1"}}, "", None),
    ("an event without a type", {"payment": {"id": "p-1"}, "event": {"timestamp": NOW}}, "", None),
    ("a type that is no text", {"event": {"type": ["payment.approved"]}}, "", None),
    ("an event that is a number", {"event": 7}, "", None),
    ("a name without a family", {"event": "approved", "data": {"id": "p-1"}}, "approved", "p-1"),
    ("a family without a name", {"event": "payment", "data": {"id": "p-1"}}, "payment", "p-1"),
    ("a list", [{"event": "payment.approved"}], "", None),
    ("an id that is no text", {"event": "refund.paid", "data": {"id": 12}}, "refund.paid", None),
]


@pytest.mark.parametrize(("body", "name", "resource_id"), [row[1:] for row in UNKNOWN], ids=[row[0] for row in UNKNOWN])
def test_an_unknown_event_keeps_everything(body: Any, name: str, resource_id: str | None) -> None:
    delivery = delivered(body)

    assert isinstance(delivery.event, UnknownEvent)
    assert (delivery.event.name, delivery.name, delivery.event.body) == (name, name, body)
    assert not delivery.name.is_known
    assert delivery.resource_id == resource_id
    assert delivery.deviations[-1].kind in (DeviationKind.UNKNOWN_VALUE, DeviationKind.MISSING_FIELD)


def test_unknown_event_of_a_known_family_is_read_like_the_family() -> None:
    delivery = delivered(envelope("payment.teleported"))

    assert isinstance(delivery.event, UnknownEvent)
    assert isinstance(delivery.event.reading, PaymentEventEnvelope)
    assert isinstance(delivery.resource, PaymentSnapshot)
    assert [(d.pointer, d.kind) for d in delivery.deviations] == [("/event/type", DeviationKind.UNKNOWN_VALUE)]


@pytest.mark.parametrize("body", [b"null", b"7", b'"payment.approved"', b"{}", b'{"event":null}', b'{"event":{}}'])
def test_json_that_is_no_event_is_an_unknown_event(body: bytes) -> None:
    delivery = delivered(body)

    assert delivery.event == UnknownEvent("", json.loads(body))
    assert delivery.resource is None


@pytest.mark.parametrize("payment", [None, [], "x", 7, {}])
def test_a_known_event_about_nothing_is_read_and_reported(payment: Any) -> None:
    delivery = delivered(
        {"payment": payment, "event": {"type": "payment.approved", "timestamp": NOW, "environment": "live"}}
    )

    assert isinstance(delivery.event, PaymentEventEnvelope)
    assert delivery.deviations
    assert delivery.resource_id is None
    assert json.loads(to_json(delivery.event))["payment"] == payment


@pytest.mark.parametrize(
    ("environment", "flag", "expected"),
    [
        ("live", False, False),
        ("test", True, True),
        ("live", True, True),
        ("test", False, True),
        ("production", None, False),
        ("live|test", None, None),
        (None, "yes", None),
        (["test"], 1, None),
    ],
)
def test_event_is_test_if_one_place_says_test(environment: Any, flag: Any, expected: Any) -> None:
    body = {"payment": {"is_test": flag}, "event": {"type": "payment.approved", "environment": environment}}

    assert delivered(body).is_test is expected


def through_a_queue(delivery: Delivery) -> Delivery:
    again: Delivery = pickle.loads(pickle.dumps(delivery))  # noqa: S301 - ours
    return again


def test_a_delivery_can_be_put_on_a_queue() -> None:
    delivery = delivered(AWKWARD)

    assert through_a_queue(delivery) == delivery
    assert through_a_queue(delivered(b'{"event":"moon.risen"}')).name == "moon.risen"


def test_deviations_of_deliveries_are_counted() -> None:
    counter = DeviationCounter()
    body = json.loads(envelope())
    body["brand_new"] = "ana@example.com"
    raw = json.dumps(body).encode()
    for _ in range(2):
        receiver(tolerance=ANY_AGE, deviations=counter).receive(raw, headers_for(raw))
    assert {(place.operation, place.pointer): count for place, count in counter.counts.items()} == {
        ("webhook payment.approved", "/brand_new"): 2
    }
    assert "ana@" not in counter.report()


def test_a_name_that_is_no_name_is_not_counted_as_one() -> None:
    counter = DeviationCounter()
    raw = json.dumps({"event": "ana@example.com", "payment": {}}).encode()
    receiver(tolerance=ANY_AGE, deviations=counter).receive(raw, headers_for(raw))
    assert {place.operation for place in counter.counts} == {"webhook ***"}


WHOLE = b'{"event":{"type":"payment.approved","timestamp":1770132001},"payment":{"id":"p","title":"Caf\xc3\xa9"}}'
ODD_BODIES = {
    "half a surrogate pair": (WHOLE.replace(b"\xc3\xa9", b"\\ud83d"), "Caf\ufffd"),
    "the other half": (WHOLE.replace(b"\xc3\xa9", b"\\ude00x"), "Caf\ufffdx"),
    "a whole pair beside a half": (WHOLE.replace(b"\xc3\xa9", b"\\ud83d\\ude00\\ud83d"), "Caf\U0001f600\ufffd"),
    "half a pair in UTF-8": (WHOLE.replace(b"\xc3\xa9", b"\xed\xa0\xbd"), "Caf\ufffd\ufffd\ufffd"),
    "a byte that is not UTF-8": (WHOLE.replace(b"\xc3\xa9", b"\xe9"), "Caf\ufffd"),
    "a letter that was cut": (WHOLE.replace(b"\xc3\xa9", b"\xc3"), "Caf\ufffd"),
    "a byte order mark": (b"\xef\xbb\xbf" + WHOLE, "Café"),
    "UTF-16": (WHOLE.decode().encode("utf-16"), "Café"),
    "UTF-32": (WHOLE.decode().encode("utf-32-le"), "Café"),
    "a line break in a text": (WHOLE.replace(b"\xc3\xa9", b"\n"), "Caf\n"),
    "no number": (WHOLE.replace(b'"title"', b'"fee":NaN,"title"'), "Café"),
    "infinity": (WHOLE.replace(b'"title"', b'"fee":-Infinity,"title"'), "Café"),
    "a number beyond all bounds": (WHOLE.replace(b'"title"', b'"fee":1e999,"title"'), "Café"),
    "a number of 5000 digits": (WHOLE.replace(b'"title"', b'"fee":' + b"9" * 5000 + b',"title"'), "Café"),
}


@pytest.mark.parametrize("kind", ODD_BODIES)
def test_body_that_is_not_quite_json_is_read_and_reported(kind: str) -> None:
    body, title = ODD_BODIES[kind]
    delivery = delivered(body)

    assert isinstance(delivery.event, PaymentEventEnvelope)
    assert isinstance(delivery.resource, LegacyPaymentSnapshot)
    assert (delivery.name, delivery.resource.title) == (EventName.PAYMENT_APPROVED, title)
    assert (delivery.resource_id, delivery.timestamp, delivery.body) == ("p", NOW, body)
    assert (delivery.deviations[0].pointer, delivery.deviations[0].kind) == ("", DeviationKind.BROKEN_RULE)
    assert json.loads(to_json(delivery.event))["payment"]["title"] == title


NO_JSON = {
    "a form": b"event=payment.approved&id=p",
    "a page": "<html>Café</html>".encode(),
    "cut": AWKWARD[:40],
    "blanks": b" \n",
    "binary": bytes(range(256)),
    "nested too deeply": b"[" * 100_000,
    "nested too deeply, and closed": b"[" * 100_000 + b"]" * 100_000,
    "a level too deep": b'{"event":' * 101 + b"1" + b"}" * 101,
    "a level too deep, in UTF-16": ("[" * 101 + "]" * 101).encode("utf-16"),
    "two values": b"{}{}",
}


@pytest.mark.parametrize("kind", NO_JSON)
def test_body_that_is_no_json_is_an_unknown_event(kind: str) -> None:
    delivery = delivered(NO_JSON[kind])

    assert delivery.event == UnknownEvent("", NO_JSON[kind].decode("utf-8", "replace"))
    assert (delivery.body, delivery.resource, delivery.timestamp) == (NO_JSON[kind], None, None)
    assert [(d.pointer, d.kind) for d in delivery.deviations] == [("", DeviationKind.WRONG_TYPE)]
    assert through_a_queue(delivery).event == delivery.event
