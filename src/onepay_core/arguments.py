"""Arguments and options that cannot be right, refused when they are given; a wrong name with the nearest right one."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import StructMeta

from .errors import ConfigurationError, WrongArguments

T = TypeVar("T")

LONGEST_WAIT = 1_000_000.0
"""Seconds, some eleven days: what operating systems take as the limit of a wait ends not far beyond."""

_NAME = re.compile("[A-Za-z_-]{1,40}")
"""A name that may be shown; what has digits in it, or blanks, may be data that was passed as a name."""


class OptionsMeta(StructMeta):
    """The class of structs that people make by keyword: a name that they do not have is refused with the nearest."""

    if not TYPE_CHECKING:  # type checkers and editors look at the fields of the class

        def __call__(self, *args: Any, **options: Any) -> Any:
            """Make one of these options."""
            known = self.__struct_fields__
            if args:
                raise WrongArguments(f"{self.__name__} takes its options by name: {', '.join(known)}.")
            refuse_unknown(self.__name__, options, known)
            return super().__call__(**options)


def refuse_unknown(where: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse names that are not known.

    Raises:
        WrongArguments: with the nearest known name, where one is near.
    """
    names = tuple(known)
    for name in given:
        if name not in names:
            raise WrongArguments(f"{where} has no option {_shown(name)}. {_nearest(name, names)}")


def wrong_arguments(
    error: BaseException, function: Callable[..., Any], keywords: Mapping[str, Any]
) -> WrongArguments | None:
    """What to raise when ``error`` is Python's own, because a call of ``function`` does not fit its signature."""
    traceback = error.__traceback__
    if type(error) is not TypeError or traceback is None or traceback.tb_next is not None:
        return None
    name = function.__qualname__.removesuffix(".__init__")
    known = [parameter.name for parameter in inspect.signature(function).parameters.values() if _is_keyword(parameter)]
    unknown = next((keyword for keyword in keywords if keyword not in known), None)
    if unknown is not None:
        return WrongArguments(f"{name} has no argument {_shown(unknown)}. {_nearest(unknown, known)} Nothing was sent.")
    return WrongArguments(f"{error}. Nothing was sent.")


def _is_keyword(parameter: inspect.Parameter) -> bool:
    return parameter.kind in (parameter.KEYWORD_ONLY, parameter.POSITIONAL_OR_KEYWORD) and parameter.name != "self"


def _nearest(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for who has misspelt something

    names = tuple(known)
    near = get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names) or 'none'}."


def _shown(name: str) -> str:
    return repr(name) if _NAME.fullmatch(name) else "of that name"


def checked_seconds(name: str, value: object, *, zero: bool = False) -> float | None:
    """``value`` itself, if it is a number of seconds that can be waited for, or None for no limit.

    Raises:
        ConfigurationError: it is no number, not above zero (``zero`` allows that), or beyond ``LONGEST_WAIT``.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ConfigurationError(f"{name} must be a number of seconds, or None for no limit, not {kind_of(value)}.")
    if not (value >= 0 if zero else value > 0) or value > LONGEST_WAIT:
        least = "0 or more" if zero else "more than 0"
        raise ConfigurationError(
            f"{name} must be {least} and at most {LONGEST_WAIT:,.0f} seconds; None means no limit."
        )
    return value


def checked_count(name: str, value: object, least: int, greatest: int, meaning: str = "") -> int:
    """``value`` itself, if it is a whole number within these bounds.

    Raises:
        ConfigurationError: it is not.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigurationError(f"{name} must be a whole number, not {kind_of(value)}.{meaning}")
    if not least <= value <= greatest:
        raise ConfigurationError(f"{name} must be at least {least} and at most {greatest}.{meaning}")
    return value


def checked_items(name: str, value: object, kind: type[T]) -> Iterator[T]:
    """The items of ``value``, each of that class.

    Raises:
        ConfigurationError: it has no items, or one of another class.
    """
    if not isinstance(value, Iterable) or isinstance(value, str | bytes):
        raise ConfigurationError(f"{name} must be several, such as a list, not {kind_of(value)}.")
    for item in cast("Iterable[object]", value):
        yield checked_kind(f"Each of {name}", item, kind)


def checked_kind(name: str, value: object, kind: type[T]) -> T:
    """``value`` itself, if it is of that class.

    Raises:
        ConfigurationError: it is not.
    """
    if not isinstance(value, kind):
        raise ConfigurationError(f"{name} must be {_a(kind.__name__)}, not {kind_of(value)}.")
    return value


def checked_texts(name: str, value: object) -> Mapping[str, str]:
    """``value`` itself, if it maps text to text.

    Raises:
        ConfigurationError: it does not.
    """
    for key, text in checked_fields(name, value).items():
        if not isinstance(text, str):
            place = f" of {key!r}" if _NAME.fullmatch(key) else ""
            raise ConfigurationError(f"{name}: the value{place} must be text, not {kind_of(text)}.")
    return cast("Mapping[str, str]", value)


def checked_fields(name: str, value: object) -> Mapping[str, Any]:
    """``value`` itself, if it maps text to anything.

    Raises:
        ConfigurationError: it does not.
    """
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{name} must map names to values, as a dict does, not {kind_of(value)}.")
    fields = cast("Mapping[object, Any]", value)
    for key in fields:
        if not isinstance(key, str):
            raise ConfigurationError(f"{name}: every name must be text, not {kind_of(key)}.")
    return cast("Mapping[str, Any]", fields)


def kind_of(value: object) -> str:
    """What a value is, without what it holds."""
    if value is None:
        return "None"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    return _a(type(value).__name__)


def _a(name: str) -> str:
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
