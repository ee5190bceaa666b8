"""A company with a balance, people to pay, and a client whose journal keeps the runs."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final, Unpack

from onepay_client import ClientOptions, OnePay, PostgresJournal, SqliteJournal, models, payouts
from onepay_client.settings import Runtime
from onepay_client.storage.database import Transaction
from onepay_client.webhooks.deliveries import Delivery, build_delivery
from onepay_sandbox.local import LocalSandbox

BANK: Final = "9957817d-239b-4032-8dca-bc508a76579c"
KEY: Final = "approval_made_up_for_the_tests_of_runs"
START: Final = 1_770_000_000.0


class Payroll:
    """A sandbox with a balance of a million pesos, and the runs of one journal."""

    def __init__(self, sandbox: LocalSandbox, journal: SqliteJournal | PostgresJournal) -> None:
        self.sandbox = sandbox
        self.journal = journal
        self.now = START
        self.client = self.another_client()
        self.runs = payouts.Runs(self.client)
        sandbox.deposit(1_000_000)

    @classmethod
    @contextmanager
    def opened(cls, journal: SqliteJournal | PostgresJournal) -> Generator[Payroll]:
        """One with this journal; both are closed afterwards."""
        sandbox = LocalSandbox()
        payroll = cls(sandbox, journal)
        yield payroll
        payroll.client.close()
        payroll.journal.close()
        sandbox.close()

    def another_client(self, **options: Unpack[ClientOptions]) -> OnePay:
        """Another client of the same company and journal, which never waits."""
        runtime = Runtime(sleep=lambda _: None, now=lambda: self.now, random=lambda: 0.0)
        given: ClientOptions = {"journal": self.journal, "runtime": runtime, **options}
        return OnePay(self.sandbox.secret_key, transport=self.sandbox.transport, **given)

    def person(self, number: int = 1, **changes: Any) -> models.Customer:
        """A customer who can be paid."""
        fields: dict[str, Any] = {
            "user_type": models.UserType.NATURAL,
            "first_name": "Mariana",
            "last_name": "Ospina",
            "email": "mariana@example.com",
            "phone": "+573000000001",
            "document_type": models.CustomerDocumentType.CC,
            "document_number": f"{1_053_800_000 + number}",
        }
        return self.client.customers.create(**{**fields, **changes})

    def account(self, customer: models.Customer, number: str = "00124512") -> models.Account:
        """An account of a customer."""
        return self.client.accounts.create(
            subtype=models.AccountSubtype.SAVINGS,
            authorization=False,
            re_enrollment=False,
            account_number=number,
            customer_id=customer.id,
            bank_id=BANK,
        )

    def rows(self, *amounts: int) -> list[dict[str, Any]]:
        """Rows that pay these amounts to one new person."""
        customer = self.person()
        account = self.account(customer)
        return [
            {"amount": amount, "method": "ACH", "customer_id": customer.id, "account_id": account.id}
            for amount in amounts
        ]

    def checked(self, name: str, rows: list[dict[str, Any]]) -> payouts.Run:
        """A run of these rows that was checked."""
        run = self.runs.draft(name, payouts.read(rows))
        report = run.check()
        assert report.is_clean, report
        return run

    def approved(self, name: str, rows: list[dict[str, Any]]) -> payouts.Run:
        """A run of these rows that was checked and approved."""
        run = self.checked(name, rows)
        run.approve(by="Marta Ruiz", approval_key=KEY, accept=[f"double:{line}" for line in range(len(rows) + 1)])
        return run

    def sent(self, name: str, rows: list[dict[str, Any]]) -> payouts.Run:
        """A run of these rows that was sent."""
        run = self.approved(name, rows)
        run.send(approval_key=KEY, workers=2)
        return run

    def change(self, statement: str, *parameters: object) -> None:
        """Change the database behind the back of the runs."""

        def work(transaction: Transaction) -> None:
            transaction.execute(statement, parameters)

        self.journal.database.run(work)

    def paid_out(self) -> int:
        """What has left the balance, in whole pesos."""
        return 1_000_000 - self.client.balances.get().balance


def event(name: str, cashout_id: str, status: str, *, is_test: bool = True, at: int | None = None) -> Delivery:
    """A delivery of an event about a payout; ``at`` is the moment that it names."""
    body: dict[str, Any] = {"event": name, "data": {"id": cashout_id, "status": status, "is_test": is_test}}
    if at is not None:
        body = {"event": {"type": name, "timestamp": at, "environment": "test"}, "cashout": body["data"]}
    return build_delivery(json.dumps(body).encode(), None)
