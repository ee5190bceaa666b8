"""Stories of money that goes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from onepay_client import (
    AlreadyDone,
    Backoff,
    OutcomeUnknown,
    SqliteJournal,
    idempotency_key,
    models,
    outcome_of,
    recover,
)
from stories.merchant import Merchant
from stories.people import Mariana
from support.folders import folder_in_memory

WORKERS = 1_000
WAGE = 1_200
"""Pesos: a small wage, so that the whole payroll is seen in one balance."""


_CALL = "cashouts_create"
WEATHER: list[dict[str, Any]] = [
    {"kind": "cut", "when": "before", "operation": _CALL, "probability": 0.04},
    {"kind": "cut", "when": "after", "operation": _CALL, "probability": 0.04},
    {"kind": "status", "status": 503, "retry_after": "0", "operation": _CALL, "probability": 0.04},
    {"kind": "html", "when": "after", "operation": _CALL, "probability": 0.04},
    {"kind": "cut_json", "operation": _CALL, "probability": 0.04},
]


class Payroll:
    """Pays wages by ACH. Run it as often as you like: each worker's wage has a key that says whose it is, and when."""

    def __init__(self, merchant: Merchant, journal: SqliteJournal) -> None:
        self.client = merchant.another_client(journal=journal, backoff=Backoff(base=0.001, cap=0.002))
        self.mariana = Mariana(merchant)
        self.account_id = self.mariana.account()
        self.unknown = 0

    def run(self, workers: range) -> None:
        for worker in workers:
            try:
                self._pay(idempotency_key("payroll", "2026-02", worker))
            except AlreadyDone:
                continue  # an earlier run paid it
            except OutcomeUnknown:
                self.unknown += 1

    def _pay(self, key: str) -> None:
        self.client.cashouts.create(
            amount=WAGE,
            customer_id=self.mariana.id,
            account_id=self.account_id,
            method=models.CashoutMethod.ACH,
            idempotency_key=key,
        )


@pytest.fixture
def journal() -> Iterator[SqliteJournal]:
    with folder_in_memory() as folder, closing(SqliteJournal(folder / "payroll.sqlite")) as journal:
        yield journal


def test_a_payroll_of_a_thousand_pays_each_worker_once(merchant: Merchant, journal: SqliteJournal) -> None:
    payroll = Payroll(merchant, journal)
    merchant.control.deposit(2 * WORKERS * WAGE)
    for rule in WEATHER:
        merchant.control.fails(**rule)
    payroll.run(range(WORKERS // 2))
    merchant.midway()
    payroll.run(range(WORKERS // 3, WORKERS))
    merchant.control.decide("DELETE", "/faults")
    settled = recover(journal, payroll.client)
    payroll.run(range(WORKERS))
    payroll.client.close()
    assert merchant.control.ledger()["payouts"] == WORKERS * WAGE
    assert all(entry.settled for entry in settled)
    assert payroll.unknown >= len(settled)
    merchant.control.advance("P5D")
    assert merchant.control.ledger() == {"balance": WORKERS * WAGE, "outside": -WORKERS * WAGE, "payouts": 0}


def test_a_cashout_that_its_bank_refuses_comes_back(merchant: Merchant) -> None:
    mariana = Mariana(merchant)
    merchant.control.deposit(500_000)
    merchant.control.decide("POST", "/outcomes", {"kind": "cashout", "result": "ACCOUNT_CLOSED"})
    cashout = mariana.paid(200_000, mariana.account(), models.CashoutMethod.TURBO)
    assert not outcome_of(cashout).final
    assert merchant.client.balances.get().balance == 300_000
    merchant.midway()
    merchant.control.advance("PT2H")
    assert merchant.client.balances.get().balance == merchant.control.ledger()["balance"] == 500_000
