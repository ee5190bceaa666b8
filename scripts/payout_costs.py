"""Measure what one payout of a shared run costs, and reckon what a million a day take.

    python scripts/payout_costs.py             measures, writes docs/payout-costs.json, prints the table of scale.md
    python scripts/payout_costs.py --table     prints the table from the file

Costs are differences between a long run and a short one, so that the start of processes counts in neither. CPU time is
what a busy machine changes least; still, the file says how busy it was.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "generated"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import psycopg

from kill_workers import Database, Plan, killed, running_server

FILE: Final = Path(__file__).resolve().parent.parent / "docs" / "payout-costs.json"
DAY: Final = 1_000_000
"""Payouts in a day."""

HOURS: Final = (8, 1)
"""In how many hours they are sent."""

LATENCY: Final = 0.5
"""Seconds that the API is assumed to take for one payout."""

SIZE: Final = 500
THREADS: Final = 16
TAKEOVER: Final = 40
"""Seconds until another worker goes on: 30 without a sign, and up to ten until somebody looks."""

_SHORT: Final = 500
_LONG: Final = 2500


class Snapshot(NamedTuple):
    """What a server has done so far."""

    cpu: float
    transactions: int
    log: int
    size: int


def _snapshot(conninfo: str) -> Snapshot:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        query = """
SELECT xact_commit, (pg_current_wal_lsn() - '0/0')::bigint, pg_database_size(current_database())
FROM pg_stat_database WHERE datname = current_database()
"""
        [transactions, log, size] = connection.execute(query).fetchall()[0]
    folder = Path(parse_qs(urlsplit(conninfo).query)["host"][0])
    return Snapshot(_cpu_of_server(int((folder / "postmaster.pid").read_text().split()[0])), transactions, log, size)


def _cpu_of_server(postmaster: int) -> float:
    """Seconds of CPU of a server: its first process, the children that ended, and those that live."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
        if path.parent.name == str(postmaster):
            ticks += sum(map(int, fields[11:15]))
        elif fields[1] == str(postmaster):
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _taken(rows: int) -> tuple[float, ...]:
    """What a run of so many rows takes: CPU of workers and of the server, transactions, log, growth."""
    with running_server() as conninfo:
        before = _snapshot(conninfo)
        outcome = killed(Database(conninfo), Plan(rows, SIZE, kills=0))
        after = _snapshot(conninfo)
        if outcome.paid != outcome.owed:
            raise SystemExit(f"The run did not end well: {outcome}")
        return (outcome.cpu, *(new - old for new, old in zip(after, before, strict=True)))


def measure() -> dict[str, Any]:
    """The costs of one payout, and where they were measured."""
    short, long = _taken(_SHORT), _taken(_LONG)
    costs = [(more - less) / (_LONG - _SHORT) for more, less in zip(long, short, strict=True)]
    return {
        "worker_cpu_ms": round(costs[0] * 1000, 1),
        "server_cpu_ms": round(costs[1] * 1000, 1),
        "transactions": round(costs[2], 1),
        "log_bytes": round(costs[3], -2),
        "growth_bytes": round(costs[4], -2),
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load": round(os.getloadavg()[1], 1),
            "rows": [_SHORT, _LONG],
        },
    }


def table(costs: dict[str, Any]) -> Iterator[str]:
    """The lines of the table in ``docs/scale.md``."""
    for name, values in reckon(costs):
        yield f"| {name} | {' | '.join(values)} |"


def reckon(costs: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What a million payouts in a day take, for each number of hours in which they are sent."""
    rates = [DAY / (hours * 3600) for hours in HOURS]
    yield "payouts a second", [f"{rate:.0f}" for rate in rates]
    yield "requests under way at once", [f"{math.ceil(rate * LATENCY)}" for rate in rates]
    yield f"workers with {THREADS} threads, a third of them to spare", [f"{_workers(rate)}" for rate in rates]
    yield "cores for all workers", [f"{rate * costs['worker_cpu_ms'] / 1000:.2f}" for rate in rates]
    yield "cores for PostgreSQL", [f"{rate * costs['server_cpu_ms'] / 1000:.2f}" for rate in rates]
    yield "commits a second", [f"{rate * costs['transactions']:.0f}" for rate in rates]
    yield "connections to PostgreSQL at most", [f"{_workers(rate) * (THREADS + 4)}" for rate in rates]
    yield "write-ahead log, MB a second", [f"{rate * costs['log_bytes'] / 1e6:.2f}" for rate in rates]
    yield "growth of the database, GB a day", [f"{DAY * costs['growth_bytes'] / 1e9:.1f}" for _ in rates]
    yield "jobs in the queue", [f"{DAY // SIZE:,}" for _ in rates]
    yield (
        "asked for again when a third of the workers die, at most",
        [f"{_workers(rate) // 3 * THREADS}" for rate in rates],
    )
    yield f"rows that wait {TAKEOVER} s then, at most", [f"{_workers(rate) // 3 * SIZE:,}" for rate in rates]


def _workers(rate: float) -> int:
    """So many, in threes, that two of three are enough."""
    return 3 * math.ceil(rate * LATENCY / THREADS / 2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, unless only the table is wanted."""
    parser = argparse.ArgumentParser(prog="python scripts/payout_costs.py", description="What a payout costs.")
    parser.add_argument("--table", action="store_true", help="measure nothing")
    if not parser.parse_args(arguments).table:
        FILE.write_text(json.dumps(measure(), indent=2) + "\n", encoding="utf-8")
    print("\n".join(table(json.loads(FILE.read_text(encoding="utf-8")))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
