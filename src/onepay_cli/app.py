"""The command line: its groups, its global options, and how each of its errors ends.

A group is a module with a `typer.Typer` called `app`. It imports what it stands on within its commands, so that
`onepay --help` stays quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from onepay_cli import conformance, contract, operations, payments, payouts, reconcile, sandbox
from onepay_cli.exits import CommandError, ExitStatus
from onepay_cli.output import guarded_output, write

__all__ = ("make_app", "run")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    try:
        with guarded_output():
            make_app()(args=arguments, prog_name="onepay")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else ExitStatus.OK
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except CommandError as error:
        sys.stderr.write(f"onepay: {error}\n")
        return error.status
    return ExitStatus.OK


def make_app() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False)
    app.callback()(onepay)
    app.add_typer(contract.app, name="contract")
    app.add_typer(conformance.app, name="conformance")
    app.add_typer(payouts.app, name="payouts")
    app.add_typer(sandbox.app, name="sandbox")
    app.command("reconcile")(reconcile.reconcile)
    app.command("open")(payments.open_payment)
    app.command("watch")(payments.watch_payment)
    operations.add_groups(app)
    return app


def _show_version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - slow to import, and rarely asked for

        write(f"onepay {version('onepay-client')}\n")
        raise typer.Exit


def onepay(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """OnePay's payments API from the terminal: every operation, the contract, a sandbox."""
