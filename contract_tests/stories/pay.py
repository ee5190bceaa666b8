"""Sends a payout run, and kills its own process with SIGKILL once so many rows are done."""

from __future__ import annotations

import os
import signal
import sys
from typing import Final

from onepay_client import Backoff, OnePay, PostgresJournal, SqliteJournal, payouts

RUN: Final = "payroll-2026-11"
APPROVAL_KEY: Final = "approval_made_up_for_the_story_of_a_payroll"


def open_journal(journal: str, schema: str) -> SqliteJournal | PostgresJournal:
    """The journal at a path, or in a schema of a PostgreSQL server."""
    return PostgresJournal(journal, schema=schema) if schema else SqliteJournal(journal)


def main(journal: str, schema: str, url: str, key: str, row: str) -> None:
    """Send what is left of the run, up to a row."""

    def end_at_row(progress: payouts.Progress) -> None:
        if progress.done >= int(row):
            os.kill(os.getpid(), signal.SIGKILL)

    quick = Backoff(base=0.001, cap=0.002)
    with OnePay(key, base_url=url, journal=open_journal(journal, schema), backoff=quick) as client:
        payouts.Runs(client).get(RUN).send(approval_key=APPROVAL_KEY, workers=4, progress=end_at_row)


if __name__ == "__main__":
    main(*sys.argv[1:])
