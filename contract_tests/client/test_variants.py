"""`match` tells the shapes apart that one field may have."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from onepay_api import UNSET, DeviationKind, models, read, to_json
from onepay_api.models import (
    AccountMethod,
    AttemptRemark,
    CardMethod,
    Charge,
    DeclineRemark,
    InvoiceSummary,
    Metadata,
    MetadataEntry,
    Payment,
    PaymentEvent,
    PaymentEventEnvelope,
    PaymentEventNotice,
    PaymentIntent,
    PaymentMethod,
    PaymentSnapshot,
    Remarks,
)
from onepay_contract.document import component_name
from onepay_core.json_values import Json
from support.contract import Contract
from support.sameness import losses

CONTRACT: Final = Contract.load()


def remark_in_words(remarks: Remarks | None) -> str:
    match remarks:
        case None:
            return "nothing"
        case DeclineRemark(description=description):
            return f"declined: {description}"
        case AttemptRemark(message=message):
            return f"attempted: {message}"
        case [*codes]:
            return f"codes: {', '.join(codes)}"


REMARKS: Final[list[tuple[Json, str]]] = [
    (None, "nothing"),
    ([], "codes: "),
    (["CANCELLED_BY_MERCHANT", "brand_new"], "codes: CANCELLED_BY_MERCHANT, brand_new"),
    ({"code": "C05", "description": "Fondos insuficientes"}, "declined: Fondos insuficientes"),
    ({"code": "C00", "message": "Aprobada"}, "attempted: Aprobada"),
]


@pytest.mark.parametrize(("remarks", "words"), REMARKS)
def test_match_tells_the_shapes_of_remarks_apart(remarks: Json, words: str) -> None:
    body = CONTRACT.example("charge_declined") | {"remarks": remarks}
    reading = read(json.dumps(body).encode(), Charge)
    assert reading.deviations == ()
    assert remark_in_words(reading.value.remarks) == words


@pytest.mark.parametrize("name", ["Charge", "Invoice", "InvoiceSummary", "PaymentIntent", "ChargeResolution"])
@pytest.mark.parametrize(("remarks", "words"), REMARKS)
def test_remarks_have_all_their_shapes_wherever_they_stand(name: str, remarks: Json, words: str) -> None:
    reading = read(json.dumps({"remarks": remarks}).encode(), getattr(models, name))
    assert [deviation for deviation in reading.deviations if deviation.path[0] == "remarks"] == []
    assert remark_in_words(reading.value.remarks) == words


def method_in_words(method: PaymentMethod | None) -> str:
    match method:
        case None:
            return "nothing"
        case CardMethod(last_four=last_four):
            return f"card {last_four}"
        case AccountMethod(title=title):
            return f"account {title}"


CARD: Final = {
    "id": "40000000-0000-4000-8000-000000000001",
    "brand": "Visa",
    "label": "Visa ·4242",
    "last_four": "4242",
    "expiration_date": "12/2028",
    "customer_id": "20000000-0000-4000-8000-000000000001",
    "created_at": "2026-02-03T15:12:00.000000Z",
    "country": "CO",
}


def test_match_tells_a_card_from_an_account() -> None:
    payment = CONTRACT.example("payment_approved")
    account = CONTRACT.example("charge_declined")["method"]
    for method, words in [(None, "nothing"), (CARD, "card 4242"), (account, f"account {account['title']}")]:
        reading = read(json.dumps(payment | {"method": method}).encode(), Payment)
        assert reading.deviations == ()
        assert method_in_words(reading.value.method) == words


def test_a_variant_is_the_class_of_its_shapes_alone() -> None:
    card, remark = read(b"{}", CardMethod).value, read(b"{}", DeclineRemark).value
    assert isinstance(card, PaymentMethod)
    assert not isinstance(remark, PaymentMethod)
    remarks: Any = Remarks  # a union with a list in it, which type checkers take for no class at all
    assert isinstance(remark, remarks)
    assert isinstance(["C05"], remarks)
    assert not isinstance("C05", remarks)


@pytest.mark.parametrize(("named", "class_"), [("CreditCard", CardMethod), ("Account", AccountMethod)])
@pytest.mark.parametrize("method", [{}, {"id": "x"}, {"brand_new": 1}, {**CARD, "title": "My card"}])
def test_a_bent_method_is_what_the_field_beside_it_says(named: str, class_: type, method: Json) -> None:
    body = {"payment_method_type": named, "method": method}
    reading = read(json.dumps(body).encode(), PaymentIntent)
    assert type(reading.value.method) is class_
    assert losses(reading.value, body) == []


@pytest.mark.parametrize("missing", sorted(CARD))
def test_a_bent_method_is_the_shape_that_it_resembles(missing: str) -> None:
    bent = {name: value for name, value in CARD.items() if name != missing} | {"title": "My card"}
    reading = read(json.dumps({"method": bent}).encode(), PaymentSnapshot)
    assert type(reading.value.method) is CardMethod
    about = {(d.pointer, d.kind) for d in reading.deviations if d.path[0] == "method"}
    assert about == {
        (f"/method/{missing}", DeviationKind.MISSING_FIELD),
        ("/method/title", DeviationKind.UNKNOWN_FIELD),
    }


def metadata_in_words(metadata: Metadata | None) -> str:
    match metadata:
        case [*entries]:
            return ", ".join(entry_in_words(entry) for entry in entries)
        case dict():
            return ", ".join(f"{name}: {entry_in_words(entry)}" for name, entry in metadata.items())
        case None:
            return "nothing"


def entry_in_words(entry: MetadataEntry | str | float | None) -> str:
    match entry:
        case MetadataEntry(key=key, value=value):
            return f"{key}={value}"
        case plain:
            return str(plain)


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"order": "118"}, "order: 118"),
        ({"order": 118}, "order: 118"),
        ({"order": 1.5, "gift": True, "note": None}, "order: 1.5, gift: True, note: None"),
        ({"a": {"key": "order", "value": "118"}}, "a: order=118"),
        ([{"key": "order", "value": "118"}], "order=118"),
        ([], ""),
    ],
)
@pytest.mark.parametrize("class_", [Payment, PaymentSnapshot, InvoiceSummary])
def test_match_tells_the_forms_of_metadata_apart(metadata: Json, words: str, class_: Any) -> None:
    reading = read(json.dumps({"metadata": metadata}).encode(), class_)
    assert [deviation for deviation in reading.deviations if deviation.path[0] == "metadata"] == []
    assert metadata_in_words(reading.value.metadata) == words


def payment_of(event: PaymentEvent) -> Any:
    match event:
        case PaymentEventEnvelope(payment=payment):
            return payment
        case PaymentEventNotice(data=data):
            return data


@pytest.mark.parametrize("example", ["webhook_payment_approved", "webhook_payment_approved_notice"])
def test_both_envelopes_of_a_payment_event_carry_the_payment(example: str) -> None:
    body = CONTRACT.example(example)
    reading = read(json.dumps(body).encode(), PaymentEvent)
    event: PaymentEvent = reading.value
    assert reading.deviations == ()
    assert payment_of(event).id == (body.get("payment") or body["data"])["id"]


def in_snake_case(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")


@pytest.mark.parametrize("event", sorted(CONTRACT.events))
@pytest.mark.parametrize("is_notice", [True, False])
def test_every_event_is_read_in_the_envelope_that_came(event: str, is_notice: bool) -> None:  # noqa: FBT001 - pytest passes by name
    variant = component_name(CONTRACT.events[event])
    resource = variant.removesuffix("Event")
    body: dict[str, Json] = (
        {"event": event, "data": {}} if is_notice else {"event": {"type": event}, in_snake_case(resource): {}}
    )
    reading = read(json.dumps(body).encode(), getattr(models, variant))
    assert type(reading.value).__name__ == variant + ("Notice" if is_notice else "Envelope")
    assert json.loads(to_json(reading.value)) == body


def test_payment_of_the_other_form_has_none_for_what_it_lacks() -> None:
    body = CONTRACT.example("payment_mirror")
    reading = read(json.dumps(body).encode(), models.CreatedPayment)
    payment = reading.value

    assert reading.deviations == ()
    assert isinstance(payment, models.PaymentMirror)
    assert isinstance(payment, Payment)
    assert (payment.paid_at, payment.method, payment.is_test) == (None, None, UNSET)
    assert payment.reference == body["reference"]
    assert losses(payment, body) == []


def test_a_field_that_a_form_lacks_is_a_deviation_when_it_comes() -> None:
    body = CONTRACT.example("payment_mirror") | {"paid_at": None}
    reading = read(json.dumps(body).encode(), models.PaymentMirror)

    assert [(deviation.pointer, deviation.kind) for deviation in reading.deviations] == [
        ("/paid_at", DeviationKind.UNKNOWN_FIELD)
    ]
    assert losses(reading.value, body) == []


def test_cards_and_their_pages_are_of_one_class() -> None:
    page = read(json.dumps(CONTRACT.example("card_meta_page")).encode(), models.CardList).value

    assert isinstance(page, models.CardPage)
    assert isinstance(page, models.CardMetaPage)
    assert (page.number, page.current_page) == (page.meta.current_page, UNSET)
    assert {type(card) for card in page.data} <= {models.CardMethod, models.TokenizedCard}
    assert all(isinstance(card, models.CardMethod) for card in page)
