"""Is nothing shown of a body that may be a secret or personal data, and enough of the rest to find a fault?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onepay.masking import HIDDEN, masked_body, masked_text, masked_value
from onepay_api import models
from onepay_api.wire_names import PLAIN_NAMES, SENSITIVE_NAMES
from support.bending import bent
from support.effort import examples
from support.json_values import is_array, is_object

if TYPE_CHECKING:
    from support.contract import Contract
    from support.json_values import Json

CANARIES = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "4111.1111.1111.1111",
    "411111111111111",
    "1020304050",
    "1.020.304.050",
    "901555018-4",
    "+573001234567",
    "300 123 45 67",
    "(604) 123 4567",
    "30\N{NO-BREAK SPACE}01\N{NO-BREAK SPACE}23\N{NO-BREAK SPACE}45",
    "ana.perez@example.com",
    "ana@localhost",
    "483920",
    "483 920",
    "12|kZpqRsTuVwXyZabcdefgh",
    "sk_test_made_up",
    "pk_live_madeup",
    "whsec_madeup",
    "wh_tok_madeup",
    "wh_hdr_madeup",
    "eyJhbGciOiJIUzI.eyJzdWIiOiIxMjM.c2lnbmF0dXJl",
    "Bearer abc",
    "https://shop.example/return?session=abcdef",
]
"""What must not be seen, in the spellings that people use."""

PLAIN_TEXT_NAMES = ["title", "description", "message", "reference", "external_id", "label", "code", "status", "concept"]
OPAQUE = ["metadata", "image", "alias"]
SUMS = ["amount", "amount_in_cents", "balance", "total", "tax", "commission"]


def shown(value: Json) -> str:
    return masked_body(json.dumps(value).encode())


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("text", ["{}", "Cliente {}", "{} y más", "nota: {}.", "({})"])
def test_free_text_does_not_show_what_people_write_into_it(canary: str, text: str) -> None:
    for name in PLAIN_TEXT_NAMES:
        assert canary not in shown({name: text.format(canary)})


@pytest.mark.parametrize("value", ["Ana", "123", 123, 4111111111111111, 1.5, ["Ana"], {"id": "Ana"}, [[{"x": "Ana"}]]])
def test_a_field_that_the_contract_calls_sensitive_shows_nothing(value: Json) -> None:
    for name in SENSITIVE_NAMES:
        text = shown({"data": [{name: value}]})

        assert name in text
        assert not any(part in text for part in ("Ana", "123", "4111", "1.5"))


def test_every_field_that_the_contract_marks_is_sensitive(contract: Contract) -> None:
    fields = [field for schema in contract.schemas.values() for field in schema.get("properties", {}).items()]

    assert {name for name, schema in fields if "x-sensitive" in schema} == SENSITIVE_NAMES
    assert {name for name, _ in fields} - SENSITIVE_NAMES == PLAIN_NAMES


@pytest.mark.parametrize("name", ["brand_new", "Nueva", "x", "(undocumented)", "", *OPAQUE])
@pytest.mark.parametrize("value", ["Ana", 123, ["Ana"], {"amount": 123}, {"a": {"title": "Ana"}}])
def test_a_field_that_the_contract_does_not_know_shows_nothing(name: str, value: Json) -> None:
    text = shown({"title": "Café", name: value})

    assert "Ana" not in text
    assert "123" not in text
    assert "Café" in text


@pytest.mark.parametrize("key", [*CANARIES, "Ana Pérez", "k" * 500])
def test_data_that_is_used_as_a_key_is_hidden(key: str) -> None:
    for body in ({key: 1}, {"metadata": {key: 1}}, {"errors": {key: ["a"]}}, {"brand_new": {key: 1}}):
        assert key not in shown(body)


@pytest.mark.parametrize("key", ["ana", "ANA"])
def test_below_an_unknown_field_no_unknown_name_is_shown(key: str) -> None:
    assert key not in shown({"brand_new": {key: 1}, "metadata": {key: 1}})


def test_two_hidden_names_stay_two_fields() -> None:
    assert len(json.loads(shown({"metadata": {"1020304050": "a", "1020304051": "b"}}))["metadata"]) == 2


def test_what_helps_to_find_a_fault_is_shown() -> None:
    body = {
        "id": "6e84ae9e-26a0-47f3-a755-49b88f121ab0",
        "amount": 80_000_000,
        "amount_label": "$ 1.400.000",
        "currency": "COP",
        "status": "partially_paid",
        "created_at": "2026-02-03T10:00:00.000000Z",
        "due_date": "2026-02-28",
        "paid_at": None,
        "is_test": True,
        "remarks": {"code": "TRANSACTION_TEMPORALLY_BLOCKED", "description": "Fondos insuficientes"},
        "email": "",
    }

    assert json.loads(shown(body)) == body


@pytest.mark.parametrize("name", SUMS)
def test_sums_are_shown_and_other_large_numbers_are_not(name: str) -> None:
    assert shown({name: 3_001_234_567}) == f'{{"{name}":3001234567}}'
    assert "3001234567" not in shown({"reference": 3_001_234_567, "installments": 3_001_234_567})
    assert "3001234567" not in shown([3_001_234_567, {"value": -3_001_234_567}])


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, "(no body)"),
        (b"", "(no body)"),
        (b"<html>Ana 1020304050</html>", "(27 bytes that are not JSON)"),
        (b'{"title": "Ana', "(14 bytes that are not JSON)"),
        (b"\xff\xfe", "(2 bytes that are not JSON)"),
        (b"[" * 100_000, "(100000 bytes that are not JSON)"),
        (b'"' + b"a" * 300_000 + b'"', "(300002 bytes, too many to show)"),
    ],
)
def test_what_is_not_json_is_shown_as_its_size(body: bytes | None, text: str) -> None:
    assert masked_body(body) == text


def test_a_long_body_is_cut_after_it_was_masked() -> None:
    text = shown([{"description": "Ana " + "1020304050"}] * 2000)

    assert len(text) < 4100
    assert "1020304050" not in text
    assert "bytes)" in text


@pytest.mark.parametrize("depth", [5, 20, 400])
def test_what_is_nested_deeply_is_hidden_and_not_followed(depth: int) -> None:
    value: Json = {"email": "ana@example.com", "title": "Café 1020304050"}
    for _ in range(depth):
        value = {"data": [value]}
    text = shown(value)

    assert "1020304050" not in text
    assert "ana@" not in text
    assert ("Café" in text) == (depth < 6)


def test_a_long_text_is_hidden_whole() -> None:
    assert masked_text("a " * 600) == HIDDEN
    assert shown({"description": "a@" * 100_000}) == '{"description":"***"}'


def test_a_model_is_masked_like_the_body_that_it_becomes() -> None:
    card = models.CardCreate(
        card_number="4111111111111111",
        expiration_month="12",
        expiration_year="29",
        ccv="123",
        holder_name="Ana",
        customer_id="c",
        authorization=True,
    )

    assert masked_value(card)["card_number"] == masked_value(card)["ccv"] == HIDDEN
    assert masked_value(card)["expiration_month"] == "12"


_names = st.sampled_from(
    [*sorted(SENSITIVE_NAMES), *PLAIN_TEXT_NAMES, *OPAQUE, "data", "errors", "customer", "brand_new"]
)
_leaves = st.sampled_from(CANARIES) | st.none() | st.booleans() | st.integers(0, 99) | st.just("Café")
_json = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names | st.sampled_from(CANARIES), inner),
    max_leaves=8,
)


@given(body=_json, before=st.sampled_from(["", "Pago de ", "n.º "]))
@example(body={"title": CANARIES[0]}, before="")
@examples(500)
def test_no_canary_is_seen_wherever_it_stands(body: Json, before: str) -> None:
    text = shown({"title": before, "data": body})

    assert [canary for canary in CANARIES if canary in json.loads(f"[{json.dumps(text)}]")[0]] == []


@given(data=st.data())
@examples(200)
def test_whatever_body_comes_each_of_its_texts_is_shown_hidden_or_without_what_is_suspicious(
    contract: Contract, data: st.DataObject
) -> None:
    told = [example["value"] for example in contract.document["components"]["examples"].values()]
    body = data.draw(st.sampled_from(told).flatmap(bent))
    texts = set(_strings(masked_value(body)))

    assert texts <= {HIDDEN, *_strings(body), *map(masked_text, _strings(body))}
    assert isinstance(shown(body), str)


@given(body=st.binary(max_size=50) | st.text().map(str.encode))
@examples(300)
def test_whatever_bytes_come_they_can_be_shown(body: bytes) -> None:
    assert isinstance(masked_body(body), str)


@given(text=st.text())
@examples(300)
def test_what_was_masked_stays_as_it_is(text: str) -> None:
    once = masked_text(text)

    assert masked_text(once) == once


def _strings(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if is_object(value) else value if is_array(value) else []
    return [text for item in inner for text in _strings(item)]
