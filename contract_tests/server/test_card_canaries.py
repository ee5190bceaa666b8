"""No card number, security code or token is found anywhere after its use."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from onepay_sandbox import frozen
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import CARDS, Caller
from server.cast import MARIANA
from server.saving import CARD, customer

NUMBER: str = "4929000012345674"
CCV: str = "7391"
TOKEN: str = "canary-card-token"  # noqa: S105 - made up
CAVV: str = "Y2FuYXJ5LWNhdnY="
MARKS: tuple[str, ...] = (NUMBER, CCV, "492900001234", TOKEN, CAVV)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sandbox.db"


@pytest.fixture
def kept(file: Path) -> Iterator[Sandbox]:
    """A sandbox whose data are in a file."""
    sandbox = Sandbox(clock=frozen(), seed=7, database=str(file))
    yield sandbox
    sandbox.close()


@pytest.fixture
def shop(kept: Sandbox) -> Caller:
    return Caller(SandboxTransport(kept), "sk_test_alborada")


@pytest.fixture
def typed(kept: Sandbox, shop: Caller) -> Callable[..., Any]:
    """Types the marked card in, with what else a test wants to be in the request."""
    browser = Caller(SandboxTransport(kept), "pk_test_alborada")
    body = {**CARD, "card_number": NUMBER, "ccv": CCV, "customer_id": customer(shop)}

    def typed(key: str = "typed", **fields: Any) -> Any:
        return browser.post("/cards", {**body, **fields}, key=key, base=CARDS)

    return typed


def written(file: Path) -> str:
    """Every byte of the database: its file and what stands beside it, and the rows as they are read."""
    raw = b"".join(item.read_bytes() for item in sorted(file.parent.iterdir()))
    with sqlite3.connect(file) as connection:
        rows = "\n".join(connection.iterdump())
    connection.close()
    return raw.decode("latin-1") + rows + bytes.fromhex("".join(_blobs(rows))).decode("latin-1")


def _blobs(rows: str) -> Iterator[str]:
    return (part.partition("'")[0] for part in rows.split("X'")[1:] if part[:2].isalnum())


def found(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


def quick(name: str, operation: str, body: Any) -> str:
    """The digest of a request that a thief would compare with, for each number that it could be."""
    text = msgspec.json.encode([operation, {}, body], order="deterministic")
    return hashlib.new(name, text).digest().decode("latin-1")


def test_a_mark_that_is_kept_would_be_found(shop: Caller, file: Path) -> None:
    customer(shop, first_name=TOKEN)
    assert found(written(file)) == [TOKEN]


def test_a_saved_card_leaves_its_number_nowhere(shop: Caller, typed: Any, file: Path) -> None:
    saved = typed()
    shop.control("PUT", "/snapshots/with-card")
    charged = shop.made(
        "/charges",
        {"title": "Café", "amount": 9_000, "customer_id": saved.json()["customer_id"], "card_id": saved.json()["id"]},
    )
    shown = [saved.text, str(charged), str(shop.control("GET", "/journal")), shop.get("/cards").text]
    assert saved.status_code == 201
    assert found("".join(shown) + written(file)) == []


def test_a_repeat_of_a_saved_card_leaves_its_number_nowhere(shop: Caller, typed: Any, file: Path) -> None:
    assert typed().content == typed().content
    assert typed(holder_name="OTRA").status_code == 409
    assert found(str(shop.control("GET", "/journal")) + written(file)) == []


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512", "blake2b"])
def test_no_fast_digest_of_a_card_number_is_kept(shop: Caller, typed: Any, file: Path, name: str) -> None:
    typed()
    owner = shop.got("/customers")["data"][0]["id"]
    body = {**CARD, "card_number": NUMBER, "ccv": CCV, "customer_id": owner}
    assert quick(name, "cards_create", body) not in written(file)


def test_a_quick_digest_that_is_kept_would_be_found(shop: Caller, file: Path) -> None:
    customer(shop)
    assert quick("sha256", "customers_create", MARIANA) in written(file)


MISTAKES: dict[str, dict[str, Any]] = {
    "check-digit": {"card_number": NUMBER[:-1] + "9", "ccv": CCV},
    "misnamed-code": {"cvv": CCV},
    "misnamed-number": {"number": NUMBER},
    "nested": {"card": {"number": NUMBER, "code": [CCV]}},
    "number-as-number": {"card_number": int(NUMBER), "pan": int(NUMBER)},
    "in-the-name": {"holder_name": f"{NUMBER} {CCV}", "authorization": "yes"},
}


@pytest.mark.parametrize("fields", MISTAKES.values(), ids=MISTAKES)
def test_a_refused_card_leaves_its_number_nowhere(shop: Caller, typed: Any, file: Path, fields: Any) -> None:
    refused = typed(**fields)
    assert refused.status_code == 422
    assert found(refused.text + str(shop.control("GET", "/journal")) + written(file)) == []


@pytest.mark.parametrize("path", ["/cards", "/cards/", "/cards/tokenized", "/Cards"])
def test_misdirected_card_leaves_its_number_nowhere(shop: Caller, file: Path, path: str) -> None:
    refused = shop.post(path, {"number": NUMBER, "cvv": CCV, "card_number": NUMBER})
    assert refused.status_code in (401, 404, 405, 422)
    assert found(refused.text + str(shop.control("GET", "/journal")) + written(file)) == []


def test_a_card_that_is_no_json_leaves_its_number_nowhere(shop: Caller, typed: Any) -> None:
    typed()
    shop.client.post(f"{CARDS}/cards", content=f"card_number={NUMBER}&ccv={CCV}")
    assert found(str(shop.control("GET", "/journal"))) == []


def test_a_token_and_its_authentication_are_kept_nowhere(shop: Caller, file: Path) -> None:
    body = {"card_token": TOKEN, "customer_id": customer(shop), "authorization": True}
    saved = shop.made("/cards/tokenized", {**body, "authentication": {"cavv": CAVV, "eci": "05"}})
    assert found(str(saved) + str(shop.control("GET", "/journal")) + written(file)) == []


@pytest.mark.parametrize("method", ["connect", "attempt"])
def test_a_card_that_a_test_types_in_leaves_its_number_nowhere(shop: Caller, file: Path, method: str) -> None:
    if method == "connect":
        link = shop.made("/connect-links", {"customer_id": customer(shop)})["id"]
        typed = {"method": "card", "card_number": NUMBER, "ccv": CCV}
        shop.control("POST", f"/connect-links/{link}/completions", typed)
    else:
        payment = shop.made("/payments", {"title": "Café", "amount": 9_000})["id"]
        shop.control("POST", f"/payments/{payment}/attempts", {"method": "card", "number": NUMBER})
    assert found(str(shop.control("GET", "/journal")) + written(file)) == []


def test_two_payers_with_one_card_number_do_not_look_alike(shop: Caller) -> None:
    payment = shop.made("/payments", {"title": "Café", "amount": 9_000})["id"]
    for outcome in ("STOLEN", "approve"):
        wish = {"method": "card", "number": NUMBER, "outcome": outcome}
        shop.control("POST", f"/payments/{payment}/attempts", wish)
    intents = shop.got("/payment-intents")["data"]
    assert len({intent["payment_method_id"] for intent in intents}) == 2
