"""What `onepay conformance run` does; docs/conformance.md says what a run does to an account."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn

from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.journal import Journal
from onepay_conformance.receiver import LoopbackReceiver, Receiver
from onepay_conformance.report import NOTHING_ASKED, as_markdown, first_things, samples_of
from onepay_conformance.run import PHASES, Options, Report, run
from onepay_conformance.target import Server, accompanied
from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange
from onepay_contract.recordings import Recorder
from onepay_contract.reports import Summary, as_html, as_json, as_junit

_SOURCES: Final = Path("openapi")
"""Where the sources of the contract are, for proposals, when the command runs in a checkout."""
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


@dataclass(frozen=True, slots=True)
class Choices:
    """What a run was told; a measure that is None is the usual one for its server."""

    report_dir: Path
    budget: int | None = None
    objects: int | None = None
    rate: float | None = None
    read_only: bool = False
    seed: int = 0
    phases: tuple[str, ...] = PHASES
    resume: Path | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """How a run ended: its report, its figures for people, and whether it asked all that it meant to ask."""

    summary: Summary
    figures: str
    is_finished: bool


def check(server: Server, contract: Contract, choices: Choices, notify: Callable[[], object]) -> Conclusion:
    """Run, and write the reports; `notify` is called after each exchange.

    SIGTERM and SIGHUP stop the run as Ctrl-C does. Raises `JournalError`, and `OSError` where something cannot be
    written.
    """
    with _interrupted_by(signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)), _receiving(server) as receiver:
        return _run(replace(accompanied(server), receiver=receiver), contract, choices, notify)


@contextlib.contextmanager
def _receiving(server: Server) -> Generator[Receiver | None]:
    """A receiver of webhook deliveries, for a server on this machine, or where an address leads to this machine."""
    if not server.is_local and not server.webhook_url:
        yield None
        return
    with LoopbackReceiver(server.webhook_port, server.webhook_url) as receiver:
        yield receiver


def limit_of(server: Server, choices: Choices) -> int:
    """How many requests a run sends at most."""
    return choices.budget or (UNBOUNDED if server.is_local else POLITE).budget


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


def _run(server: Server, contract: Contract, choices: Choices, notify: Callable[[], object]) -> Conclusion:
    begun = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    folder = choices.report_dir
    folder.mkdir(parents=True, exist_ok=True)
    state = choices.resume or folder / f"state-{begun.replace(':', '-')}.jsonl"
    journal = Journal(state)
    with Recorder.dated(folder / "recordings", contract, begun) as recorder:

        def record(exchange: Exchange) -> None:
            recorder.write(exchange)
            notify()

        usual = UNBOUNDED if server.is_local else POLITE
        report = run(
            server,
            seed=journal.past.seed if choices.resume else choices.seed,
            budget=limit_of(server, choices) - server.is_local,  # which was asked whether it is the sandbox
            phases=choices.phases,
            read_only=choices.read_only,
            checks=ACTIVE_CHECKS,
            options=Options(
                contract=contract,
                objects=choices.objects or usual.objects,
                rate=choices.rate or usual.rate,
                journal=journal,
                record=record,
            ),
        )
    resume = f"onepay conformance run --resume {state}"
    summary = _summary(report, contract, server, begun, resume)
    markdown = as_markdown(report, contract, server=server.name, made=begun, resume=resume)
    (folder / "report.md").write_text(markdown, encoding="utf-8")
    for name, form in (("report.html", as_html), ("report.json", as_json), ("report.xml", as_junit)):
        (folder / name).write_text(form(summary), encoding="utf-8")
    figures = f"{report.figures.sent} requests in {report.figures.seconds:.1f} s; reports in {folder}/\n"
    return Conclusion(summary, figures, bool(report.exchanges) and report.is_finished)


def _summary(report: Report, contract: Contract, server: Server, begun: str, resume: str) -> Summary:
    return Summary.of(
        report.findings,
        made=begun,
        server=server.name,
        exchanges=len(report.exchanges),
        operations=tuple({exchange.operation for exchange in report.exchanges if exchange.operation}),
        notes=tuple(first_things(report, resume)),
        failed="" if report.exchanges else NOTHING_ASKED,
        openapi=_SOURCES if _SOURCES.is_dir() else None,
        samples=samples_of(report, contract),
    )
