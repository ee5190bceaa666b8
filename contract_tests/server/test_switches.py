"""What the evidence shows and no call leads to can be switched on, and a word that is misspelt is refused."""

from __future__ import annotations

from typing import Any, Final

import pytest

from onepay_sandbox.core import scenarios
from server.callers import CONTROL, Caller
from server.cast import MARIANA
from server.saving import TO_PAY_OUT, account, deliveries_of, listen

PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
ARRIVED: Final = ("cashout.approved", "cashout.processed", "cashout.completed")


def _cashout(api: Caller, amount: int = 80_000, number: str = "7001000020") -> Any:
    customer = api.made("/customers", MARIANA)["id"]
    kept = account(api, customer, {**TO_PAY_OUT, "account_number": number})["id"]
    wanted = {"customer_id": customer, "account_id": kept, "amount": amount, "method": "TURBO"}
    return api.made("/cashouts", wanted)


@pytest.mark.parametrize("word", ["INSUFICIENT_FUNDS", "aprove", "approved", "DECLINED", "insufficient_funds"])
@pytest.mark.parametrize("where", ["outcome", "attempt", "settle"])
def test_misspelt_outcome_is_refused_with_the_words(api: Caller, word: str, where: str) -> None:
    payment = api.made("/payments", PAYMENT)["id"]
    charge = api.made("/charges/bre-b", {"amount": 9_000})["id"]
    path, body = {
        "outcome": ("/outcomes", {"kind": "charge", "result": word}),
        "attempt": (f"/payments/{payment}/attempts", {"method": "card", "outcome": word}),
        "settle": (f"/charges/{charge}/settle", {"outcome": word}),
    }[where]
    refused = api.post(path, body, base=CONTROL)
    assert refused.status_code == 422
    assert [name for name in ("approve", *scenarios.DECLINES) if name not in refused.json()["message"]] == []
    assert (api.ledger(), api.control("GET", "/outcomes")["data"]) == ({}, [])


def test_misspelt_outcome_names_the_nearest_word(api: Caller) -> None:
    refused = api.post("/outcomes", {"kind": "charge", "result": "INSUFICIENT_FUNDS"}, base=CONTROL)
    assert "Did you mean INSUFFICIENT_FUNDS?" in refused.json()["message"]


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/payments/{}/attempts", {"method": "nequy"}, ("card", "account", "pse", "nequi", "daviplata", "bre_b")),
        ("/outcomes", {"kind": "payout", "result": "approve"}, ("charge", "cashout", "withdrawal", "account")),
        ("/faults", {"kind": "explode"}, ("delay", "cut", "html")),
    ],
)
def test_misspelt_method_or_kind_is_refused_with_the_words(
    api: Caller, path: str, body: Any, words: tuple[str, ...]
) -> None:
    payment = api.made("/payments", PAYMENT)["id"]
    refused = api.post(path.format(payment), body, base=CONTROL)
    assert (refused.status_code, [word for word in words if word not in refused.json()["message"]]) == (422, [])


def test_misspelt_method_of_a_cashout_is_refused_with_the_words(api: Caller) -> None:
    wanted = {"customer_id": "a", "account_id": "b", "amount": 1, "method": "TURBOO"}
    assert "ACH, TURBO, INSTANT" in api.post("/cashouts", wanted).json()["message"]


@pytest.mark.parametrize("number", scenarios.ACCOUNTS)
def test_account_number_decides_a_cashout(api: Caller, number: str) -> None:
    api.deposit(500_000)
    _cashout(api, number=number)
    api.advance(by="P1D")
    arrived = scenarios.ACCOUNTS[number] == "approve"
    assert api.ledger()["balance"] == (420_000 if arrived else 500_000)


@pytest.mark.parametrize("amount", scenarios.AMOUNTS)
def test_amount_decides_a_cashout_and_a_withdrawal(api: Caller, amount: int) -> None:
    api.deposit(2_000_000)
    _cashout(api, amount)
    api.post("/balances", {"amount": amount})
    api.advance(by="P9D")
    assert api.ledger()["balance"] == 2_000_000


def test_next_withdrawal_can_fail(api: Caller) -> None:
    api.deposit(90_000)
    api.control("POST", "/outcomes", {"kind": "withdrawal", "result": "ACCOUNT_CLOSED"})
    for _ in range(2):
        api.post("/balances", {"amount": 20_000})
    api.advance(by="P9D")
    assert api.ledger()["balance"] == 70_000


@pytest.mark.parametrize("event", ARRIVED)
def test_event_of_an_arrived_cashout_can_be_chosen(api: Caller, event: str) -> None:
    listen(api, *ARRIVED)
    assert api.control("PUT", "/settings", {"cashout_event": event})["cashout_event"] == event
    api.deposit(90_000)
    _cashout(api)
    api.advance(by="P1D")
    assert [item["event"] for item in deliveries_of(api)] == [event]


def test_choice_of_the_event_can_be_taken_back(api: Caller) -> None:
    api.control("PUT", "/settings", {"cashout_event": "cashout.completed"})
    assert api.control("PUT", "/settings", {"cashout_event": "listed"})["cashout_event"] == "listed"


def test_charge_can_be_disputed_while_it_is_paid(api: Caller) -> None:
    listen(api, "charge.disputed")
    charge = api.made("/charges/bre-b", {"amount": 9_000})["id"]
    assert api.post(f"/charges/{charge}/dispute", base=CONTROL).status_code == 422
    api.control("POST", f"/charges/{charge}/settle", {})
    assert api.control("POST", f"/charges/{charge}/dispute")["status"] == "disputed"
    assert api.got(f"/charges/{charge}")["status"] == "disputed"
    assert [item["event"] for item in deliveries_of(api)] == ["charge.disputed"]
    assert api.ledger()["balance"] == 9_000
    assert api.post(f"/charges/{charge}/dispute", base=CONTROL).status_code == 422


def test_part_of_an_open_payment_can_be_disputed(api: Caller) -> None:
    payment = api.made("/payments", {**PAYMENT, "partial_payment_config": {}})["id"]
    part = api.control("POST", f"/payments/{payment}/attempts", {"method": "card", "amount": 4_000})["id"]
    api.control("POST", f"/charges/{part}/dispute")
    assert api.got(f"/payments/{payment}")["status"] == "partially_paid"


def test_key_of_a_refused_request_is_free_unless_it_is_set_used(api: Caller) -> None:
    wrong, right = {**PAYMENT, "amount": 0}, PAYMENT
    assert [api.post("/payments", body, key="a").status_code for body in (wrong, right)] == [422, 201]
    api.control("PUT", "/settings", {"refused_keys": "used"})
    replies = [api.post("/payments", body, key=key) for body, key in ((wrong, "b"), (right, "b"), (wrong, "b"))]
    assert [reply.status_code for reply in replies] == [422, 409, 409]
    assert replies[1].json()["code_name"] == "idempotency_error"
    assert api.post("/payments", right, key="c").status_code == 201
    assert api.post("/payments", right, key="a").status_code == 201
