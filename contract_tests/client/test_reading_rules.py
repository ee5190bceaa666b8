"""The values about which JSON Schema and the client differ, all of them, and what becomes of each.

`test_bent_replies.py` finds no other difference.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import fields

from onepay_api import Reading, read, to_json
from onepay_api.models import Payment, Split
from support.contract import Contract
from support.sameness import losses, microseconds


@pytest.fixture
def payment(contract: Contract) -> dict[str, Any]:
    return contract.example("payment_approved")


def read_with(payment: dict[str, Any], **changes: Any) -> Reading[Payment]:
    return read(json.dumps(payment | changes).encode(), Payment)


def written(reading: Reading[Any], name: str) -> Any:
    return json.loads(to_json(reading.value))[name]


@pytest.mark.parametrize("text", ["2026-02-03 15:04:05Z", "2026-02-03T15:04:05+0500", "2026-02-03 15:04:05.5-0500"])
def test_a_moment_with_blank_or_without_colon_is_read_silently(
    text: str, payment: dict[str, Any], contract: Contract
) -> None:
    assert not contract.allows({"type": "string", "format": "date-time"}, text)
    reading = read_with(payment, created_at=text)
    assert reading.deviations == ()
    assert microseconds(written(reading, "created_at")) == microseconds(text)


@pytest.mark.parametrize("text", ["2016-12-31T23:59:60Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"])
def test_a_moment_beyond_python_is_kept_as_text_and_reported(
    text: str, payment: dict[str, Any], contract: Contract
) -> None:
    assert contract.allows({"type": "string", "format": "date-time"}, text)
    reading = read_with(payment, created_at=text)
    assert [deviation.pointer for deviation in reading.deviations] == ["/created_at"]
    assert written(reading, "created_at") == text


def test_a_moment_is_kept_to_the_microsecond(payment: dict[str, Any]) -> None:
    reading = read_with(payment, created_at="2026-02-03T15:04:05.123456789Z")
    assert reading.deviations == ()
    assert reading.value.created_at.microsecond == 123457


@pytest.mark.parametrize("text", ["150000.0", "1.5e5"])
def test_a_whole_number_with_a_fraction_is_kept_and_reported(text: str, payment: dict[str, Any]) -> None:
    body = json.dumps(payment).replace('"amount": 150000', f'"amount": {text}')
    reading = read(body.encode(), Payment)
    assert [deviation.pointer for deviation in reading.deviations] == ["/amount"]
    assert written(reading, "amount") == 150000


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**64 + 1, 10**40 + 1])
def test_an_integer_beyond_64_bits_is_kept_to_the_last_digit(number: int, payment: dict[str, Any]) -> None:
    reading = read_with(payment, amount=number)
    assert reading.deviations == ()
    assert written(reading, "amount") == number


def test_only_a_fractional_field_is_as_exact_as_a_double() -> None:
    reading = read(json.dumps({"split_value": 2**53 + 1}).encode(), Split)
    assert written(reading, "split_value") == 2**53


def test_of_two_fields_with_one_name_the_last_is_kept(payment: dict[str, Any]) -> None:
    body = json.dumps(payment)[:-1] + ', "title": "The last"}'
    reading = read(body.encode(), Payment)
    assert reading.deviations == ()
    assert reading.value.title == "The last"


@pytest.mark.parametrize("name", ["(undocumented)", "undocumented", "", "~/", "id\x00"])
def test_an_unknown_field_may_have_any_name(name: str, payment: dict[str, Any]) -> None:
    body = payment | {name: {name: [1]}, "allows": payment["allows"] | {name: "text"}}
    reading = read(json.dumps(body).encode(), Payment)
    assert {deviation.path for deviation in reading.deviations} == {(name,), ("allows", name)}
    assert reading.value.undocumented[name] == {name: [1]}
    assert json.loads(to_json(reading.value))[name] == {name: [1]}
    assert written(reading, "allows")[name] == "text"


def test_a_key_that_reads_like_one_of_ours_is_a_key_like_others(payment: dict[str, Any]) -> None:
    odd = {"(undocumented)": "text"}
    reading = read_with(payment, metadata=odd, title={"(undocumented)": odd})
    assert [deviation.pointer for deviation in reading.deviations] == ["/title"]
    assert (written(reading, "metadata"), written(reading, "title")) == (odd, {"(undocumented)": odd})


TOGETHER: list[dict[str, Any]] = [
    {},
    {"novelty": "x"},
    {"amount": "1", "status": "novelty"},
    {"title": None, "customer": 1},
]
"""Changes to payments that can be read together, without the fields that do not fit."""

APART: list[dict[str, Any]] = [
    *TOGETHER,
    {"amount": "1", "created_at": "yesterday", "novelty": [1]},
    {"allows": {"pse": "yes", "novelty": None}},
    {"metadata": {"a": 1.5, "b": {"key": "k", "value": "v"}}},
    {"method": {"brand": "novelty"}},
]
"""The same, and some that force all to be read one by one."""


@pytest.mark.parametrize("bends", [TOGETHER, APART], ids=["together", "apart"])
def test_an_array_is_read_as_its_objects_are_alone(bends: list[dict[str, Any]], payment: dict[str, Any]) -> None:
    bent = [payment | changes for changes in bends]
    bent += [{name: value for name, value in body.items() if name != "title"} for body in bent]
    alone = [read(json.dumps(body).encode(), Payment) for body in bent]
    together = read(json.dumps(bent).encode(), list[Payment])
    assert together.value == [reading.value for reading in alone]
    theirs = {((place, *found.path), str(found)) for place, reading in enumerate(alone) for found in reading.deviations}
    assert {(found.path, str(found).replace(f"/{found.path[0]}", "", 1)) for found in together.deviations} == theirs
    assert len(theirs) == sum(len(reading.deviations) for reading in alone) == len(together.deviations)


def test_objects_bent_alike_keep_their_own_values(payment: dict[str, Any]) -> None:
    bodies = [payment | {"id": str(number), "amount": str(number)} for number in range(3)]
    reading = read(json.dumps(bodies).encode(), list[Payment])
    assert [(payment.id, str(payment.amount)) for payment in reading.value] == [("0", "0"), ("1", "1"), ("2", "2")]
    assert [(found.pointer, found.got) for found in reading.deviations] == [(f"/{n}/amount", str(n)) for n in range(3)]


@pytest.mark.parametrize("change", [UNSET, {"a": "stranger"}], ids=["missing", "of another type"])
def test_a_field_that_does_not_fit_gets_no_other_value(change: Any, payment: dict[str, Any]) -> None:
    required = [field for field in fields(Payment) if field.required and field.name != "metadata"]
    for field in required:
        body = {name: value for name, value in payment.items() if name != field.encode_name}
        body |= {} if change is UNSET else {field.encode_name: change}
        reading = read(json.dumps([body]).encode(), list[Payment])
        assert {found.pointer.split("/")[2] for found in reading.deviations} == {field.encode_name}
        assert losses(reading.value, [body]) == []
