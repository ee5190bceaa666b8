"""`onepay payouts`: pay many people from a table, with a second person's approval, and follow each payout."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, cast

import typer

from onepay_cli.calls import client_errors, confirm, make_client, open_journal
from onepay_cli.exits import CommandError, ExitStatus
from onepay_cli.output import write

if TYPE_CHECKING:
    from onepay_client import OnePay, PostgresJournal, SqliteJournal
    from onepay_client.payouts import CheckReport, Limits, PayoutTable, Progress, Run, RunRow, Runs, RunStatus
    from onepay_client.payouts.workers import SentPart, Workers

__all__ = ("app",)

app: typer.Typer = typer.Typer()

_File: TypeAlias = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or JSON lines.")]
_Name: TypeAlias = Annotated[str, typer.Argument(metavar="RUN", help="The name of the run, such as payroll-2026-11.")]
_Journal: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="FILE",
        envvar="ONEPAY_JOURNAL",
        help="Where runs and their payouts are kept; or postgresql://…, for several machines.",
    ),
]
_Columns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=HEADER", help="The header of a field, as amount='Valor'; repeatable."),
]
_Method: TypeAlias = Annotated[
    str | None, typer.Option(help="ACH, TURBO or INSTANT, for rows whose cell is empty or missing.")
]
_Description: TypeAlias = Annotated[str, typer.Option(help="What the payouts are for, for rows that do not say it.")]
_Rate: TypeAlias = Annotated[float | None, typer.Option(min=0.001, help="Requests a second at most.")]
_PerPayout: TypeAlias = Annotated[int | None, typer.Option(min=1, metavar="PESOS", help="The most for one payout.")]
_PerRun: TypeAlias = Annotated[int | None, typer.Option(min=1, metavar="PESOS", help="The most for one run.")]
_PerDay: TypeAlias = Annotated[int | None, typer.Option(min=1, metavar="PESOS", help="The most for one day.")]
_By: TypeAlias = Annotated[str, typer.Option(metavar="NAME", help="Who decides this.")]
_Reason: TypeAlias = Annotated[str, typer.Option(help="Why, for the books.")]
_Threads: TypeAlias = Annotated[int, typer.Option(min=1, max=100, help="How many payouts are under way at once.")]
_Yes: TypeAlias = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
_JOURNAL = "payouts.sqlite"
_NEEDS_KEY = "It needs the approval key in ONEPAY_APPROVAL_KEY; whoever prepares runs does not have it."


@app.command()
def template(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A new .csv or .xlsx; else it is printed.")
    ] = None,
) -> None:
    """Print an empty table, or write one that a spreadsheet opens."""
    from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

    with client_errors():
        if file is None:
            write(payouts.template())
        else:
            payouts.write_template(file)


@app.command("approval-key")
def approval_key() -> None:
    """Print a new key for whoever approves runs; those who prepare runs must not have it."""
    from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

    write(f"{payouts.new_approval_key()}\n")


@app.command()
def check(  # noqa: PLR0913 - each is an option of the command
    file: _File,
    run: Annotated[
        str | None, typer.Option("--run", metavar="RUN", help="The name of the run; else nothing is kept.")
    ] = None,
    *,
    column: _Columns = None,
    method: _Method = None,
    description: _Description = "",
    repeat: Annotated[bool, typer.Option("--repeat", help="Allow what an approved run holds already.")] = False,
    rate: _Rate = None,
    max_payout: _PerPayout = None,
    max_run: _PerRun = None,
    max_day: _PerDay = None,
    journal: _Journal = _JOURNAL,
) -> None:
    """Check a whole table; with --run, against the API too, and keep it to be approved. Nothing is paid."""
    with client_errors():
        table = _table(file, column, method, description)
        limits = _limits(max_payout, max_run, max_day)
        report = table.check(limits)
        if run is not None and report.is_clean:
            with _runs(journal, may_be_new=True) as runs, _progress("checking") as progress:
                kept = runs.draft(run, table, repeat=repeat)
                report = kept.check(limits=limits, rate=rate, progress=progress)
        _show_report(report)
        if run is not None:
            accepted = "".join(f" --accept {problem.name}" for problem in report.to_confirm)
            write(f"Checked. See its rows, and to whom they go: onepay payouts export {run} {run}.xlsx\n")
            write(f"Somebody else approves it: onepay payouts approve {run} --by NAME{accepted}\n")


@app.command()
def register(  # noqa: PLR0913 - each is an option of the command
    file: _File,
    *,
    column: _Columns = None,
    method: _Method = "ACH",
    rate: _Rate = None,
    journal: _Journal = _JOURNAL,
    yes: _Yes = False,
) -> None:
    """Register the people and accounts of a table that OnePay does not know yet."""
    from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

    with client_errors(), _client(journal, may_be_new=True) as client:
        table = _table(file, column, method, "")
        confirm(f"Register who is missing of {len(table.payouts)} rows?", yes=yes)
        done = payouts.register(client, table, rate=rate)
        write(f"{done.customers} customers and {done.accounts} accounts registered\n")
        problems = [*table.problems, *done.problems]
        write("".join(f"{problem}\n" for problem in problems))
        if problems:
            raise typer.Exit(ExitStatus.WRONG_USE)


@app.command(epilog=_NEEDS_KEY)
def approve(
    name: _Name,
    by: _By,
    *,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="PROBLEM", help="What was to be confirmed, as double:12; repeatable.")
    ] = None,
    journal: _Journal = _JOURNAL,
    yes: _Yes = False,
) -> None:
    """Approve exactly what a checked run is now."""
    with client_errors(), _run(journal, name) as run:
        write(f"{run.status()}\n")
        confirm("Approve exactly this?", yes=yes)
        write(f"{run.approve(by=by, accept=accept or ())}\n")


@app.command(epilog=_NEEDS_KEY)
def send(  # noqa: PLR0913 - each is an option of the command
    name: _Name,
    *,
    rate: _Rate = None,
    workers: _Threads = 16,
    max_payout: _PerPayout = None,
    max_run: _PerRun = None,
    max_day: _PerDay = None,
    queue: Annotated[
        bool, typer.Option("--queue", help="Only queue it, for the workers of several machines (payouts work).")
    ] = False,
    size: Annotated[int, typer.Option(min=1, help="With --queue: how many rows a worker takes at a time.")] = 500,
    journal: _Journal = _JOURNAL,
) -> None:
    """Send what is left of an approved run. Ctrl-C pauses it; send it again to go on."""
    with client_errors(), _client(journal) as client:
        from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

        run = payouts.Runs(client).get(name)
        limits = _limits(max_payout, max_run, max_day)
        if queue:
            parts = _workers(client).enqueue(run, size=size, limits=limits)
            write(f"{parts} parts queued\n{run.status()}\n")
            return
        with _progress("sending") as progress:
            status = run.send(rate=rate, workers=workers, limits=limits, progress=progress)
        write(f"{status}\n")
        _end(status)


@app.command(epilog=_NEEDS_KEY)
def work(  # noqa: PLR0913 - each is an option of the command
    *,
    drain: Annotated[bool, typer.Option("--drain", help="End when no worker has anything left to do.")] = False,
    rate: _Rate = None,
    workers: _Threads = 16,
    max_payout: _PerPayout = None,
    max_run: _PerRun = None,
    max_day: _PerDay = None,
    journal: _Journal = _JOURNAL,
) -> None:
    """Send parts of runs that were queued, beside the workers of other machines. Ctrl-C ends it after its part."""

    def show(sent: SentPart) -> None:
        write(f"{sent.status.name}: the part from row {sent.first} is sent; the run is {sent.status.state}\n")

    with client_errors(), _client(journal) as client:
        limits = _limits(max_payout, max_run, max_day)
        _workers(client).work(limits=limits, rate=rate, threads=workers, drain=drain, on_part=show)


@app.command()
def status(
    name: Annotated[str | None, typer.Argument(metavar="RUN", help="The run; else all of them.")] = None,
    *,
    journal: _Journal = _JOURNAL,
) -> None:
    """Show how a run stands, or all runs."""
    with client_errors(), _runs(journal) as runs:
        names = runs.names() if name is None else [name]
        for each in names:
            write(f"{runs.get(each).status()}\n")
        if not names:
            write("There are no runs for the environment of this key.\n")


@app.command()
def settle(  # noqa: PLR0913 - each is an option of the command
    name: _Name,
    line: Annotated[int, typer.Argument(help="The line of the row.")],
    state: Annotated[
        Literal["pending", "processed", "failed", "returned"], typer.Argument(help="What became of its payout.")
    ],
    by: _By,
    reason: _Reason,
    *,
    cashout_id: Annotated[str, typer.Option(help="The payout's id in the panel, where it is not known here.")] = "",
    journal: _Journal = _JOURNAL,
) -> None:
    """Write what a person found out about a row: in the panel, from the bank, or from who was to be paid."""
    from onepay_client.payouts import RowState  # noqa: PLC0415 - see onepay_cli.app

    with client_errors(), _run(journal, name) as run:
        _show_rows([run.settle(line, RowState(state), by=by, reason=reason, cashout_id=cashout_id)])


@app.command("catch-up")
def catch_up(name: _Name, *, rate: _Rate = None, journal: _Journal = _JOURNAL) -> None:
    """Ask the lists that there are for missed events, and name what nothing can tell."""
    with client_errors(), _run(journal, name) as run:
        found = run.catch_up(rate=rate)
        write(f"{len(found.settled)} settled, {len(found.open)} still to come, {len(found.overdue)} overdue\n")
        _show_rows(found.overdue)
        if found.overdue:
            raise typer.Exit(ExitStatus.UNFINISHED)


@app.command(epilog=_NEEDS_KEY)
def retry(  # noqa: PLR0913 - each is an option of the command
    name: _Name,
    lines: Annotated[list[int], typer.Argument(metavar="LINE...", help="The lines of the rows.")],
    by: _By,
    reason: _Reason,
    *,
    journal: _Journal = _JOURNAL,
    yes: _Yes = False,
) -> None:
    """Let payouts that are known to have failed be paid again, under new keys, when the run is sent next."""
    with client_errors(), _run(journal, name) as run:
        _show_rows(row for row in run.rows() if row.line in lines)
        confirm("Pay these again?", yes=yes)
        _show_rows(run.retry(lines, by=by, reason=reason))


@app.command()
def export(
    name: _Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv, .xlsx or .json; only you can read it.")],
    *,
    journal: _Journal = _JOURNAL,
) -> None:
    """Write every row of a run to a file."""
    from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

    with client_errors(), _run(journal, name) as run:
        payouts.export(run, file)


@app.command()
def report(
    name: _Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An HTML file; only you can read it.")],
    *,
    language: Annotated[Literal["es", "en"], typer.Option(help="Spanish or English.")] = "es",
    journal: _Journal = _JOURNAL,
) -> None:
    """Write a page that an accountant reads: what was paid, what was not, why, and who decided."""
    from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

    with client_errors(), _run(journal, name) as run:
        payouts.write_report(run, file, language)


@app.command()
def purge(
    name: Annotated[str | None, typer.Argument(metavar="RUN", help="The run; else --older-than.")] = None,
    *,
    older_than: Annotated[
        int | None, typer.Option(min=1, metavar="DAYS", help="All runs, journal entries and webhooks that are older.")
    ] = None,
    journal: _Journal = _JOURNAL,
    yes: _Yes = False,
) -> None:
    """Erase names, documents, accounts and descriptions of a run, or of all that is old and settled."""
    if (name is None) == (older_than is None):
        raise CommandError("Name a run, or give --older-than DAYS.")
    with client_errors(), _client(journal) as client:
        from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

        runs = payouts.Runs(client)
        if older_than is not None:
            confirm(f"Erase the personal data of all that is settled and older than {older_than} days?", yes=yes)
            _purge_all(runs, cast("SqliteJournal | PostgresJournal", client.settings.journal), older_than)
        elif name is not None:
            confirm("Erase the personal data of this run for good?", yes=yes)
            run = runs.get(name)
            run.purge()
            _show_files(run.files())


@app.command()
def erase(
    *,
    document: Annotated[str, typer.Option(help="The person's document, as 'CC 1053800001'.")] = "",
    customer_id: Annotated[str, typer.Option(help="OnePay's id of the person, instead.")] = "",
    journal: _Journal = _JOURNAL,
    yes: _Yes = False,
) -> None:
    """Erase one person from all runs, as Ley 1581 lets that person ask for, and name the files that are left."""
    with client_errors(), _runs(journal) as runs:
        confirm("Erase this person for good?", yes=yes)
        done = runs.erase(document=document, customer_id=customer_id)
        if not done.erased and not done.kept:
            write("No run holds a row of this person, or all of theirs were erased before.\n")
        write("".join(f"erased: {row}\n" for row in done.erased))
        write("".join(f"kept, because its payout is not settled or its run not finished: {row}\n" for row in done.kept))
        _show_files(done.files)
        if done.kept:
            raise typer.Exit(ExitStatus.UNFINISHED)


def _purge_all(runs: Runs, journal: SqliteJournal | PostgresJournal, days: int) -> None:
    from onepay_client.webhooks import Inbox  # noqa: PLC0415 - see onepay_cli.app

    age = timedelta(days=days)
    purged = runs.purge(older_than=age)
    entries = journal.purge(older_than=age)
    deliveries = Inbox(journal).forget(time.time() - age.total_seconds())
    write(f"erased: {len(purged)} runs, {entries} journal entries, {deliveries} webhook deliveries\n")
    for name in purged:
        _show_files(runs.get(name).files())


def _show_files(files: Iterable[Path]) -> None:
    write("".join(f"still holds personal data, delete it or write it anew: {path}\n" for path in files))


def _table(file: Path, column: Iterable[str] | None, method: str | None, description: str) -> PayoutTable:
    from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

    named: dict[str, str] = {}
    for text in column or ():
        field, separator, header = text.partition("=")
        if not separator or not header:
            raise CommandError(f"--column is written FIELD=HEADER, not {text}.")
        named[field] = header
    return payouts.read(file, payouts.Columns(**named), method=method, description=description)


def _limits(per_payout: int | None, per_run: int | None, per_day: int | None) -> Limits:
    from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

    return payouts.Limits(per_payout=per_payout, per_run=per_run, per_day=per_day)


@contextmanager
def _client(journal: str, *, may_be_new: bool = False) -> Generator[OnePay]:
    """A client with the journal at an address."""
    with open_journal(journal, may_be_new=may_be_new) as kept, make_client(journal=kept) as client:
        yield client


def _workers(client: OnePay) -> Workers:
    from onepay_client.payouts.workers import Workers  # noqa: PLC0415 - it needs an extra of its own

    return Workers(client)


@contextmanager
def _runs(journal: str, *, may_be_new: bool = False) -> Generator[Runs]:
    from onepay_client import payouts  # noqa: PLC0415 - see onepay_cli.app

    with _client(journal, may_be_new=may_be_new) as client:
        yield payouts.Runs(client)


@contextmanager
def _run(journal: str, name: str) -> Generator[Run]:
    with _runs(journal) as runs:
        yield runs.get(name)


def _show_report(report: CheckReport) -> None:
    write(f"{report}\n")
    if not report.is_clean:
        raise typer.Exit(ExitStatus.WRONG_USE)


def _show_rows(rows: Iterable[RunRow]) -> None:
    from onepay_client.money import label  # noqa: PLC0415 - see onepay_cli.app

    for row in rows:
        why = f", {row.source}: {row.reason}" if row.reason else ""
        write(f"line {row.line}: {label(row.amount)}, {row.state}, attempt {row.attempt}{why}\n")


def _end(status: RunStatus) -> None:
    """End with what is left: unknown outcomes before everything else."""
    from onepay_client.payouts import RowState, RunState  # noqa: PLC0415 - see onepay_cli.app
    from onepay_client.payouts.reasons import Reason  # noqa: PLC0415 - the same

    if status.paused_because == Reason.INTERRUPTED:
        raise typer.Exit(ExitStatus.INTERRUPTED)
    if RowState.UNKNOWN in status.rows or RowState.SENDING in status.rows:
        raise typer.Exit(ExitStatus.OUTCOME_UNKNOWN)
    if status.state is not RunState.FINISHED:
        raise typer.Exit(ExitStatus.UNFINISHED)


@contextmanager
def _progress(title: str) -> Generator[Callable[[Progress], None]]:
    """A bar on standard error, with the time that is left; nothing where that is no terminal."""
    from rich.console import Console  # noqa: PLC0415 - see onepay_cli.app
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - the same
    from rich.progress import Progress as Bar  # noqa: PLC0415 - the same

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Bar(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda progress: bar.update(task, completed=progress.done, total=progress.total)
