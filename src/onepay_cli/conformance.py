"""`onepay conformance`: check a server against the contract. It needs the extra `[conformance]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from onepay_cli.exits import CommandError, ExitStatus, needs_extra
from onepay_cli.output import write

__all__ = ("app",)

app: typer.Typer = typer.Typer()

_NO_KEY = """Nothing was sent: ONEPAY_API_KEY is not set.

  ONEPAY_API_KEY        the secret key of a test account, sk_test_…
  ONEPAY_PUBLIC_KEY     its public key, pk_test_…, for what happens on the cards host
  ONEPAY_OTHER_API_KEY  the secret key of a second test account, which must see nothing of the first
  ONEPAY_BASE_URL       where the API is, if not where the contract says
  ONEPAY_CARDS_URL      the same for the cards host
  ONEPAY_WEBHOOK_URL    an https address that leads to this machine, such as a tunnel's: deliveries to it are judged
  ONEPAY_WEBHOOK_PORT   the port of this machine that it leads to

Then begin with `onepay conformance run --read-only`. docs/conformance.md says what a run does to the account."""


@app.command(
    epilog="Exit status: that of the gravest finding (1 drift, 3 breaking, 4 danger); 9 where nothing was found by a "
    "run that could not be finished; 2 for wrong use."
)
def run(  # noqa: PLR0913 - each is an option of the command
    *,
    budget: Annotated[int | None, typer.Option(min=1, help="Send at most so many requests (default: 500).")] = None,
    objects: Annotated[int | None, typer.Option(min=1, help="Make at most so many objects (default: 200).")] = None,
    rate: Annotated[
        float | None, typer.Option(min=0.001, max=100_000, help="Requests a second, on average (default: 3).")
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Send nothing but GET.")] = False,
    seed: Annotated[int, typer.Option(help="Which cases are chosen.")] = 0,
    phases: Annotated[
        list[str] | None,
        typer.Option("--phase", metavar="NAME", help="What to try; can be repeated (default: everything)."),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Go on with the run of this state file, and clean up after it."),
    ] = None,
    report_dir: Annotated[Path, typer.Option(help="Where everything is written.")] = Path("conformance"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Ask a server everything that the contract promises; on this machine without limits.

    The server and its keys come from the environment: ONEPAY_API_KEY, ONEPAY_PUBLIC_KEY, ONEPAY_OTHER_API_KEY,
    ONEPAY_BASE_URL, ONEPAY_CARDS_URL. ONEPAY_WEBHOOK_URL is an https address of yours that leads to the port
    ONEPAY_WEBHOOK_PORT of this machine: with it, deliveries to webhooks are judged too. docs/conformance.md says more.
    """
    with needs_extra("conformance"):
        from onepay_conformance import command  # noqa: PLC0415 - see onepay_cli.app
        from onepay_conformance.journal import JournalError  # noqa: PLC0415 - the same
        from onepay_conformance.run import PHASES  # noqa: PLC0415 - the same
        from onepay_conformance.target import UnsafeServer, from_environment  # noqa: PLC0415 - the same
    from onepay_contract import reports  # noqa: PLC0415 - the same
    from onepay_contract.document import load  # noqa: PLC0415 - the same
    from onepay_core.environment import ConfigurationError  # noqa: PLC0415 - the same

    chosen = tuple(phases or PHASES)
    if not set(chosen) <= set(PHASES):
        raise CommandError(f"--phase is one of {', '.join(PHASES)}.")
    choices = command.Choices(report_dir, budget, objects, rate, read_only, seed, chosen, resume)
    try:
        server = from_environment(os.environ, load())
        if server is None:
            raise CommandError(_NO_KEY)
        with _progress(command.limit_of(server, choices)) as advance:
            conclusion = command.check(server, load(), choices, advance)
    except (ConfigurationError, UnsafeServer, JournalError) as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise CommandError(
            f"The run ended, since something could not be written: {place}{error.strerror or error}.\n"
            f"What it has made is written down in {report_dir}/state-….jsonl; go on with --resume.",
            ExitStatus.OUTPUT_FAILED,
        ) from None
    summary = conclusion.summary
    write(reports.as_json(summary) if as_json else f"{reports.as_text(summary)}\n{conclusion.figures}")
    unfinished = ExitStatus.OK if conclusion.is_finished else ExitStatus.UNFINISHED
    raise typer.Exit(summary.findings.exit_status or unfinished)


