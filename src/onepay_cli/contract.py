"""`onepay contract`: hold captured replies, or an earlier contract, against the contract. Nothing is sent anywhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import typer

from onepay_cli.exits import EPILOG, CommandError
from onepay_cli.output import write

if TYPE_CHECKING:
    from onepay_contract.commands import Outcome, Reports
    from onepay_contract.inputs import Inputs

__all__ = ("app",)

app: typer.Typer = typer.Typer()

_Captures: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="A recording or a HAR file; - for standard input.")
]
_Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_BaseUrl: TypeAlias = Annotated[
    str | None, typer.Option(metavar="URL", help="A server of yours whose requests count too.")
]
_Requests: TypeAlias = Annotated[bool, typer.Option("--requests", help="Judge the requests too.")]
_Html: TypeAlias = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the report as HTML too.")]
_Junit: TypeAlias = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the report as JUnit XML too.")]
_Sources: TypeAlias = Annotated[
    Path, typer.Option(metavar="FOLDER", help="The contract's sources, from which edits are proposed.")
]

_CONTRACT_HELP: Final = (
    "The earlier contract: a folder of sources, a bundle such as generated/openapi.json, or a revision of git with or "
    "without a path, such as HEAD~3 or v0.1.0:openapi."
)
_DIFF_EPILOG: Final = (
    "Exit status: 0 no change, or none graver than --tolerate; 1 caution: somebody should look; 2 wrong use; 3 "
    "breaking: a program that relied on the earlier contract breaks; 4 danger: money, access or data is at stake."
)


@app.command(epilog=EPILOG)
def check(  # noqa: PLR0913 - each is an option of the command
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="The body of a reply, output of curl -i, a HAR file or a recording; - for a pipe."
        ),
    ],
    *,
    operation: Annotated[str | None, typer.Option(help="The operation that answered, such as payments_get.")] = None,
    status: Annotated[
        int | None, typer.Option(min=100, max=599, help="The status of the reply. Default: the documented success.")
    ] = None,
    base_url: _BaseUrl = None,
    html: _Html = None,
    junit: _Junit = None,
    openapi: _Sources = Path("openapi"),
    requests: _Requests = False,
    as_json: _Json = False,
) -> None:
    """Name what departs from the contract in a reply, a HAR file or a recording."""
    from onepay_contract import commands  # noqa: PLC0415 - see onepay_cli.app

    reports = _reports(html, junit, openapi, requests=requests, as_json=as_json)
    _run(lambda inputs: commands.check(inputs, files, reports, operation=operation, status=status), base_url)


@app.command(epilog=EPILOG)
def report(  # noqa: PLR0913 - each is an option of the command
    files: _Captures,
    *,
    base_url: _BaseUrl = None,
    html: _Html = None,
    junit: _Junit = None,
    openapi: _Sources = Path("openapi"),
    requests: _Requests = False,
    as_json: _Json = False,
) -> None:
    """Report how recordings depart from the contract, for people and for CI."""
    from onepay_contract import commands  # noqa: PLC0415 - see onepay_cli.app

    reports = _reports(html, junit, openapi, requests=requests, as_json=as_json)
    _run(lambda inputs: commands.report(inputs, files, reports), base_url)


@app.command(epilog=EPILOG)
def coverage(
    files: _Captures,
    *,
    base_url: _BaseUrl = None,
    missing: Annotated[bool, typer.Option("--missing", help="Name everything that was not exercised.")] = False,
    as_json: _Json = False,
) -> None:
    """Show how much of the contract captures exercise."""
    from onepay_contract import commands  # noqa: PLC0415 - see onepay_cli.app

    _run(lambda inputs: commands.coverage(inputs, files, missing=missing, as_json=as_json), base_url)


@app.command(epilog=EPILOG)
def live(
    files: _Captures,
    listing: Annotated[Path, typer.Option("--list", metavar="FILE", help="The list to bring up to date.")],
) -> None:
    """Note in a list which operations the real API has answered."""
    from onepay_contract import commands  # noqa: PLC0415 - see onepay_cli.app

    _run(lambda inputs: commands.live(inputs, files, listing))


@app.command()
def operations(
    word: Annotated[str, typer.Argument(help="Only those with this in their name or path.")] = "",
    *,
    as_json: _Json = False,
) -> None:
    """List the operations of the contract."""
    from onepay_contract import commands  # noqa: PLC0415 - see onepay_cli.app
    from onepay_contract.findings import ExitStatus  # noqa: PLC0415 - the same

    def listed(inputs: Inputs) -> Outcome:
        found = commands.operations(inputs.contract, word)
        width = max(len(operation.id) for operation in found)
        lines = (f"{entry.id:<{width}}  {entry.method:<6}  {entry.path}  ({entry.evidence})\n" for entry in found)
        rows = [{"id": o.id, "method": o.method, "path": o.path, "evidence": o.evidence} for o in found]
        return _json_lines(rows) if as_json else "".join(lines), ExitStatus.CLEAN

    _run(listed)


@app.command()
def kinds(*, as_json: _Json = False) -> None:
    """List everything that can be found, the gravest first."""
    from onepay_contract import commands  # noqa: PLC0415 - see onepay_cli.app

    found = commands.kinds()
    width = max(len(kind.value) for kind in found)
    lines = (f"{kind.severity.word:<8}  {kind.value:<{width}}  {kind.sentence}\n" for kind in found)
    rows = [{"kind": kind.value, "severity": kind.severity.word, "sentence": kind.sentence} for kind in found]
    write(_json_lines(rows) if as_json else "".join(lines))


class _Tolerated(StrEnum):
    """The grades of changes, by which `diff` decides how it ends."""

    NOTE = "note"
    COMPATIBLE = "compatible"
    CAUTION = "caution"
    BREAKING = "breaking"
    DANGER = "danger"


@app.command(epilog=_DIFF_EPILOG)
def diff(
    before: Annotated[str, typer.Argument(help=_CONTRACT_HELP)],
    after: Annotated[str, typer.Argument(help="The later contract, named likewise.")] = "openapi",
    *,
    as_json: _Json = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    tolerate: Annotated[_Tolerated, typer.Option(help="The gravest grade that is a success.")] = _Tolerated.COMPATIBLE,
) -> None:
    """Compare two contracts: what each change means for who sends, reads and receives webhooks."""
    from onepay_contract import diff as contract_diff  # noqa: PLC0415 - see onepay_cli.app
    from onepay_contract.document import ContractError  # noqa: PLC0415 - the same

    if as_json and as_markdown:
        raise CommandError("--json and --markdown are two forms of one output: give one of them.")
    try:
        found = contract_diff.compare_sources(before, after)
    except ContractError as error:
        raise CommandError(str(error)) from None
    form = contract_diff.as_json if as_json else contract_diff.as_markdown if as_markdown else contract_diff.as_text
    write(form(found))
    raise typer.Exit(int(found.exit_status(contract_diff.Grade[tolerate.name])))


def _run(command: Callable[[Inputs], Outcome], base_url: str | None = None) -> None:
    """Print what the command returns, and end as it says."""
    from onepay_contract.document import UnknownOperation, load  # noqa: PLC0415 - see onepay_cli.app
    from onepay_contract.inputs import InputError, Inputs  # noqa: PLC0415 - the same

    try:
        text, status = command(Inputs(load(), sys.stdin.buffer, base_url))
    except (InputError, UnknownOperation) as error:
        raise CommandError(str(error.args[0])) from None
    write(text)
    raise typer.Exit(int(status))


def _reports(html: Path | None, junit: Path | None, openapi: Path, *, requests: bool, as_json: bool) -> Reports:
    from onepay_contract.commands import Reports  # noqa: PLC0415 - see onepay_cli.app

    made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Reports(made, html, junit, openapi, requests=requests, as_json=as_json)


def _json_lines(rows: list[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
