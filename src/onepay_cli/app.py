"""The command line: its groups, its global options, and how each of its errors ends.

A group is a module with a `typer.Typer` called `app`. It is imported when one of its commands is asked for, so that
`onepay --help` stays quick.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from onepay_cli import operations, payments, reconcile
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


GROUPS: Final[Mapping[str, str]] = {
    "contract": "Hold captured replies against the contract; nothing is sent.",
    "conformance": "Check a server against the contract: the real one, with a test key.",
    "payouts": "Pay many people from a table, with a second person's approval, and follow each payout.",
    "sandbox": "Serve a stand-in for the API, and tell it what happens.",
}
"""What each group is for, by the name of its module."""


class LazyGroup(TyperGroup):
    """A group whose module is imported when one of its commands is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        self._import()
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None where there is none."""
        self._import()
        return super().get_command(ctx, cmd_name)

    def _import(self) -> None:
        if not self.commands:
            module = import_module(f"onepay_cli.{self.name}")
            self.commands.update(typer.main.get_group(module.app).commands)


def make_app() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False)
    app.callback()(onepay)
    for name, purpose in GROUPS.items():
        app.add_typer(typer.Typer(cls=LazyGroup, no_args_is_help=True), name=name, help=purpose)
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
