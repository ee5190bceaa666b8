"""`onepay-conformance`: check a server against the contract; docs/conformance.md says what a run does to an account."""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import signal
import sys
import threading
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn

from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.journal import Journal, JournalError
from onepay_conformance.run import PHASES, Options, Report, run
from onepay_conformance.target import Server, UnsafeServer, accompanied, from_environment
from onepay_contract import document as contracts
from onepay_contract.document import Contract
from onepay_contract.recordings import Recorder
from onepay_contract.reports import Summary, as_html, as_json, as_junit, as_text
from onepay_core.environment import ConfigurationError

_SOURCES: Final = Path("openapi")
"""Where the sources of the contract are, for proposals, when the command runs in a checkout."""
_NO_KEY: Final = """Nothing was sent: ONEPAY_API_KEY is not set.

  ONEPAY_API_KEY        the secret key of a test account, sk_test_…
  ONEPAY_PUBLIC_KEY     its public key, pk_test_…, for what happens on the cards host
  ONEPAY_OTHER_API_KEY  the secret key of a second test account, which must see nothing of the first
  ONEPAY_BASE_URL       where the API is, if not where the contract says
  ONEPAY_CARDS_URL      the same for the cards host

Then begin with `onepay-conformance --read-only`. docs/conformance.md says what a run does to the account.
"""
_WRONG_USE: Final = 2
_MOST_HERE: Final = 100_000


@dataclass(frozen=True, slots=True)
class Measure:
    """What a run may cost: requests, objects made, and requests in a second; a rate of 0 is no limit."""

    budget: int
    objects: int
    rate: float


POLITE: Final = Measure(budget=500, objects=200, rate=3.0)
"""For a server that others use too."""
UNBOUNDED: Final = Measure(budget=_MOST_HERE, objects=_MOST_HERE, rate=0)
"""For one on this machine, where there is nobody to be polite to: the whole of the suite."""


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Run, report, and return the exit status.

    It is that of the gravest finding; 2 for wrong use, and where nothing was found by a run that could not be finished.
    """
    options = _parser().parse_args(arguments)
    contract = contracts.load()
    try:
        server = from_environment(environment, contract)
        if server is None:
            sys.stderr.write(_NO_KEY)
            return _WRONG_USE
        with _interrupted_by(signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            return _run(accompanied(server), contract, options)
    except (ConfigurationError, UnsafeServer, JournalError) as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"The run ended, since something could not be written: {place}{error.strerror or error}.\n")
        sys.stderr.write(
            f"What it has made is written down in {options.report_dir}/state-….jsonl; go on with --resume.\n"
        )
    return _WRONG_USE


@contextlib.contextmanager
def _interrupted_by(*signals: signal.Signals) -> Generator[None]:
    """Let these signals stop the run as Ctrl-C does: it cleans up and reports. Only a main thread may ask for that."""
    is_main = threading.current_thread() is threading.main_thread()
    before = {entry: signal.signal(entry, _interrupt) for entry in dict.fromkeys(signals) if is_main}
    try:
        yield
    finally:
        for item, handler in before.items():
            signal.signal(item, handler)


def _interrupt(number: int, _: object) -> NoReturn:
    raise KeyboardInterrupt(signal.Signals(number).name)


def _run(server: Server, contract: Contract, options: argparse.Namespace) -> int:
    begun = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    folder: Path = options.report_dir
    folder.mkdir(parents=True, exist_ok=True)
    state = options.resume or folder / f"state-{begun.replace(':', '-')}.jsonl"
    journal = Journal(state)
    with Recorder.dated(folder / "recordings", contract, begun) as recorder:
        usual = UNBOUNDED if server.is_local else POLITE
        shown = Options(
            contract=contract,
            objects=options.objects or usual.objects,
            rate=options.rate or usual.rate,
            journal=journal,
            record=recorder.write,
        )
        report = run(
            server,
            seed=journal.past.seed if options.resume else options.seed,
            budget=(options.budget or usual.budget) - server.is_local,  # which was asked whether it is the sandbox
            phases=options.phases,
            read_only=options.read_only,
            checks=ACTIVE_CHECKS,
            options=shown,
        )
    _write(report, _summary(report, server, begun, state), folder)
    is_silent = not report.exchanges or not report.is_finished
    return report.findings.exit_status or (_WRONG_USE if is_silent else 0)


def _summary(report: Report, server: Server, begun: str, state: Path) -> Summary:
    resume = f"To go on, and to clean up: onepay-conformance --resume {state}"
    stopped = [f"The run ended early. {report.stopped}", resume] if report.stopped else []
    left = [f"Not cleaned up: {name}." for name in report.figures.left]
    if not report.exchanges:
        stopped.append("Nothing was asked, so nothing was judged.")
    return Summary.of(
        report.findings,
        made=begun,
        server=server.name,
        exchanges=len(report.exchanges),
        operations=tuple({exchange.operation for exchange in report.exchanges if exchange.operation}),
        notes=(*stopped, *left),
        openapi=_SOURCES if _SOURCES.is_dir() else None,
    )


def _write(report: Report, summary: Summary, folder: Path) -> None:
    for name, form in (("report.html", as_html), ("report.json", as_json), ("report.xml", as_junit)):
        (folder / name).write_text(form(summary), encoding="utf-8")
    figures = report.figures
    sys.stdout.write(f"{as_text(summary)}\n{figures.sent} requests in {figures.seconds:.1f} s; reports in {folder}/\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onepay-conformance", description="Check a server against the contract.")
    parser.add_argument("--budget", type=_positive, help=_usual("send at most so many requests", POLITE.budget))
    parser.add_argument("--objects", type=_positive, help=_usual("make at most so many objects", POLITE.objects))
    parser.add_argument("--rate", type=_above_zero, help=_usual("requests in a second, on average", POLITE.rate))
    parser.add_argument("--read-only", action="store_true", help="send nothing but GET")
    parser.add_argument("--seed", type=int, default=0, help="which cases are chosen (default: 0)")
    parser.add_argument("--phases", nargs="+", choices=PHASES, default=PHASES, help="what to try (default: everything)")
    parser.add_argument("--resume", type=_existing, help="go on with the run of this state file, and clean up after it")
    parser.add_argument("--report-dir", type=Path, default=Path("conformance"), help="where everything is written")
    return parser


def _usual(what: str, number: float) -> str:
    return f"{what} (default: {number:g}; no limit for a server on this machine)"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _above_zero(text: str) -> float:
    number = float(text)
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError("must be above 0")
    return number


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{text} is no file; a run says in --report-dir what it is called")
    return path


if __name__ == "__main__":
    sys.exit(main())
