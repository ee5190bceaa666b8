"""Bend a reply as servers do: fields go, come, or change their name, type or value; at any depth, several at once."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Final

from hypothesis import strategies as st

from onepay_core.json_values import Json, is_array, is_object
from support.json_values import Path, at, steps

STRANGERS: Final[list[Json]] = [
    None,
    True,
    0,
    1,
    -1.5,
    2**63,
    2**70,
    "",
    "brand_new",
    "12",
    [],
    ["a text"],
    [{"code": 1}],
    {},
    {"description": "a text", "code": "C1"},
    {"key": "a", "value": "b"},
    {"(undocumented)": {"nested": [None]}},
]
"""Values that stand where nobody expects them."""

DATES: Final[list[Json]] = [
    "2026-02-30T10:00:00Z",
    "2026-02-03T10:00:00",
    "2026-02-03 10:00:00",
    "2026-02-03T25:00:00Z",
    "2026-02-03",
    "03/02/2026",
    "0000-00-00 00:00:00",
    "tomorrow",
    1770112800,
]
"""Dates as careless programs write them."""

_LONGEST: Final = 2**63


def without_long_integers(value: Json) -> Json:
    """`value` with a short integer for each one beyond 64 bits: a client in Python keeps those, and reports nothing."""
    if is_array(value):
        return [without_long_integers(item) for item in value]
    if is_object(value):
        return {name: without_long_integers(item) for name, item in value.items()}
    return 0 if isinstance(value, int) and not -_LONGEST <= value < _LONGEST else value


_strangers: Final = st.sampled_from(STRANGERS).map(copy.deepcopy)


@st.composite
def bent(draw: st.DrawFn, body: Json) -> Json:
    """`body` after one to three bends."""
    changed = copy.deepcopy(body)
    for _ in range(draw(st.integers(1, 3))):
        changed = _bend(draw, changed)
    return changed


def _bend(draw: st.DrawFn, body: Json) -> Json:
    path = draw(st.sampled_from(list(_places(body))))
    if not path:
        return _extended(draw, body) if draw(st.booleans()) else draw(_strangers)
    _bend_item(draw, at(body, path[:-1]), path[-1])
    return body


def _bend_item(draw: st.DrawFn, holder: Json, step: str | int) -> None:
    kind = draw(st.sampled_from(["drop", "null", "retype", "rename", "spoil", "extend"]))
    old = holder[step]
    if kind == "drop":
        del holder[step]
    elif kind == "rename" and isinstance(step, str):
        holder[draw(st.sampled_from([f"{step}_v2", "(undocumented)", ""]))] = holder.pop(step)
    elif kind == "spoil" and isinstance(old, str):
        holder[step] = draw(st.sampled_from([*DATES, f"{old}~", old.upper()]))
    elif kind == "extend":
        holder[step] = _extended(draw, old)
    else:
        holder[step] = None if kind == "null" else draw(_strangers)


def _extended(draw: st.DrawFn, value: Json) -> Json:
    """An object with one more field, an array with one more item, and any other value in an array."""
    stranger = draw(_strangers)
    if is_object(value):
        return {**value, draw(st.sampled_from(["new_field", "(undocumented)", "status"])): stranger}
    return [*value, stranger] if is_array(value) else [value]


def _places(value: Json, path: Path = ()) -> Iterator[Path]:
    yield path
    for step, item in steps(value):
        yield from _places(item, (*path, step))
