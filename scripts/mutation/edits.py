"""One planted mistake in the bundled contract, and the small changes that it is made of."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from values import Document, escape, is_list, unescape

Change: TypeAlias = Callable[[Any], None]

ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class Edit:
    """One mistake: its kind, the place that it is made at, and the change of the thing that stands at `holder`."""

    kind: str
    place: str
    holder: str
    change: Change

    def __str__(self) -> str:
        return f"{self.kind}  {self.place}"

    def applied(self, document: Document) -> Document:
        """A copy of the contract with the mistake in it."""
        bent = copy.deepcopy(document)
        self.change(at(bent, self.holder))
        return bent


def edit(kind: str, holder: str, place: str, change: Change) -> Edit:
    """A mistake in the thing at `holder`, at the place below it that `place` spells out."""
    return Edit(kind, f"{holder}/{place}" if place else holder, holder, change)


def at(document: Document, pointer: str) -> Any:
    """What a JSON pointer leads to."""
    found: Any = document
    for segment in pointer.split("/")[1:]:
        found = found[int(segment)] if is_list(found) else found[unescape(segment)]
    return found


def put(key: str, value: object) -> Change:
    """Set a key, or delete it where `value` is ABSENT."""

    def change(holder: Document) -> None:
        if value is ABSENT:
            del holder[key]
        else:
            holder[key] = value

    return change


def renamed(old: str, new: str) -> Change:
    """Give a key another name, in its old place among the others."""

    def change(holder: Document) -> None:
        items = [(new if key == old else key, value) for key, value in holder.items()]
        holder.clear()
        holder.update(items)

    return change


def listed(key: str, value: object) -> Change:
    """Write `value` into the list under `key`, or take it out of there."""

    def change(holder: Document) -> None:
        rest = [item for item in holder[key] if item != value]
        holder[key] = rest if len(rest) < len(holder[key]) else [*rest, value]

    return change


def replaced(key: str, old: object, new: object) -> Change:
    """Write `new` in the place of `old` into the list under `key`."""

    def change(holder: Document) -> None:
        holder[key] = [new if item == old else item for item in holder[key]]

    return change


def step(*keys: str) -> str:
    """The end of a pointer."""
    return "/".join(map(escape, keys))
