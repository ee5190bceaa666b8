"""Plant mistakes in the contract and in the code, and count how many the tests notice.

    python scripts/mutants.py                            some of each, in some minutes
    python scripts/mutants.py --contract 10000 --code 0  every mistake that we know to make in the contract
    python scripts/mutants.py --seed 7 --minutes 60      others, and more time for them

A mistake in the contract counts as noticed when a rule, a fact, a known body or the generator objects
to it; that the committed bundle is another does not count. It is tried a second time with the server
suite, which is given the bent contract and runs against the sandbox with the true one. One in the code
counts when a test of the package fails. Survivors that nothing can notice stand in
`contract_tests/exceptions/mutants.txt`, but for those that no server can show: their reasons are counted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import exceptions
from mutation.code_suite import CodeSuite
from mutation.contract_suite import ContractSuite
from mutation.trials import FlakySuiteError, M, Report, Suite, drawing, run_trials

ROOT: Final = Path(__file__).resolve().parent.parent
KNOWN_SURVIVORS: Final = ROOT / "contract_tests/exceptions/mutants.txt"
BARS: Final = {"contract": 0.98, "server": 0.90, "code": 0.90}
"""The scores below which the command fails."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        reports = list(_reports(options))
    except FlakySuiteError as error:
        print(error, file=sys.stderr)
        return 1
    return int(not all(report.passes for report in reports))


def _reports(options: argparse.Namespace) -> Iterator[Report]:
    deadline = time.monotonic() + 60 * options.minutes
    with tempfile.TemporaryDirectory() as folder:
        if options.contract:
            yield _run(ContractSuite(ROOT), options.seed, options.contract, lambda: time.monotonic() > deadline)
        if options.server:
            from mutation.server_suite import ServerSuite  # noqa: PLC0415 - it needs the tests to be importable

            suite = ServerSuite(ROOT)
            print("\n".join(suite.left_out()))
            yield _run(suite, options.seed, options.server, lambda: time.monotonic() > deadline)
        if options.code:
            yield _run(CodeSuite(ROOT, Path(folder)), options.seed, options.code, lambda: time.monotonic() > deadline)


def _run(suite: Suite[M], seed: int, count: int, time_is_up: Callable[[], bool]) -> Report:
    known = {f"{place}  {change}": why for area, place, change, why in _known_survivors() if area == suite.area}
    report = run_trials(suite, drawing(seed, count), known, BARS[suite.area], time_is_up)
    print("\n".join(report.lines()), flush=True)
    return report


def _known_survivors() -> list[tuple[str, ...]]:
    return exceptions.read(KNOWN_SURVIVORS, columns=4)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python scripts/mutants.py", description="Would the tests notice?")
    parser.add_argument("--contract", type=int, default=200, metavar="N", help="mistakes in the contract (200)")
    parser.add_argument("--server", type=int, default=200, metavar="N", help="mistakes for the server suite (200)")
    parser.add_argument("--code", type=int, default=50, metavar="N", help="mistakes in the code (50)")
    parser.add_argument("--minutes", type=float, default=30, help="when to stop early (30)")
    parser.add_argument("--seed", type=int, default=1, help="which mistakes are drawn (1)")
    return parser


if __name__ == "__main__":
    sys.path += [str(ROOT / "contract_tests"), str(ROOT / "src")]  # tests of the description and the suite check it
    sys.exit(main())
