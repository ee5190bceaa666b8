"""The page about scale says what follows from the costs that were measured."""

from __future__ import annotations

import json
from pathlib import Path

import payout_costs

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_table_follows_from_the_measured_costs() -> None:
    costs = json.loads((DOCS / "payout-costs.json").read_text("utf-8"))
    page = (DOCS / "scale.md").read_text("utf-8")
    shown = page.partition("| ---: | ---: |\n")[2].partition("\n\n")[0]
    assert shown.splitlines() == list(payout_costs.table(costs))


def test_a_third_of_the_workers_is_to_spare() -> None:
    needed = payout_costs.DAY / 3600 * payout_costs.LATENCY / payout_costs.THREADS
    [workers] = [values for name, values in payout_costs.reckon(_costs()) if name.startswith("workers")]
    assert 2 * int(workers[1]) / 3 >= needed


def _costs() -> dict[str, float]:
    return dict.fromkeys(("worker_cpu_ms", "server_cpu_ms", "transactions", "log_bytes", "growth_bytes"), 1.0)
