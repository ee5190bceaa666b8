"""A payroll: the people, their run, and the process that pays them until it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any, Final

from onepay_client import Backoff, OnePay, payouts
from stories.merchant import Merchant
from stories.pay import APPROVAL_KEY, RUN, open_journal
from stories.people import Mariana

WITHOUT_ACCOUNT: Final = 3
BALANCE: Final = 1_000_000


class PaidPayroll:
    """A run of so many rows of a merchant; the accounts of the first three are closed once it is approved."""

    def __init__(self, merchant: Merchant, people: int, journal: str, schema: str) -> None:
        self.merchant: Final = merchant
        self._journal: Final = (journal, schema)
        self.journal: Final = open_journal(journal, schema)
        self.client: Final[OnePay] = merchant.another_client(
            journal=self.journal, backoff=Backoff(base=0.001, cap=0.002)
        )
        self.runs: Final = payouts.Runs(self.client)
        mariana = Mariana(merchant)
        account, self._closed = mariana.account(), mariana.account()
        rows = [self._row(number, mariana.id, account) for number in range(people)]
        self.run: Final = self.runs.draft(RUN, payouts.read(rows, method="ACH"))

    def _row(self, number: int, customer_id: str, account_id: str) -> dict[str, Any]:
        wage = 1_001 + number
        paid_to = self._closed if number < WITHOUT_ACCOUNT else account_id
        return {"amount": wage, "customer_id": customer_id, "account_id": paid_to, "reference": f"wage {number + 1}"}

    def approve(self) -> None:
        """Check and approve the run; then three accounts are closed."""
        report = self.run.check(workers=1)
        if not report.is_clean:
            raise AssertionError(report)
        self.run.approve(by="Marta Ruiz", approval_key=APPROVAL_KEY)
        self.client.accounts.delete(self._closed)

    def send_until(self, row: int) -> bool:
        """Send in another process that is killed once so many rows are done; whether it was."""
        url = f"{self.merchant.sandbox.url}/v1"
        command = [sys.executable, "-m", "stories.pay", *self._journal, url, self.merchant.key, str(row)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.run(command, env=environment, check=False).returncode == -signal.SIGKILL  # noqa: S603 - our own words

    def send(self) -> payouts.RunStatus:
        """Send what is left, in this process."""
        return self.run.send(approval_key=APPROVAL_KEY, workers=4)

    def close(self) -> None:
        """Close the client and the journal."""
        self.client.close()
        self.journal.close()
