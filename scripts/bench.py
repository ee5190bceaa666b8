"""Measure the client beside its peers, and hold it to its bars.

    python scripts/bench.py                 all figures; a table here, JSON in bench-results/
    python scripts/bench.py --python PATH   starts the client with an interpreter that has the wheel installed
    python scripts/bench.py --quick         a smoke run, whose figures judge nothing

Every figure is a ratio of times taken in the same run, so that a slow machine slows both sides. The
contestants take turns, and each round begins with another of them. What is loaded already is frozen out of the
garbage collector, which is on, as it is for users, and has collected before each turn.

Each round gives a ratio of its own, of two times that were taken moments apart, so that drift, heat and
neighbours cancel out; a figure is the median of these ratios. The rounds are also dealt into three groups, each
with a median of its own; the range of these is how far the figure moves by itself. A bar counts as missed, and the
exit status is 1, only when the whole range lies above it; a figure above its bar whose range reaches below it is
called within noise.

Where the command-line parts of httpx are installed (rich and click are, wherever this runs), httpx imports
them too, which makes a start with httpx look dearer, and ours cheaper beside it, than they are for a user.
--python PATH, with an environment that has nothing but the wheel, gives the figure that counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "generated"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from rich.console import Console

from benches.figures import Figure, Verdict, machine, table
from benches.holding import holding
from benches.listing import listing
from benches.passing import passing
from benches.payouts import payout_runs
from benches.reading import decoding, decoding_full, departing
from benches.reconciling import reconciliations
from benches.sandbox import sandbox
from benches.sending import sending
from benches.starting import regenerating, starting
from benches.timing import Effort
from benches.writing import encoding

ROOT: Final = Path(__file__).resolve().parent.parent
WIDTH: Final = 116
THOROUGH: Final = Effort(payments=1000, rounds=45, starts=21, regenerations=3, objects=100_000)
QUICK: Final = Effort(payments=20, rounds=3, starts=3, regenerations=1, objects=0)


def measure(effort: Effort, python: Path | None) -> Iterator[Figure]:
    """Take every figure, one topic after the other."""
    yield from decoding(effort)
    yield from decoding_full(effort)
    yield from departing(effort)
    yield from starting(effort, python)
    yield from encoding(effort)
    yield from regenerating(effort)
    yield from sending(effort, python)
    yield from sandbox(effort)
    if effort.objects:  # a smoke run leaves them out, since tests run what they are made of
        yield from listing(effort)
        yield from passing(effort)
        yield from reconciliations(effort)
    yield from holding(effort)
    yield from payout_runs(effort)


def write(figures: Sequence[Figure], folder: Path, effort: Effort) -> Path:
    """Keep the figures for machines; return where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bench.json"
    kept = {"machine": machine(), "effort": effort._asdict(), "figures": [figure.as_json for figure in figures]}
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def conclusion(figures: Sequence[Figure]) -> str:
    """One sentence on the bars."""
    missed = [figure for figure in figures if figure.verdict is Verdict.MISSED]
    if not missed:
        return "No bar is missed."
    names = "; ".join(f"{f.topic}: {f.subject} took {f.ratio.value:.2f} of {f.against}, not {f.bar}" for f in missed)
    return f"Missed by more than noise: {names}. docs/benchmarks.md says where to look."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    effort = QUICK if options.quick else THOROUGH
    figures = list(measure(effort, options.python))
    console = Console()
    console.width = max(console.width, WIDTH)
    console.print(table(figures))
    console.print(f"Written to {write(figures, options.output, effort)}", soft_wrap=True)
    if options.quick:
        console.print("This was a smoke run: its figures judge nothing.")
        return 0
    console.print(conclusion(figures), soft_wrap=True)
    return int(any(figure.verdict is Verdict.MISSED for figure in figures))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python scripts/bench.py", description="Measure the client and its peers.")
    parser.add_argument("--quick", action="store_true", help="a smoke run, whose figures judge nothing")
    parser.add_argument("--python", type=Path, help="an interpreter with the wheel installed, to time a start with")
    parser.add_argument("--output", type=Path, default=ROOT / "bench-results", help="the folder for the JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
