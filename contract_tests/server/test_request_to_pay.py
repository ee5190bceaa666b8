"""A wallet pays when its holder has confirmed, and only then."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller
from server.cast import MARIANA


@pytest.fixture
def ask(api: Caller) -> Any:
    """Asks a wallet of a new customer."""

    def ask(wallet: str, amount: int = 40_000, phone: str = "+573000000001") -> Any:
        customer_id = api.made("/customers", MARIANA)["id"]
        return api.made(f"/request-to-pay/{wallet}", {"customer_id": customer_id, "amount": amount, "phone": phone})

    return ask


@pytest.mark.parametrize("wallet", ["nequi", "daviplata"])
def test_a_request_is_pending_and_no_money_has_come(api: Caller, ask: Any, wallet: str) -> None:
    request = ask(wallet)
    assert (request["status"], request["source"], request["payment_method_type"]) == ("pending", wallet, wallet)
    assert api.ledger() == {}


def test_confirmed_nequi_request_is_pending_until_accepted(api: Caller, ask: Any) -> None:
    request = ask("nequi")
    confirmed = api.made(f"/request-to-pay/nequi/{request['id']}/confirm")
    assert (confirmed["id"], confirmed["status"]) == (request["id"], "pending")
    api.advance(by="PT5S")
    assert api.got(f"/payment-intents/{request['id']}")["status"] == "paid"
    assert api.ledger()["balance"] == 40_000


def test_a_nequi_request_that_nobody_confirms_is_never_paid(api: Caller, ask: Any) -> None:
    request = ask("nequi")
    api.advance(by="P30D")
    assert api.got(f"/payment-intents/{request['id']}")["status"] == "created"


def test_second_nequi_confirmation_changes_nothing(api: Caller, ask: Any) -> None:
    request = ask("nequi")
    api.made(f"/request-to-pay/nequi/{request['id']}/confirm")
    api.advance(by="PT5S")
    assert api.made(f"/request-to-pay/nequi/{request['id']}/confirm")["status"] == "paid"
    assert api.ledger()["balance"] == 40_000


def test_a_nequi_phone_that_forces_a_decline_is_declined(api: Caller, ask: Any) -> None:
    request = ask("nequi", phone="+573009000051")
    api.made(f"/request-to-pay/nequi/{request['id']}/confirm")
    api.advance(by="PT5S")
    intent = api.got(f"/payment-intents/{request['id']}")
    assert (intent["status"], intent["remarks"]["code"]) == ("failed", "INSUFFICIENT_FUNDS")
    assert api.ledger() == {}


def test_daviplata_request_takes_right_code_after_a_wrong_one(api: Caller, ask: Any) -> None:
    request = ask("daviplata")
    path, otp = (
        f"/request-to-pay/daviplata/{request['id']}/confirm",
        api.control("GET", f"/charges/{request['id']}")["otp"],
    )
    wrong = api.post(path, {"otp": "0" + otp})
    assert (wrong.status_code, list(wrong.json()["errors"]), api.ledger()) == (422, ["otp"], {})
    paid = api.made(path, {"otp": otp})
    assert (paid["status"], paid["id"], api.ledger()["balance"]) == ("paid", request["id"], 40_000)
    assert api.post(path, {"otp": otp}).status_code == 422


def test_daviplata_wallet_without_funds_is_declined(api: Caller, ask: Any) -> None:
    request = ask("daviplata", phone="+573009000051")
    otp = api.control("GET", f"/charges/{request['id']}")["otp"]
    failed = api.made(f"/request-to-pay/daviplata/{request['id']}/confirm", {"otp": otp})
    assert (failed["status"], failed["remarks"]["code"], api.ledger()) == ("failed", "INSUFFICIENT_FUNDS", {})


def test_a_nequi_request_is_not_found_among_those_to_daviplata(api: Caller, ask: Any) -> None:
    request = ask("nequi")
    assert api.post(f"/request-to-pay/daviplata/{request['id']}/confirm", {"otp": "000000"}).status_code == 404


def test_a_request_to_nobody_is_refused(api: Caller) -> None:
    refused = api.post("/request-to-pay/nequi", {"customer_id": "nobody", "amount": 1_000, "phone": "+573000000001"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["customer_id"])
