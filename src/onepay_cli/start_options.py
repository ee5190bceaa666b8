"""The options of `onepay sandbox start`."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar, get_type_hints

import typer

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ("VARIABLES", "StartOptions", "takes")

VARIABLES = "ONEPAY_SANDBOX_"
"""How the variables of the options begin, such as `ONEPAY_SANDBOX_PORT`."""

_LARGEST_SEED = 2**63 - 1


def _moment(text: str) -> datetime:
    from onepay_sandbox.http.server import moment  # noqa: PLC0415 - see onepay_cli.app

    try:
        return moment(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


_Names: TypeAlias = list[str]
_Moment: TypeAlias = datetime | None


@dataclass(frozen=True, slots=True)
class StartOptions:
    """What a server is told on the command line or by variables of the environment.

    `onepay_sandbox.http.server.ServerOptions` has the same fields.
    """

    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1"
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 takes a free one.")] = 8700
    public_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where others reach it; every link leads there.")
    ] = None
    trust_proxy_headers: Annotated[
        bool, typer.Option("--trust-proxy-headers", help="Believe X-Forwarded-Proto and X-Forwarded-Host.")
    ] = False
    allow_host: Annotated[
        _Names, typer.Option(metavar="NAME", help="Answer under this name, too; can be repeated.")
    ] = field(default_factory=list[str])
    allow_webhook_host: Annotated[
        _Names,
        typer.Option(metavar="HOST", help="Deliver to this name, address or network, by http too; can be repeated."),
    ] = field(default_factory=list[str])
    remote_webhooks: Annotated[
        bool, typer.Option("--remote-webhooks", help="Let deliveries leave for every host, by https.")
    ] = False
    control_token: Annotated[
        str | None,
        typer.Option(
            metavar="TOKEN",
            help="Opens the control API; made where it listens beyond this machine. Better given by the variable.",
        ),
    ] = field(default=None, repr=False)
    access_log: Annotated[
        Literal["off", "plain", "json"], typer.Option(help="Log each request to standard error, without ids and keys.")
    ] = "off"
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes that share the work; they need a database.")
    ] = 1
    database: Annotated[str | None, typer.Option(help="The path of a file, or a URL (default: memory).")] = None
    seed: Annotated[
        int | None, typer.Option(min=0, max=_LARGEST_SEED, help="Decides every id and code (default: by chance).")
    ] = None
    frozen: Annotated[bool, typer.Option("--frozen", help="Let time stand until it is advanced.")] = False
    at: Annotated[
        _Moment,
        typer.Option(
            parser=_moment, metavar="MOMENT", help="Where the clock starts, such as 2026-02-02T08:00:00-05:00."
        ),
    ] = None
    fake_live: Annotated[bool, typer.Option("--fake-live", help="Take live keys too, which open false accounts.")] = (
        False
    )
    unchecked: Annotated[bool, typer.Option("--unchecked", help="Let replies leave that would break the contract.")] = (
        False
    )


OptionsT = TypeVar("OptionsT", bound="DataclassInstance")


def takes(options: type[OptionsT], variables: str) -> Callable[[Callable[[OptionsT], None]], Callable[..., None]]:
    """Let Typer read the fields of `options` as the options of a command, which gets one object of that class.

    Each field is annotated with a `typer.Option`. Its variable is `variables` and the field's name in capitals.
    """
    parameters = list(_parameters(options, variables))

    def decorate(function: Callable[[OptionsT], None]) -> Callable[..., None]:
        def command(**given: Any) -> None:
            function(options(**given))

        command.__doc__, command.__name__ = function.__doc__, function.__name__
        vars(command)["__signature__"] = inspect.Signature(parameters, return_annotation=None)
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return command

    return decorate


def _parameters(options: type[OptionsT], variables: str) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(options, include_extras=True)
    for option_field in fields(options):
        kind: Any = hints[option_field.name].__origin__
        option: Any = copy.copy(hints[option_field.name].__metadata__[0])
        option.envvar = f"{variables}{option_field.name.upper()}"
        yield inspect.Parameter(
            option_field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_default(option_field),
            annotation=Annotated[kind, option],
        )


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
