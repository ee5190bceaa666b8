"""The speed of payout runs: checked without the API, and sent with the journal on to a sandbox in another process."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

import httpx

from benches.crowd import HOST, free_port, served
from benches.figures import Figure, Limit, within
from benches.timing import GROUPS, Effort, Ratio, interleave, ratio, settled
from kill_workers import Database, Plan, killed, running_server
from onepay_client import OnePay, SqliteJournal, payouts
from people import register_payee

WORKERS: Final = 16
CHECK_LIMIT: Final = 2.0
A_SECOND: Final = 300
"""Payouts that a run sends in a second, at least, on a machine that does nothing else."""

A_SECOND_SHARED: Final = 200
"""The same for four workers that share a run in PostgreSQL, two of which are killed in the middle."""

_ROWS: Final = 10_000
_KEY: Final = "sk_test_bench"
_APPROVAL_KEY: Final = "approval_made_up_for_the_benchmarks_of_runs"


class _Payee(NamedTuple):
    """A sandbox with money, and who is paid there."""

    url: str
    customer_id: str
    account_id: str


def payout_runs(effort: Effort) -> Iterator[Figure]:
    """Every figure of payout runs."""
    rounds, rows = max(GROUPS, effort.rounds // 9), max(50, effort.payments)
    many = _ROWS if rows > 50 else 500  # noqa: PLR2004 - a smoke run
    yield within(Limit("payouts: rows checked offline", f"{many:,} rows", CHECK_LIMIT), lambda: _check(many), rounds)
    with _payee() as payee, tempfile.TemporaryDirectory() as folder:
        yield from _sending(payee, Path(folder), rows, rounds)
    if many == _ROWS:  # a smoke run leaves it to the test that does the same with fewer rows
        yield _shared(many)


def _sending(payee: _Payee, folder: Path, rows: int, rounds: int) -> Iterator[Figure]:
    numbers = count()
    with settled(), OnePay(_KEY, base_url=payee.url, journal=SqliteJournal(folder / "bench.sqlite")) as client:
        runs = {
            "httpx": lambda: _post_all(payee, f"bare-{next(numbers)}", rows),
            "run": lambda: _send(client, payee, f"run-{next(numbers)}", rows),
        }
        samples = interleave(runs, rounds)
    ours = samples["run"]
    yield Figure(
        "payouts: sent by 16 threads", "a run, journal on", "bare httpx", ratio(ours, samples["httpx"]), median(ours)
    )
    limit = rows / A_SECOND
    spread = Ratio(*(pick(ours) / limit for pick in (median, min, max)))
    yield Figure("payouts: sent by 16 threads", f"{rows} of a run", f"{A_SECOND} a second", spread, median(ours), 1.0)


def _shared(rows: int) -> Figure:
    """Four workers on one PostgreSQL, two of which are killed in the middle; everybody has to be paid once."""
    size = rows // 20
    with running_server() as conninfo:
        outcome = killed(Database(conninfo), Plan(rows, size, kill_after=size // 2, lost_after=10))
    if (outcome.paid, outcome.payouts, outcome.kills) != (outcome.owed, rows, 2):
        raise SystemExit(f"Workers that were killed did not pay everybody once: {outcome}")
    spread = Ratio(*[outcome.seconds / (rows / A_SECOND_SHARED)] * 3)
    subject = f"{rows} of a run, two killed"
    return Figure("payouts: sent by four workers", subject, f"{A_SECOND_SHARED} a second", spread, outcome.seconds, 1.0)


def _check(many: int) -> float:
    rows: Sequence[dict[str, Any]] = [
        {
            "amount": f"${1_000_000 + number}",
            "method": "ACH",
            "customer_id": f"customer-{number}",
            "account_id": f"account-{number}",
            "document_type": "NIT",
            "document_number": "900123456-8",
            "phone": f"30012{number:05d}",
            "email": "mariana@example.com",
        }
        for number in range(many)
    ]
    began = time.perf_counter()
    report = payouts.read(rows).check()
    seconds = time.perf_counter() - began
    if report.count != many or not report.is_clean:
        raise SystemExit(f"The bench's own rows are wrong: {report}")
    return seconds


def _post_all(payee: _Payee, prefix: str, rows: int) -> float:
    """The same requests by httpx alone, from as many threads."""
    with httpx.Client(headers={"Authorization": f"Bearer {_KEY}"}) as http, ThreadPoolExecutor(WORKERS) as pool:

        def post(number: int) -> None:
            body = {
                "amount": number + 1,
                "account_id": payee.account_id,
                "customer_id": payee.customer_id,
                "method": "ACH",
                "currency": "COP",
                "external_id": f"{prefix}/{number}",
            }
            headers = {"x-idempotency": f"{prefix}-{number}"}
            http.post(f"{payee.url}/cashouts", json=body, headers=headers).raise_for_status()

        began = time.perf_counter()
        list(pool.map(post, range(rows)))
        return time.perf_counter() - began


def _send(client: OnePay, payee: _Payee, name: str, rows: int) -> float:
    table = payouts.read(
        {
            "amount": number + 1,
            "method": "ACH",
            "customer_id": payee.customer_id,
            "account_id": payee.account_id,
            "reference": f"{name}-{number}",
        }
        for number in range(rows)
    )
    run = payouts.Runs(client).draft(name, table)
    run.check()
    run.approve(by="Bench", approval_key=_APPROVAL_KEY)
    began = time.perf_counter()
    status = run.send(approval_key=_APPROVAL_KEY, workers=WORKERS)
    seconds = time.perf_counter() - began
    if status.state is not payouts.RunState.FINISHED:
        raise SystemExit(f"The bench's own run did not end well: {status}")
    return seconds


@contextmanager
def _payee() -> Generator[_Payee]:
    port = free_port()
    with served([sys.executable, "-m", "onepay_cli", "sandbox", "start", "--frozen", "--port", str(port)], port):
        url = f"http://{HOST}:{port}/v1"
        deposit = f"http://{HOST}:{port}/_sandbox/ledger/deposits"
        headers = {"Authorization": f"Bearer {_KEY}"}
        httpx.post(deposit, json={"amount": 10**12}, headers=headers).raise_for_status()
        with OnePay(_KEY, base_url=url) as client:
            payee = register_payee(client)
        yield _Payee(url, *payee)
