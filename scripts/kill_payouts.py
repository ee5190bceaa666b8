"""Kill a payout run again and again, and look whether everybody was paid once.

    python scripts/kill_payouts.py                          10,000 rows, 20 kills
    python scripts/kill_payouts.py --rows 500 --kills 5

A process sends the run to a sandbox in another process, and is ended with SIGKILL at random rows. Then the run is sent
to its end. The sandbox's balance has to be right to the peso, and every row has a payout of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "generated"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from onepay_client import OnePay, PostgresJournal, SqliteJournal, payouts
from people import register_payee
from scene import Sandbox, SandboxControl

KEY: Final = "sk_test_killed"
APPROVAL_KEY: Final = "approval_made_up_for_runs_that_are_killed"
NAME: Final = "killed"


class Outcome(NamedTuple):
    """What became of a run that was killed."""

    paid: int
    """Pesos that left the balance."""
    owed: int
    """Pesos that should have."""
    payouts: int
    """Different payouts that the rows name."""
    kills: int
    """How often the process was killed in the middle."""
    status: payouts.RunStatus


def killed(folder: Path, rows: int, kills: int, *, seed: int = 7, workers: int = 8) -> Outcome:
    """Draft, check and approve a run of so many rows, kill it so often, and send it to its end."""
    sandbox = Sandbox()
    sandbox.start()
    control = SandboxControl(sandbox, KEY)
    try:
        journal = folder / "killed.sqlite"
        with closing(SqliteJournal(journal)) as kept:
            owed = prepare(sandbox.url, kept, rows, control)
        chance = random.Random(seed)  # noqa: S311 - the same kills in every run
        done = sum(_kill(sandbox.url, journal, chance.randint(1, max(1, rows // kills)), workers) for _ in range(kills))
        with OnePay(KEY, base_url=f"{sandbox.url}/v1", journal=SqliteJournal(journal)) as client:
            run = payouts.Runs(client).get(NAME)
            status = run.send(approval_key=APPROVAL_KEY, workers=workers)
            ids = {row.cashout_id for row in run.rows() if row.cashout_id}
        return Outcome(control.ledger()["payouts"], owed, len(ids), done, status)
    finally:
        control.close()
        sandbox.kill()


def prepare(url: str, journal: SqliteJournal | PostgresJournal, rows: int, control: SandboxControl) -> int:
    """Draft, check and approve a run of so many rows; what it pays in all."""
    amounts = range(1_000, 1_000 + rows)
    control.deposit(2 * sum(amounts))
    with OnePay(KEY, base_url=f"{url}/v1", journal=journal) as client:
        payee = register_payee(client)
        ids = {**payee._asdict(), "method": "ACH"}
        run = payouts.Runs(client).draft(NAME, payouts.read({"amount": amount, **ids} for amount in amounts))
        report = run.check()
        if not report.is_clean:
            raise SystemExit(str(report))
        run.approve(by="Marta Ruiz", approval_key=APPROVAL_KEY)
    return sum(amounts)


def _kill(url: str, journal: Path, after: int, workers: int) -> int:
    """Send in another process, and kill that after so many rows; 1 if it was still sending."""
    command = [sys.executable, __file__, "--send", str(journal), "--url", url, "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as sender:  # noqa: S603 - our own words
        for line in sender.stdout or ():
            if line.strip() and int(line) >= after:
                sender.kill()
                break
        return int(sender.wait() != 0)


def _send(journal: Path, url: str, workers: int) -> None:
    """What the process does that is killed: it prints how many rows are done, each time that it knows of more."""

    def show(progress: payouts.Progress) -> None:
        print(progress.done, flush=True)

    with OnePay(KEY, base_url=f"{url}/v1", journal=SqliteJournal(journal)) as client:
        payouts.Runs(client).get(NAME).send(approval_key=APPROVAL_KEY, workers=workers, progress=show)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 where somebody was paid twice, or not at all."""
    options: Any = _parser().parse_args(arguments)
    if options.send:
        _send(options.send, options.url, options.workers)
        return 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcome = killed(Path(folder), options.rows, options.kills, seed=options.seed, workers=options.workers)
    print(outcome.status)
    print(
        f"{outcome.kills} kills in {time.monotonic() - began:.0f} s; {outcome.paid} of {outcome.owed} pesos paid, "
        f"{outcome.payouts} payouts for {outcome.status.count} rows"
    )
    return int((outcome.paid, outcome.payouts) != (outcome.owed, outcome.status.count))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python scripts/kill_payouts.py", description="Kill a payout run.")
    parser.add_argument("--rows", type=int, default=10_000, help="how many payouts the run has")
    parser.add_argument("--kills", type=int, default=20, help="how often its process is killed")
    parser.add_argument("--seed", type=int, default=7, help="decides after how many rows")
    parser.add_argument("--workers", type=int, default=8, help="how many rows are under way at once")
    parser.add_argument("--send", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
