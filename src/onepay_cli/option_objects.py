"""Commands whose options are the fields of one dataclass, each with a variable of the environment."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ("takes",)

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
    for field in fields(options):
        kind: Any = hints[field.name].__origin__
        option: Any = copy.copy(hints[field.name].__metadata__[0])
        option.envvar = f"{variables}{field.name.upper()}"
        yield inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_default(field),
            annotation=Annotated[kind, option],
        )


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
