from __future__ import annotations

import base64
import json
import re
from typing import Final
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.examples import JSON_TYPE, Example, examples, reply
from onepay_contract.document import Contract, load
from onepay_contract.exchanges import Exchange
from onepay_contract.judging import Judge
from onepay_contract.judging.validation import invalidating
from onepay_contract.redaction import Redactor
from onepay_core.json_values import Json, is_array, is_object

EXAMPLES: Final = list(examples(load()))
CANARIES: Final = (
    "Canaria Marcada",
    "canary.mail@example.org",
    "+573009998877",
    "4929000012345678",
    "10539998887",
    "1977-07-17",
    "1977-07-17T00:00:00.000000Z",
    "7c4fa000-1111-4222-8333-444455556666",
    "sk_test_canary5ecretkey4711",
    "wh_hdr_canary4711",
    "Calle 93 # 11-27, apto 402",
    "Visa Canaria",
    base64.b64encode(b"Canaria Marcada").decode(),
    json.dumps({"first_name": "Canaria Marcada", "otp": "428193"}),
    "428193",
)

DATED: Final = re.compile("_at$|_date$")
NUMBERS: Final = st.integers(-(10**60), 10**60) | st.floats(allow_nan=False, allow_infinity=False)
SUMS: Final = re.compile("amount|balance|_in_cents$")


@pytest.fixture
def redactor(contract: Contract) -> Redactor:
    return Redactor(contract)


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda example: f"{example.operation}-{example.status}-{example.name}"
)
def test_a_redacted_example_still_fits_the_contract(example: Example, judge: Judge, redactor: Redactor) -> None:
    redacted = redactor.value(example.value)

    assert invalidating(judge.violations(redacted, example.fact)) == []


@pytest.mark.parametrize("canary", CANARIES)
def test_no_canary_survives_in_any_field_of_any_example(canary: str, redactor: Redactor) -> None:
    for example in EXAMPLES:
        for marked in _with_canary(example.value, canary):
            assert canary not in _readable(redactor.exchange(reply(None, 200, marked)))


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("place", range(12))
def test_no_canary_survives_around_a_body(canary: str, place: int, redactor: Redactor) -> None:
    redacted = redactor.exchange(_around(canary)[place])

    assert canary not in _readable(redacted)
    assert quote(canary, safe="") not in redacted.url


def _around(canary: str) -> list[Exchange]:
    """An exchange with the canary in each place that is not a reply's field."""
    quoted, host = quote(canary, safe=""), "https://api.onepay.la/v1"
    return [
        reply(None, 200, {}, url=f"{host}/payments/{quoted}"),
        reply(None, 200, {}, url=f"{host}/payments/{quoted}/elsewhere/{quoted}"),
        reply(None, 200, {}, url=f"{host}/invoices?filter[reference]={quoted}&sort={quoted}&{quoted}=1&page={quoted}"),
        reply(None, 200, {}, url=f"https://user:{quoted}@api.onepay.la/v1/payments#{quoted}"),
        reply(None, 200, {}, url=f"https://{quoted}.example/v1/payments"),
        reply(None, 200, {}, request_headers=(("Authorization", f"Bearer {canary}"), ("X-Customer-Token", canary))),
        reply(None, 200, {}, request_headers=(("x-idempotency", canary), ("Cookie", canary), ("User-Agent", canary))),
        reply(None, 200, {}, headers=(("Content-Type", f"application/json; x={canary}"), ("Date", canary))),
        reply(None, 200, {}, headers=((canary, canary), ("Retry-After", canary), ("Server", canary))),
        reply(None, 500, raw=f"<html>{canary}</html>".encode(), headers=(("Content-Type", "text/html"),)),
        reply(None, 200, {}, sent=json.dumps({"metadata": {canary: canary, "list": [{canary: [canary]}]}}).encode()),
        reply(canary, 200, {canary: {canary: canary}}, method=canary),
    ]


def test_personal_numbers_are_replaced_and_amounts_kept(redactor: Redactor) -> None:
    redacted = redactor.value({"document_number": 10539998887, "otp": 428193, "amount": 150000, "mystery": 428193})

    assert redacted["amount"] == 150000
    assert redacted["mystery"] == redacted["otp"] != 428193
    assert 10539998887 not in redacted.values()


def test_an_id_is_the_same_in_a_path_a_query_a_header_and_a_body(redactor: Redactor) -> None:
    payment_id = "7c4fa000-1111-4222-8333-444455556666"
    url = f"https://api.onepay.la/v1/payments/{payment_id}?filter[id]={payment_id}"

    redacted = redactor.exchange(
        reply(None, 200, {"id": payment_id}, url=url, request_headers=(("x-idempotency", payment_id),))
    )

    stand_in = redacted.json()["id"]
    assert stand_in == "00000000-0000-4000-8000-000000000001"
    assert redacted.url.count(stand_in) == 2
    assert redacted.request_header("x-idempotency") == stand_in


@pytest.mark.parametrize("number", [-1, 0.5, 1e22])
def test_a_number_known_from_a_text_stays_a_number(redactor: Redactor, number: float) -> None:
    redacted = redactor.value({"mystery": str(number), "riddle": number})
    assert (type(redacted["riddle"]), redacted["riddle"] == number) == (int, False)


@given(st.lists(NUMBERS | NUMBERS.map(str) | st.text(max_size=50), max_size=8))
def test_stand_ins_keep_the_type_in_any_order(values: list[float | str]) -> None:
    kept = Redactor(load()).value({"mystery": values})["mystery"]
    assert [isinstance(value, str) for value in kept] == [isinstance(value, str) for value in values]


