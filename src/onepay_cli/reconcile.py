"""`onepay reconcile`: your books held against what OnePay, the events, the journal and payout runs say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from onepay_cli.calls import client_errors, make_client, open_journal
from onepay_cli.exits import CommandError, ExitStatus
from onepay_cli.output import write

if TYPE_CHECKING:
    from onepay_client import OnePay
    from onepay_client.reconciliation import BookColumns, Period, Reconciliation, Records
    from onepay_client.webhooks import Delivery

__all__ = ("reconcile",)

_DAY = ["%Y-%m-%d"]


def reconcile(  # noqa: PLR0913 - each is an option of the command
    books: Annotated[Path, typer.Argument(metavar="FILE", help="Your books: CSV, XLSX or JSON lines.")],
    first: Annotated[datetime, typer.Option("--from", formats=_DAY, help="The first day, in Bogotá.")],
    last: Annotated[datetime, typer.Option("--to", formats=_DAY, help="The last day.")],
    *,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=HEADER", help="The header of a field, as amount='Valor'; repeatable."),
    ] = None,
    events: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Received events: a body as JSON on each line.")
    ] = None,
    journal: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            envvar="ONEPAY_JOURNAL",
            help="The client's journal, with its payout runs; or postgresql://….",
        ),
    ] = None,
    invoices: Annotated[
        bool, typer.Option("--invoices", help="The books name invoices; each one is asked for.")
    ] = False,
    wallet: Annotated[
        list[str] | None, typer.Option(metavar="CUSTOMER", help="A customer whose wallet the books hold; repeatable.")
    ] = None,
    export: Annotated[Path | None, typer.Option(metavar="FILE", help="Write .csv, .xlsx or .json.")] = None,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the accountant's HTML page.")] = None,
    language: Annotated[Literal["es", "en"], typer.Option(help="The language of the page.")] = "es",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Name every discrepancy between your books and OnePay in a period. Nothing is changed anywhere.

    The books are held against the environment of the key: with a test key, they hold play money.

    Exit status: 0 all agrees; 1 there are discrepancies.
    """
    from onepay_client import reconciliation  # noqa: PLC0415 - see onepay_cli.app

    with client_errors():
        period = reconciliation.Period(first.date(), last.date())
        ours = reconciliation.books(books, _columns(column))
        others = [*_of_journal(journal)] if journal else []
        if events is not None:
            others.append(reconciliation.from_events(_deliveries(events)))
        with make_client() as client:
            environment = client.settings.keys.environment or "live"
            others.extend(_of_api(client, period, wallet, invoices=invoices))
        found = reconciliation.reconcile(period, ours, *others, environment=environment)
        if export is not None:
            reconciliation.export(found, export)
        if report is not None:
            reconciliation.write_report(found, report, language)
    write(f"{json.dumps(_plain(found), indent=1)}\n" if as_json else f"{found}\n")
    if not found.agrees:
        raise typer.Exit(ExitStatus.DRIFT)


def _columns(given: list[str] | None) -> BookColumns | None:
    from onepay_client.reconciliation import BookColumns  # noqa: PLC0415 - see onepay_cli.app

    pairs = [text.partition("=") for text in given or ()]
    fields = BookColumns.__struct_fields__
    if wrong := [field for field, sign, header in pairs if field not in fields or not (sign and header)]:
        raise CommandError(f"--column {wrong[0]}: write FIELD=HEADER, with one of {', '.join(fields)}.")
    return BookColumns(**{field: header for field, _, header in pairs}) if pairs else None


def _of_api(client: OnePay, period: Period, wallets: list[str] | None, *, invoices: bool) -> Iterator[Records]:
    from onepay_client import reconciliation  # noqa: PLC0415 - see onepay_cli.app

    yield reconciliation.from_api(client, period)
    if invoices:
        yield reconciliation.from_invoices(client, period)
    if wallets:
        yield reconciliation.from_wallets(client, wallets, period)


def _of_journal(address: str) -> Iterator[Records]:
    from onepay_client import payouts, reconciliation  # noqa: PLC0415 - see onepay_cli.app

    with open_journal(address) as kept, make_client(journal=kept) as client:
        yield reconciliation.from_journal(kept)
        runs = payouts.Runs(client)
        for name in runs.names():
            yield reconciliation.from_run(runs.get(name))


def _deliveries(path: Path) -> Iterator[Delivery]:
    from onepay_client.webhooks.deliveries import build_delivery  # noqa: PLC0415 - see onepay_cli.app

    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise CommandError(f"{path.name} cannot be read: {error.strerror}.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield build_delivery(line, None)
            except ValueError:
                raise CommandError(f"{path.name}, line {number}: this is no event as JSON.") from None


def _plain(found: Reconciliation) -> dict[str, Any]:
    return {
        "first": found.period.first.isoformat(),
        "last": found.period.last.isoformat(),
        "environment": found.environment,
        "matched": found.matched,
        "counts": {kind.value: count for kind, count in found.counts.items()},
        "discrepancies": [
            {
                "kind": wrong.kind.value,
                "difference": wrong.difference,
                "where": [record.where for record in wrong.records],
                "detail": wrong.detail,
                "advice": wrong.advice,
            }
            for wrong in found.discrepancies
        ],
    }
