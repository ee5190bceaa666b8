"""The shape of a reply, and how two of them differ: which fields there are, and of which JSON types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from onepay_contract.telling import field_name, kind_of, one_of
from onepay_contract.vocabulary import Vocabulary
from onepay_core.json_values import Json, is_array, is_object

Shape: TypeAlias = dict[str, set[str]]
"""The types that stand at each pointer; null says nothing about a type, and is left out."""


class Difference(NamedTuple):
    """A place where two shapes differ."""

    pointer: str
    expected: str
    seen: str


def shape_of(value: Json, known: Vocabulary) -> Shape:
    """The shape of a value; the names in maps are data and count as one."""
    shape: Shape = defaultdict(set)
    for pointer, kind in _kinds(value, "", known, is_map=False):
        shape[pointer].add(kind)
    return dict(shape)


def differences(recorded: Shape, seen: Shape) -> Iterator[Difference]:
    """Where `seen` differs; a field counts as missing only if the object that it is a field of is there."""
    for pointer in sorted(recorded.keys() | seen.keys()):
        before, after = recorded.get(pointer, set()), seen.get(pointer, set())
        told, now = before - {"null"}, after - {"null"}
        if before and after and told and now and not _numbers(told) & _numbers(now):
            yield Difference(pointer, one_of(sorted(told)), one_of(sorted(now)))
        elif before and not after and _is_there(pointer, seen):
            yield Difference(pointer, one_of(sorted(before)), "no such field")
        elif after and not before and _is_there(pointer, recorded):
            yield Difference(pointer, "no such field", one_of(sorted(after)))


def _kinds(value: Json, pointer: str, known: Vocabulary, *, is_map: bool) -> Iterator[tuple[str, str]]:
    yield pointer, kind_of(value)
    if is_array(value):
        for item in value:
            yield from _kinds(item, f"{pointer}/*", known, is_map=is_map)
    if is_object(value):
        for name, item in value.items():
            step = "*" if is_map else field_name(name)
            yield from _kinds(item, f"{pointer}/{step}", known, is_map=is_map or known.is_map(name))


def _numbers(kinds: set[str]) -> set[str]:
    """The types without the difference between 1 and 1.5."""
    return {"number" if kind == "whole number" else kind for kind in kinds}


def _is_there(pointer: str, shape: Shape) -> bool:
    """Whether the object around a field is there, so that the field itself is what is missing."""
    above, _, step = pointer.rpartition("/")
    return step != "*" and "object" in shape.get(above, set())