def test_a_number_in_a_query_is_the_same_as_in_a_body(redactor: Redactor) -> None:
    redacted = redactor.exchange(
        reply(None, 200, {"id": 531}, url="https://api.onepay.la/v1/cities?filter[state_id]=531")
    )

    assert int(redacted.url.rpartition("=")[2]) == redacted.json()["id"] != 531


def test_a_key_stays_a_key_of_its_kind_and_a_live_one_none(redactor: Redactor) -> None:
    live = "sk_" + "live_canary4711"
    kept = redactor.exchange(
        reply(None, 200, {"message": "sk_test_canary4711"}, request_headers=_bearer("sk_test_canary4711"))
    )
    lost = redactor.exchange(reply(None, 200, {}, request_headers=_bearer(live)))

    assert kept.request_header("Authorization") == "Bearer sk_test_redacted_1"
    assert kept.json() == {"message": "sk_test_redacted_1"}
    assert "sk_live_" not in str(lost.request_headers)


def test_what_the_contract_knows_to_be_harmless_stays(redactor: Redactor) -> None:
    body = {
        "status": "approved",
        "amount_label": "$ 150.000",
        "created_at": "2026-03-02T15:04:05.000000Z",
        "is_test": True,
        "paid_at": None,
        "current_page": 2,
        "email": "",
    }

    assert redactor.value(body) == body


def test_a_sensitive_field_hides_even_contract_words(redactor: Redactor) -> None:
    redacted = redactor.value({"first_name": "Mastercard", "birthdate": "1992-08-14", "brand": "Mastercard"})

    assert redacted == {"first_name": "first-name-1", "birthdate": "1900-01-02", "brand": "Mastercard"}


def test_an_unknown_field_keeps_its_name_and_not_its_value(redactor: Redactor) -> None:
    body = {"new_field": "Mariana", "Mariana Ospina": 1, "metadata": {"mariana": "x"}, "other": {"mariana": 2.5}}

    redacted = redactor.value(body)

    assert list(redacted) == ["new_field", "field-1", "metadata", "other"]
    assert "ariana" not in json.dumps(redacted)


def test_stand_ins_are_called_by_what_they_stand_for(redactor: Redactor) -> None:
    redacted = redactor.value({"customer": {"first_name": "Mariana", "email": "m.ospina@example.org"}})

    assert redacted == {"customer": {"first_name": "customer-first-name-1", "email": "person-1@example.com"}}


@pytest.mark.parametrize("body", [b"[" * 100 + b"]" * 100, b'{"a":' * 100 + b"1" + b"}" * 100])
def test_a_deep_body_is_redacted(body: bytes, redactor: Redactor) -> None:
    assert redactor.body(body).startswith((b"[[", b'{"a":'))


@pytest.mark.parametrize("depth", [101, 900, 5_000, 50_000])
def test_of_a_body_that_is_too_deep_only_the_size_is_kept(depth: int, redactor: Redactor) -> None:
    assert redactor.body(b"[" * depth + b"]" * depth) == b"(%d bytes that are not JSON)" % (2 * depth)


def test_a_text_that_is_too_long_stays_too_long(redactor: Redactor) -> None:
    assert len(redactor.value({"title": "x" * 300})["title"]) == 300


VALUES: Final = st.recursive(
    st.one_of(st.text(max_size=5), st.sampled_from(CANARIES), st.integers(0, 99), st.from_regex(r"\A[0-9]{1,4}\Z")),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300)
@given(values=st.lists(VALUES, max_size=6))
def test_stand_ins_are_equal_exactly_for_equal_values(values: list[Json]) -> None:
    redacted = Redactor(load()).value({"metadata": values})["metadata"]
    before = [leaf for leaf in _leaves(values) if leaf != ""]
    after = [leaf for leaf in _leaves(redacted) if leaf != ""]

    assert len(before) == len(after)
    for number, leaf in enumerate(before):
        assert [leaf == other for other in before] == [after[number] == other for other in after]
        assert leaf != after[number]


def _leaves(value: Json) -> list[Json]:
    return [leaf for item in value for leaf in _leaves(item)] if is_array(value) else [value]


def _with_canary(value: Json, canary: str) -> list[Json]:
    """The value with the canary in all of its fields, as a name in all of its objects, and both below a new field."""
    filled = _filled(value, canary)
    return [filled, {"brand_new": filled}, {"metadata": {canary: filled}}]


def _filled(value: Json, canary: str) -> Json:
    if is_object(value):
        fields = {name: item if _is_its_own(name, canary) else _filled(item, canary) for name, item in value.items()}
        return {**fields, canary: canary}
    if is_array(value):
        return [_filled(item, canary) for item in value]
    return canary


def _is_its_own(name: str, canary: str) -> bool:
    """Whether such a value belongs into the field: a day into a date of the payment, digits into an amount."""
    is_day, is_number = canary.startswith("1977-"), canary.isdigit()
    return bool((is_day and DATED.search(name)) or (is_number and SUMS.search(name)))


def _bearer(key: str) -> tuple[tuple[str, str], ...]:
    return (("Authorization", f"Bearer {key}"),)


def _readable(exchange: Exchange) -> str:
    """All that would be kept of an exchange, as people would read it."""
    headers = (*exchange.request_headers, *exchange.reply_headers, *JSON_TYPE)
    bodies = [exchange.request_body.decode(), exchange.reply_body.decode()]
    texts = [json.dumps(json.loads(body), ensure_ascii=False) if body.startswith("{") else body for body in bodies]
    return "\n".join([exchange.url, exchange.method, str(exchange.operation), *map(str, headers), *texts])
