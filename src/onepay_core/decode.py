"""Read a JSON body as the contract describes it, and never lose what does not fit."""

from functools import cache
from types import UnionType
from typing import Any, Generic, NamedTuple, TypeVar, overload

import msgspec

from onepay_core.json_values import TooDeep, limit_depth, without_flaws

from .deviations import Deviation, DeviationKind
from .enums import collect_unknown_values
from .errors import UnreadableBody
from .model_types import choose
from .tolerant import Report, reader_for

T = TypeVar("T")

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, TooDeep)
"""What reading raises for bytes that are not JSON: cut or malformed, not UTF-8, nested too deeply."""


class Reading(NamedTuple, Generic[T]):
    """A value, and every way in which the body departed from the contract.

    With no deviations ``value`` is exactly what its type says. With some, the parts that fitted
    are typed as promised and the others are as they came: see each deviation's pointer.
    """

    value: T
    deviations: tuple[Deviation, ...] = ()


@overload
def read(body: bytes, as_type: type[T]) -> Reading[T]: ...


@overload
def read(body: bytes, as_type: UnionType) -> Reading[Any]: ...


def read(body: bytes, as_type: Any) -> Reading[Any]:
    """Decode ``body`` as ``as_type``: a model, an enum, a variant, or a list of them.

    A byte order mark before it, and half of a surrogate pair in a text, are read over, and are deviations.

    Raises:
        UnreadableBody: the bytes are not JSON at all (cut, not UTF-8, nested too deeply).
    """
    try:
        return _read(body, as_type)
    except UnreadableBody as error:
        readable = without_flaws(body)
        if readable == body:
            raise
        try:
            reading = _read(readable, as_type)
        except UnreadableBody:
            raise error from None
    return Reading(reading.value, (_FLAWED, *reading.deviations))


_FLAWED = Deviation((), DeviationKind.BROKEN_RULE, "JSON without byte order mark and without halves of characters")


def _read(body: bytes, as_type: Any) -> Reading[Any]:
    with collect_unknown_values() as notes:
        try:
            value = _decoder(as_type).decode(limit_depth(body))
        except msgspec.ValidationError:
            return _read_tolerantly(body, as_type)
        except UNREADABLE as error:
            raise UnreadableBody(body, str(error)) from None
    return Reading(value, _unknown_values_in(value)) if notes else Reading(value)


def _read_tolerantly(body: bytes, as_type: Any) -> Reading[Any]:
    with collect_unknown_values() as notes:
        report = Report(notes)
        value = reader_for(as_type).read(_decode(body), (), report, {})
    return Reading(value, tuple(report.deviations))


def _decode(body: bytes) -> Any:
    try:
        return msgspec.json.decode(limit_depth(body))
    except UNREADABLE as error:
        raise UnreadableBody(body, str(error)) from None


def _unknown_values_in(value: Any) -> tuple[Deviation, ...]:
    report = Report([])
    report.add_unknown_values(value, ())
    return tuple(report.deviations)


@cache
def _decoder(as_type: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(as_type, dec_hook=choose)
