"""Comparison of two JSON values. Texts and numbers exactly; moments as instants, but only where one is promised."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import msgspec

from onepay_api import Model, to_json
from onepay_core.json_values import Json, is_array, is_object
from support.json_values import Path, steps

_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|([+-])(\d\d):?(\d\d))", flags=re.ASCII
)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(text: str) -> int:
    """The instant that a date-time names, in microseconds, of which the nearest is taken."""
    match = _MOMENT.fullmatch(text)
    assert match, text
    day, time, fraction, _, sign, hours, minutes = match.groups()
    local = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    parts = (Decimal(fraction or 0) * 1_000_000).to_integral_value(ROUND_HALF_UP)
    return (local - offset) // _MICROSECOND + int(parts)


def moments_in(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where a value of the client holds a moment, by the keys and indexes of its JSON."""
    if isinstance(value, datetime):
        yield path
    elif isinstance(value, Model):
        for field in msgspec.structs.fields(value):
            yield from moments_in(getattr(value, field.name), (*path, field.encode_name))
    else:
        for step, item in steps(value):
            yield from moments_in(item, (*path, step))


def losses(value: Any, body: Json) -> list[str]:
    """What becomes of `body` when the value that was read from it is written again: nothing, if all is well."""
    if is_array(body) and not is_array(value):  # a bare list is read as the page that stands for it
        value = value.data
    return list(differences(json.loads(to_json(value)), body, moments_in(value)))


def differences(ours: Json, theirs: Json, moments: Iterable[Path]) -> Iterator[str]:
    """What is not the same; at the places `moments`, instants are compared and not their spelling."""
    yield from _differences(ours, theirs, frozenset(moments), ())


def _differences(ours: Json, theirs: Json, moments: frozenset[Path], path: Path) -> Iterator[str]:
    if is_object(ours) and is_object(theirs):
        for name in ours.keys() ^ theirs.keys():
            yield f"{(*path, name)} stands on one side only"
        for name in ours.keys() & theirs.keys():
            yield from _differences(ours[name], theirs[name], moments, (*path, name))
    elif is_array(ours) and is_array(theirs) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from _differences(*pair, moments, (*path, index))
    elif path in moments and isinstance(ours, str) and isinstance(theirs, str):
        if microseconds(ours) != microseconds(theirs):
            yield f"{path}: {ours!r} is another instant than {theirs!r}"
    elif ours != theirs or isinstance(ours, bool) is not isinstance(theirs, bool):
        yield f"{path}: {ours!r} is not {theirs!r}"
