"""Odd bodies, moments, paths and queries are refused with 4xx in the API's own form."""

from __future__ import annotations

from typing import Any, Final

import pytest

from onepay_sandbox.validation import InvalidJson, decode_json
from server.callers import API, CONTROL, Caller

PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
BODIES: Final = {
    "nested": b'{"metadata":' + b'{"a":' * 500 + b"1" + b"}" * 501,
    "nested-lists": b'{"metadata":{"a":' + b"[" * 500 + b"]" * 500 + b"}}",
    "same-key-twice": b'{"title": "a", "amount": 10000, "amount": 90000}',
    "same-key-twice-below": b'{"title": "a", "amount": 10000, "metadata": {"a": 1, "a": 2}}',
    "large-integer": b'{"title": "a", "amount": 10000, "metadata": {"a": 1180591620717411303424}}',
    "endless-integer": b'{"title": "a", "amount": 10000, "metadata": {"a": ' + b"9" * 9_000 + b"}}",
    "infinite": b'{"title": "a", "amount": 1e999}',
    "nan": b'{"title": "a", "amount": NaN}',
    "half-a-pair": b'{"title": "\\ud800", "amount": 10000}',
    "latin-1": b'{"title": "Caf\xe9", "amount": 10000}',
    "nothing": b"",
    "null": b"null",
}
MOMENTS: Final = (
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "99999-01-01T00:00:00Z",
    "2026-06-30T23:59:60Z",
    "2026-02-03T00:00:00+99:00",
    "\x00",
)
PATHS: Final = ("/payments/%00", "/payments/" + "a" * 5_000, "/customers/%00/cards")
QUERIES: Final = (
    ("/customers", {"filter[document_number]": "1001"}),
    ("/payments", {"external_id": "nobody"}),
    ("/payments", {"per_page": "2"}),
    ("/banks", {"name": "nobody"}),
    ("/webhooks", {"": ""}),
)


def refusal(response: Any) -> int:
    """The status of a refusal, which must be in the API's own form."""
    assert "message" in response.json()
    return int(response.status_code)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_body_without_one_meaning_is_refused(api: Caller, body: bytes) -> None:
    sent = api.client.post(f"{API}/payments", content=body, headers={"x-idempotency": "order-118"})
    assert refusal(sent) == 422
    assert api.got("/payments")["data"] == []


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_control_api_refuses_the_same_bodies(api: Caller, body: bytes) -> None:
    assert refusal(api.client.post(f"{CONTROL}/faults", content=body)) == 422


@pytest.mark.parametrize("number", [-(2**63), 2**63 - 1])
def test_integers_of_64_bits_are_read(number: int) -> None:
    assert decode_json(f'{{"a": {number}, "b": {number // 2**11}.0}}'.encode()) == {"a": number, "b": number // 2**11}


@pytest.mark.parametrize("number", [-(2**63) - 1, 2**63])
def test_integer_beyond_64_bits_is_refused(number: int) -> None:
    with pytest.raises(InvalidJson, match="demasiado grande"):
        decode_json(f'{{"a": {number}}}'.encode())


def test_brackets_within_texts_do_not_count_as_depth() -> None:
    text = "[{" * 500 + '\\"'
    assert decode_json(f'{{"a": "{text}"}}'.encode()) == {"a": "[{" * 500 + '"'}


@pytest.mark.parametrize("moment", MOMENTS)
def test_moment_that_no_calendar_has_is_refused(api: Caller, moment: str) -> None:
    assert refusal(api.post("/payments", {**PAYMENT, "expiration_date": moment})) == 422
    assert refusal(api.client.post(f"{CONTROL}/clock/advance", json={"to": moment})) == 422
    assert refusal(api.get("/charges", created_from=moment)) == 422


@pytest.mark.parametrize("path", PATHS)
def test_id_that_no_object_can_have_is_not_found(api: Caller, path: str) -> None:
    assert refusal(api.get(path)) == 404


def test_name_of_a_snapshot_that_is_too_long_is_not_found(api: Caller) -> None:
    assert refusal(api.client.put(f"{CONTROL}/snapshots/{'a' * 201}")) == 404


def test_idempotency_key_that_is_too_long_is_refused(api: Caller) -> None:
    assert refusal(api.post("/payments", PAYMENT, key="k" * 256)) == 422
    assert api.post("/payments", PAYMENT, key="k" * 255).status_code == 201


@pytest.mark.parametrize(("path", "query"), QUERIES)
def test_unknown_parameter_is_refused_by_name(api: Caller, path: str, query: dict[str, str]) -> None:
    reply = api.client.get(f"{API}{path}", params=query)
    assert refusal(reply) == 422
    assert list(reply.json()["errors"]) == list(query)


def test_unknown_parameter_of_a_write_changes_nothing(api: Caller) -> None:
    reply = api.client.post(f"{API}/payments?dry_run=1", json=PAYMENT, headers={"x-idempotency": "order-118"})
    assert refusal(reply) == 422
    assert api.got("/payments")["data"] == []


def test_unknown_parameter_of_the_control_api_is_refused(api: Caller) -> None:
    assert refusal(api.client.get(f"{CONTROL}/deliveries?state=held")) == 422


def test_page_that_is_no_number_is_refused(api: Caller) -> None:
    assert refusal(api.get("/customers", page="first")) == 422
