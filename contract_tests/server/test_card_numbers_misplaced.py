"""A card number in any field, path or key stays out of journal and file; what only looks like one does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from onepay_core.masking import HIDDEN
from onepay_sandbox.core.card_numbers import has_card_number, mask
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import CONTROL, Caller
from server.cast import MARIANA
from server.receivers import Receiver
from server.test_card_canaries import written

NUMBER: Final = "4929000012345674"
PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
SPELLINGS: Final = (
    NUMBER,
    "4929 0000 1234 5674",
    "4929-0000-1234-5674",
    "4929.0000.1234.5674",
    "\n4929 0000 1234 5674",
    "4929\u00a00000\u00a01234\u00a05674",
    "pago-4929000012345674-118",
    "x4929000012345674y",
    "４９２９００００１２３４５６７４",  # noqa: RUF001 - digits of another script
    "371449635398431",
    "3714 496353 98431",
    "6011000990139424",
)
OTHERS: Final = (
    "4929000012345675",
    "1770037200000",
    "49290000123456740",
    "d9e0c1f4929000012345674abcdef0123456789abcdef0123456789abcdef012",
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "2026-02-02T13:00:00.000000Z",
)
FIELDS: Final = {
    "title": {**PAYMENT, "title": f"Pago {NUMBER}"},
    "nested": {**PAYMENT, "metadata": {"a": [{"b": NUMBER}]}},
    "name-of-field": {**PAYMENT, "metadata": {NUMBER: "a"}},
    "unknown-field": {**PAYMENT, NUMBER: "a"},
    "number": {**PAYMENT, "metadata": {"a": int(NUMBER)}},
    "list": [NUMBER],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sandbox.db"


@pytest.fixture
def shop(file: Path) -> Iterator[Caller]:
    """A merchant of a sandbox whose data are in a file."""
    sandbox = Sandbox(database=str(file))
    yield Caller(SandboxTransport(sandbox), "sk_test_alborada")
    sandbox.close()


def _kept(shop: Caller, file: Path) -> str:
    return str(shop.control("GET", "/journal")) + written(file)


@pytest.mark.parametrize("text", SPELLINGS)
def test_card_number_is_found_however_it_is_written(text: str) -> None:
    assert has_card_number({"a": text})
    assert not any(part in mask(text) for part in ("4929", "3714", "6011"))


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_card_number_is_left_alone(text: str) -> None:
    assert (has_card_number(text), mask(text)) == (False, text)


@pytest.mark.parametrize("body", FIELDS.values(), ids=FIELDS)
def test_card_number_in_a_field_is_refused_and_kept_nowhere(shop: Caller, file: Path, body: Any) -> None:
    assert shop.post("/payments", body).status_code == 422
    assert NUMBER not in _kept(shop, file)


@pytest.mark.parametrize("text", SPELLINGS)
def test_card_number_in_any_spelling_is_masked_in_the_journal(shop: Caller, text: str) -> None:
    assert shop.post("/payments", {**PAYMENT, "title": text}).status_code == 422
    body = shop.control("GET", "/journal")["data"][0]["body"]
    assert text not in body
    assert HIDDEN in body


@pytest.mark.parametrize("number", ["4.929000012345674e15", "4929000012345674.0", "49290000123456740e-1"])
def test_card_number_as_a_float_is_kept_nowhere(shop: Caller, file: Path, number: str) -> None:
    body = f'{{"title": "Café", "amount": 10000, "metadata": {{"a": {number}}}}}'.encode()
    url = "https://api.onepay.la/v1/payments"
    assert shop.client.post(url, content=body, headers={"x-idempotency": "a"}).status_code == 422
    assert NUMBER not in _kept(shop, file)


@pytest.mark.parametrize("field", MARIANA)
def test_card_number_in_any_field_of_a_customer_is_kept_nowhere(shop: Caller, file: Path, field: str) -> None:
    assert shop.post("/customers", {**MARIANA, field: NUMBER}).status_code == 422
    assert NUMBER not in _kept(shop, file)


@pytest.mark.parametrize("path", [f"/payments/{NUMBER}", "/payments/%34929000012345674", f"/{NUMBER}"])
def test_card_number_in_a_path_is_not_found_and_kept_nowhere(shop: Caller, file: Path, path: str) -> None:
    assert shop.get(path).status_code == 404
    assert not any(part in _kept(shop, file) for part in (NUMBER, "929000012345674"))


def test_card_number_in_a_query_is_kept_nowhere(shop: Caller, file: Path) -> None:
    shop.get("/payments", document=NUMBER)
    shop.client.get("https://api.onepay.la/v1/charges?status=4929+0000+1234+5674&a=%34929000012345674")
    kept = _kept(shop, file)
    assert not any(part in kept for part in (NUMBER, "929000012345674", "4929+0000"))


def test_card_number_as_key_is_refused_and_kept_nowhere(shop: Caller, file: Path) -> None:
    assert shop.post("/payments", PAYMENT, key=f"pago-{NUMBER}").status_code == 422
    assert NUMBER not in _kept(shop, file)


def test_card_number_as_api_key_opens_no_account(file: Path) -> None:
    sandbox = Sandbox(database=str(file))
    caller = Caller(SandboxTransport(sandbox), f"sk_test_{NUMBER}")
    assert caller.post("/payments", PAYMENT).status_code == 401
    assert caller.client.post(f"{CONTROL}/ledger/deposits", json={"amount": 1}).status_code == 401
    assert NUMBER not in written(file)
    sandbox.close()


def test_card_number_in_a_control_call_is_kept_nowhere(shop: Caller, file: Path) -> None:
    assert shop.client.put(f"{CONTROL}/snapshots/{NUMBER}").status_code == 404
    rule = {"kind": "missing_field", "times": 1, "field": NUMBER}
    assert shop.client.post(f"{CONTROL}/faults", json=rule).status_code == 422
    assert NUMBER not in _kept(shop, file)


def test_card_number_that_a_webhook_replies_is_kept_nowhere(shop: Caller, file: Path, receiver: Receiver) -> None:
    receiver.reply = f"card {NUMBER}".encode()
    shop.made("/webhooks", {"name": "Tienda", "events": ["payment.created"], "url": receiver.url})
    shop.made("/payments", PAYMENT)
    assert shop.control("GET", "/deliveries")["data"][0]["attempts"][0]["reply"]["body"] == "card ***"
    assert NUMBER not in _kept(shop, file)
