"""Our checks of a server beside those of schemathesis, on planted faults that a seed draws.

    nox -s conformance-peers                                as many of 100 faults as 40 minutes allow
    nox -s conformance-peers -- --faults 300 --minutes 600  more of them

Each fault is planted in a sandbox of its own, once for each tool. Schemathesis runs with its own command line, and
ours has as many requests as that has sent. A fault counts as found by what a tool finds beyond the findings that it
has on the sandbox without a fault, by check and operation. Both are pointed at the operations around the fault, and
no request leaves the process of a run. What was measured is written down after each fault, and a further call with the
same settings goes on from there.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from comparison import tools
from comparison.measuring import Plan, measured
from comparison.results import Clean, Results, table
from conformance.planted.catalogue import CATALOGUE
from onepay_conformance.contract_index import index_of
from onepay_contract import document as contracts

RESULTS: Final = Path(__file__).resolve().parent.parent / "docs/results/conformance-peers.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, keep the results, and print the table."""
    options = _parser().parse_args(arguments)
    index = index_of(contracts.load())
    drawn = random.Random(options.seed).sample(CATALOGUE, min(options.faults, len(CATALOGUE)))  # noqa: S311 - no secret
    settings = {
        "seed": options.seed,
        "schemathesis": metadata.version("schemathesis"),
        "options": " ".join(tools.OPTIONS),
    }
    results = Results.continued(options.results, settings)
    measured_before = {row.fault for row in results.rows}
    end = time.monotonic() + 60 * options.minutes
    left = [fault for fault in drawn if fault.name not in measured_before]
    tools.prepare(index.operations, options.seed)
    plan = Plan(left, index, options.seed, lambda: time.monotonic() > end, options.processes)
    for result in measured(plan, list(results.clean)):
        if isinstance(result, Clean):
            results.clean.append(result)
        else:
            results.rows.append(result)
            finders = [tool for tool, is_found in result.found.items() if is_found]
            print(f"{len(results.rows)} {result.fault}: {', '.join(finders) or 'no tool'}", flush=True)
        results.write(options.results)
    Console().print(_shown(results))
    return 0


def _shown(results: Results) -> Table:
    made = Table("kind of fault", "code", "planted", *tools.TOOLS, title="Planted faults that each tool finds")
    for line in table(results.rows):
        made.add_row(
            line.subject, str(line.code or ""), str(line.planted), *(str(line.found[tool]) for tool in tools.TOOLS)
        )
    return made


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=100, help="how many faults are drawn (default: 100)")
    parser.add_argument("--seed", type=int, default=1, help="which faults are drawn, and which cases the tools choose")
    parser.add_argument("--minutes", type=float, default=40, help="begin no further fault after so long (default: 40)")
    parser.add_argument("--processes", type=int, default=2, help="faults that are tried at once (default: 2)")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the results are kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
