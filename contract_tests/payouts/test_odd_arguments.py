"""Whatever is passed to payout runs and to reconciliation, only errors of ours come out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from onepay_client import OnePayError, payouts, reconciliation
from onepay_client.payouts import RunState
from support.payroll import KEY, Payroll

ODD: Final[tuple[Any, ...]] = (None, 5, -1, 0.5, True, "x", "\ud800", "\0", b"x", [], [None], {}, {"x": 1}, object())
PERIOD = reconciliation.Period(date(2026, 11, 1), date(2026, 11, 30))
BOOKS = reconciliation.books([{"id": "a", "amount": 1}])
FOUND = reconciliation.reconcile(PERIOD, BOOKS)
TABLE = payouts.read([{"amount": 5, "customer_id": "c", "account_id": "a", "method": "ACH"}])

ANYWHERE: Final[dict[str, Callable[[Any, Path], object]]] = {
    "read": lambda odd, _: payouts.read(odd),
    "read cell": lambda odd, _: payouts.read([dict.fromkeys(payouts.Columns.__struct_fields__, odd)]),
    "read columns": lambda odd, _: payouts.read([], odd),
    "read method": lambda odd, _: payouts.read([], method=odd),
    "read description": lambda odd, _: payouts.read([{"amount": 5}], description=odd),
    "columns": lambda odd, _: payouts.read([{"amount": 5}], payouts.Columns(amount=odd)),
    "check": lambda odd, _: TABLE.check(odd),
    "limits": lambda odd, _: payouts.Limits(per_run=odd),
    "write_template": lambda odd, folder: payouts.write_template(folder / odd if isinstance(odd, str) else odd),
    "books": lambda odd, _: reconciliation.books(odd),
    "books cell": lambda odd, _: reconciliation.books(
        [dict.fromkeys(reconciliation.BookColumns.__struct_fields__, odd)]
    ),
    "books columns": lambda odd, _: reconciliation.books([], odd),
    "book columns": lambda odd, _: reconciliation.books([{"a": 5}], reconciliation.BookColumns(amount=odd, id="a")),
    "period": lambda odd, _: reconciliation.Period(odd, odd),
    "reconcile period": lambda odd, _: reconciliation.reconcile(odd, BOOKS),
    "reconcile books": lambda odd, _: reconciliation.reconcile(PERIOD, odd),
    "reconcile others": lambda odd, _: reconciliation.reconcile(PERIOD, BOOKS, odd),
    "reconcile environment": lambda odd, _: reconciliation.reconcile(PERIOD, BOOKS, environment=odd),
    "from_api": lambda odd, _: reconciliation.from_api(odd, PERIOD),
    "from_invoices": lambda odd, _: reconciliation.from_invoices(odd, PERIOD),
    "from_wallets": lambda odd, _: reconciliation.from_wallets(odd, [], PERIOD),
    "from_events": lambda odd, _: reconciliation.from_events(odd),
    "from_event": lambda odd, _: reconciliation.from_events([odd]),
    "from_journal": lambda odd, _: reconciliation.from_journal(odd),
    "from_run": lambda odd, _: reconciliation.from_run(odd),
    "export": lambda odd, folder: reconciliation.export(odd, folder / "a.csv"),
    "export path": lambda odd, _: reconciliation.export(FOUND, odd),
    "report_html": lambda odd, _: reconciliation.report_html(odd),
    "report_html language": lambda odd, _: reconciliation.report_html(FOUND, odd),
    "write_report path": lambda odd, _: reconciliation.write_report(FOUND, odd),
    "payouts export": lambda odd, folder: payouts.export(odd, folder / "a.csv"),
    "payouts report_html": lambda odd, _: payouts.report_html(odd),
    "register": lambda odd, _: payouts.register(odd, TABLE),
}
OF_A_RUN: Final[dict[str, Callable[[payouts.Run, payouts.Runs, Any], object]]] = {
    "draft name": lambda _, runs, odd: runs.draft(odd, TABLE),
    "draft table": lambda _, runs, odd: runs.draft("b", odd),
    "get": lambda _, runs, odd: runs.get(odd),
    "handle": lambda _, runs, odd: runs.handle(odd),
    "approve by": lambda run, _, odd: run.approve(by=odd, approval_key=KEY),
    "approve key": lambda run, _, odd: run.approve(by="Marta", approval_key=odd),
    "approve accept": lambda run, _, odd: run.approve(by="Marta", approval_key=KEY, accept=odd),
    "check limits": lambda run, _, odd: run.check(limits=odd),
    "check rate": lambda run, _, odd: run.check(rate=odd),
    "check workers": lambda run, _, odd: run.check(workers=odd),
    "check progress": lambda run, _, odd: run.check(progress=odd),
    "send key": lambda run, _, odd: run.send(approval_key=odd),
    "send limits": lambda run, _, odd: run.send(approval_key=KEY, limits=odd),
    "send rate": lambda run, _, odd: run.send(approval_key=KEY, rate=odd),
    "send workers": lambda run, _, odd: run.send(approval_key=KEY, workers=odd),
    "send progress": lambda run, _, odd: run.send(approval_key=KEY, progress=odd),
    "rows": lambda run, _, odd: run.rows(odd),
    "settle line": lambda run, _, odd: run.settle(odd, payouts.RowState.FAILED, by="Ana", reason="bank"),
    "settle state": lambda run, _, odd: run.settle(1, odd, by="Ana", reason="bank"),
    "settle reason": lambda run, _, odd: run.settle(1, payouts.RowState.FAILED, by="Ana", reason=odd),
    "settle id": lambda run, _, odd: run.settle(1, payouts.RowState.FAILED, by="Ana", reason="x", cashout_id=odd),
    "retry": lambda run, _, odd: run.retry(odd, by="Marta", reason="bank", approval_key=KEY),
    "catch_up": lambda run, _, odd: run.catch_up(rate=odd),
}


@pytest.mark.parametrize("name", ANYWHERE)
def test_odd_arguments_are_refused_by_our_errors(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for odd in ODD:
        with suppress(OnePayError):
            ANYWHERE[name](odd, tmp_path)


def test_odd_arguments_of_runs_are_refused_too(payroll: Payroll) -> None:
    rows = payroll.rows(5)
    foreign: list[str] = []
    for name, call in OF_A_RUN.items():
        run = payroll.runs.draft(name, TABLE, repeat=True)
        for odd in ODD:
            if name not in payroll.runs.names() or run.state in (RunState.DRAFT, RunState.CHECKED):
                run = payroll.runs.draft(name, payouts.read(rows), repeat=True)
                run.check()
                if not name.startswith(("approve", "check")):
                    run.approve(by="Marta Ruiz", approval_key=KEY, accept=["repeated_file:0"])
            try:
                call(run, payroll.runs, odd)
            except OnePayError:
                pass
            except Exception as error:  # noqa: BLE001 - the test names it
                foreign.append(f"{name}: {odd!r}: {error!r}")
    assert not foreign, "\n".join(foreign)