@app.command(
    epilog="Exit status: 1 or 3 where the servers differ in what no assumption explains, 9 where the walk could not be "
    "finished, 2 for wrong use."
)
def parity(  # noqa: PLR0913 - each is an option of the command
    *,
    explained: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="Known differences: an operation, a place and an assumption in each line."
        ),
    ] = None,
    budget: Annotated[int, typer.Option(min=1, help="Send at most so many requests.")] = 500,
    objects: Annotated[int, typer.Option(min=1, help="Make at most so many objects.")] = 200,
    rate: Annotated[float, typer.Option(min=0.001, max=100_000, help="Requests a second, on average.")] = 3.0,
    rounds: Annotated[int, typer.Option(min=1, help="Walks from each operation that makes something.")] = 1,
    seed: Annotated[int, typer.Option(help="Which walk is taken.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Take the same random walk on the API and on the sandbox, and say where their replies differ.

    The API and its keys come from the environment, as for `run`; the sandbox runs in this process.
    """
    with needs_extra("conformance"):
        from onepay_conformance import parity as walk  # noqa: PLC0415 - see onepay_cli.app
        from onepay_conformance.target import UnsafeServer, around, from_environment  # noqa: PLC0415 - the same
    with needs_extra("sandbox"):
        from onepay_sandbox.http.transport import SandboxTransport  # noqa: PLC0415 - the same
        from onepay_sandbox.registry import assumptions  # noqa: PLC0415 - the same
        from onepay_sandbox.sandbox import Sandbox  # noqa: PLC0415 - the same
    from onepay_contract import reports  # noqa: PLC0415 - the same
    from onepay_contract.document import load  # noqa: PLC0415 - the same
    from onepay_core.environment import ConfigurationError  # noqa: PLC0415 - the same

    begun = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        known = walk.read_explanations(explained.read_text(encoding="utf-8")) if explained else []
        server = from_environment(os.environ, load())
        if server is None:
            raise CommandError(_NO_KEY)
        with closing(Sandbox()) as sandbox:
            report = walk.compared(
                load(),
                around(SandboxTransport(sandbox)),
                server,
                seed=seed,
                explanations=known,
                assumptions=[item.id for item in assumptions()],
                limits=walk.Limits(budget, objects, rate, rounds),
            )
    except (ConfigurationError, UnsafeServer, walk.UnknownAssumption, ValueError) as error:
        raise CommandError(str(error)) from None
    summary = reports.Summary.of(
        report.findings,
        made=begun,
        server=server.name,
        exchanges=report.exchanges,
        operations=tuple(report.operations),
        notes=tuple(walk.notes(report)),
        failed="" if report.operations else "Nothing was compared.",
    )
    write(reports.as_json(summary) if as_json else reports.as_text(summary))
    is_finished = report.stopped is None and bool(report.operations)
    raise typer.Exit(summary.findings.exit_status or (ExitStatus.OK if is_finished else ExitStatus.UNFINISHED))


@contextmanager
def _progress(requests: int) -> Generator[Callable[[], object]]:
    """A bar on a terminal: how many of the requests were sent."""
    from rich.console import Console  # noqa: PLC0415 - see onepay_cli.app
    from rich.progress import Progress  # noqa: PLC0415 - the same

    console = Console(file=sys.stderr)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Requests", total=requests)
        yield lambda: progress.advance(task)
