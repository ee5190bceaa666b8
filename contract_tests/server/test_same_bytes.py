"""The same seed and the same calls give the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import CONTROL, Caller
from server.saving import CARD, TO_DEBIT, TO_PAY_OUT, account, card, customer, listen

YEAR: Final = {"by": "P365D"}
ALL: Final = ["payment.approved", "charge.paid", "subscription.paid", "invoice.paid", "cashout.completed"]
SEEN: Final = ("/ledger", "/deliveries", "/journal", "/clock")
LISTS: Final = ("/customers", "/payments", "/payment-intents", "/subscriptions", "/invoices", "/cards", "/accounts")
TERMS: Final = {"name": "Cada mes", "amount_in_cents": 8_500_000, "cicle_frequency": "monthly"}
BILL: Final = {"reference": "NIEBLA-1", "provider": "alborada", "name": "Café de la casa", "amount": 780_000}
CONTACT: Final = {"phone": "+573000000003", "email": "compras@example.com"}


def a_year(sandbox: Sandbox) -> list[bytes]:
    """Every byte that a merchant is answered who lives through a year."""
    replies = list[bytes]()

    def keep(response: httpx.Response) -> None:
        replies.append(response.read())

    api, browser = (Caller(SandboxTransport(sandbox), f"{kind}_test_alborada") for kind in ("sk", "pk"))
    for item in (api, browser):
        item.client.event_hooks = {"response": [keep]}
    _live(api, browser)
    for path in LISTS:
        api.get(path)
    for path in SEEN:
        api.client.get(f"{CONTROL}{path}")
    return replies


def _live(api: Caller, browser: Caller) -> None:
    api.deposit(900_000)
    listen(api, *ALL)
    mariana = customer(api)
    browser.post("/cards", {**CARD, "customer_id": mariana}, base="https://cards.onepay.la/v1")
    who: dict[str, Any] = {"customer_id": mariana}
    saved = {**who, "card_id": card(api, mariana)["id"]}
    kept = {**who, "account_id": account(api, mariana, TO_PAY_OUT)["id"]}
    owed = account(api, mariana, TO_DEBIT)["id"]
    for how in ("ACH", "TURBO", "INSTANT"):
        api.post("/cashouts", {**kept, "amount": 100_000, "method": how})
    api.control("POST", "/faults", {"kind": "status", "status": 503, "probability": 0.5})
    for amount in (10_000, 20_000, 30_000, 40_000):
        api.post("/charges", {**saved, "title": "Café", "amount": amount})
    api.control("DELETE", "/faults")
    api.made("/charges", {**who, "account_id": owed, "title": "Café", "amount": 50_000})
    api.made("/request-to-pay/daviplata", {**who, "amount": 20_000, "phone": "+573000000001"})
    api.made("/subscriptions", {**saved, **TERMS})
    payment = api.made("/invoices", {**BILL, **CONTACT})["payment"]["id"]
    api.control("POST", f"/payments/{payment}/attempts", {"method": "pse"})
    api.advance(**YEAR)


SCRIPT: Final = """
import hashlib, sys
from onepay_sandbox.sandbox import Sandbox
from server.test_same_bytes import a_year
print(hashlib.sha256(b"|".join(a_year(Sandbox(seed=11)))).hexdigest())
"""


def _in_a_process(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", SCRIPT]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout  # noqa: S603


def test_every_process_answers_the_same_bytes() -> None:
    assert _in_a_process("1") == _in_a_process("2")


@pytest.mark.parametrize("in_a_file", [False, True])
def test_other_accounts_change_no_byte(tmp_path: Path, *, in_a_file: bool) -> None:
    alone, beside = Sandbox(seed=11), Sandbox(seed=11, database=str(tmp_path / "a.db") if in_a_file else None)
    other = Caller(SandboxTransport(beside), "sk_test_other")
    customer(other)
    other.advance(**YEAR)
    assert a_year(alone) == a_year(beside)
    for sandbox in (alone, beside):
        sandbox.close()


def test_another_seed_answers_other_bytes() -> None:
    first, other = Sandbox(seed=11), Sandbox(seed=12)
    assert a_year(first) != a_year(other)
    for sandbox in (first, other):
        sandbox.close()
