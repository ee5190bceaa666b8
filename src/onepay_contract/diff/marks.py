"""Compares the marks of fields: what the contract says of them beyond their type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from onepay_contract.diff.changes import Kind, Use
from onepay_contract.diff.shapes import Shape
from onepay_core.json_values import Document, Json

TOOL_MARKS: Final = frozenset(
    {
        *("x-complete", "x-differs", "x-free-text", "x-id", "x-mirrors", "x-outcome", "x-renews", "x-role"),
        *("x-test-value", "x-written-as", "x-names", "x-money"),
    }
)
"""Marks that say more of a fact to those who check it; they promise nothing."""

MARKS: Final = frozenset(
    {
        *("x-evidence", "x-sensitive", "x-changes", "x-unique", "x-documented-default", "x-may-refuse", "x-observed"),
        *("x-null", "x-decided-by", "x-decision", "x-states"),
        *TOOL_MARKS,
    }
)
"""The marks of fields and schemas that are compared by what they mean."""

_STRENGTH: Final = {"inferred": 0, "observed": 1, "documented": 2}
_SENSITIVITY: Final = {"personal": 1, "secret": 2}
ChangedMark: TypeAlias = tuple[Kind, str, Json, Json]
"""How a mark changed, the mark, and what it said before and after."""


def changed_marks(old: Shape, new: Shape, use: Use) -> Iterator[ChangedMark]:
    """The marks that differ between two schemas, as far as they concern whoever meets them at `use`."""
    if "x-evidence" in old.schema or "x-evidence" in new.schema:
        yield from changed_evidence("x-evidence", old.evidence, new.evidence)
    yield from _sensitivity(old.schema.get("x-sensitive"), new.schema.get("x-sensitive"))
    yield from _deprecation(old, new)
    yield from _present("x-may-refuse", old, new, (Kind.MAY_REFUSE, Kind.REFUSES_NO_MORE, Kind.WORDING_CHANGED))
    yield from _observed_limit(old, new)
    yield from _decision(old, new)
    yield from changed_classes(old.schema.get("x-states"), new.schema.get("x-states"))
    yield from changed_tool_marks(old.schema, new.schema)
    if use.is_received:
        yield from _present("x-changes", old, new, (Kind.CHANGES, Kind.STAYS, Kind.CHANGES_OTHERWISE))
        yield from _present("x-unique", old, new, (Kind.UNIQUE, Kind.NOT_UNIQUE, Kind.NOT_UNIQUE))
    else:
        mark = "x-documented-default"
        yield from _present(mark, old, new, (Kind.DEFAULT_ADDED, Kind.DEFAULT_REMOVED, Kind.DEFAULT_CHANGED))
        yield from _null(old.schema.get("x-null"), new.schema.get("x-null"))


def changed_evidence(mark: str, old: Json, new: Json) -> Iterator[ChangedMark]:
    """Whether a fact is known better or less well than before."""
    if old != new:
        is_weaker = _STRENGTH.get(str(new), -1) < _STRENGTH.get(str(old), -1)
        yield (Kind.EVIDENCE_WEAKENED if is_weaker else Kind.EVIDENCE_STRENGTHENED), mark, old, new


def changed_classes(old: Json, new: Json) -> Iterator[ChangedMark]:
    """Whether the states of a list mean something else than before."""
    if old != new:
        kind = Kind.MARK_ADDED if old is None else Kind.MARK_CHANGED if new is None else Kind.STATES_MEAN_OTHERWISE
        yield kind, "x-states", _shown(old), _shown(new)


def changed_tool_marks(old: Document, new: Document) -> Iterator[ChangedMark]:
    """The marks for tools that differ between two schemas or two operations."""
    for mark in sorted(TOOL_MARKS):
        before, after = old.get(mark), new.get(mark)
        if before != after:
            yield (Kind.MARK_ADDED if before is None else Kind.MARK_CHANGED), mark, _shown(before), _shown(after)


def _present(mark: str, old: Shape, new: Shape, kinds: tuple[Kind, Kind, Kind]) -> Iterator[ChangedMark]:
    """How a mark came, went or changed; `kinds` are for these three, in this order."""
    gained, lost, changed = kinds
    before, after = old.schema.get(mark), new.schema.get(mark)
    if before == after:
        return
    kind = gained if before is None or before is False else lost if after is None or after is False else changed
    yield kind, mark, _shown(before), _shown(after)


def _sensitivity(old: Json, new: Json) -> Iterator[ChangedMark]:
    if old == new:
        return
    if new is None:
        kind = Kind.NO_LONGER_SENSITIVE
    elif _SENSITIVITY.get(str(new), 0) < _SENSITIVITY.get(str(old), 0):
        kind = Kind.LESS_SENSITIVE
    else:
        kind = Kind.SENSITIVE
    yield kind, "x-sensitive", _shown(old), _shown(new)


def _deprecation(old: Shape, new: Shape) -> Iterator[ChangedMark]:
    before, after = bool(old.schema.get("deprecated")), bool(new.schema.get("deprecated"))
    if before != after:
        yield (Kind.FIELD_DEPRECATED if after else Kind.NO_LONGER_DEPRECATED), "deprecated", "", ""


def _observed_limit(old: Shape, new: Shape) -> Iterator[ChangedMark]:
    before, after = old.schema.get("x-observed"), new.schema.get("x-observed")
    if before != after:
        yield Kind.OBSERVED_LIMIT_CHANGED, "x-observed", _shown(before), _shown(after)


def _decision(old: Shape, new: Shape) -> Iterator[ChangedMark]:
    for mark in ("x-decided-by", "x-decision"):
        before, after = old.schema.get(mark), new.schema.get(mark)
        if before != after:
            yield Kind.FORM_DECIDED_OTHERWISE, mark, _shown(before), _shown(after)


def _null(old: Json, new: Json) -> Iterator[ChangedMark]:
    if old == new:
        return
    kinds = {"refused": Kind.NULL_NOT_TAKEN, "value": Kind.NULL_IS_A_VALUE}
    yield kinds.get(str(new), Kind.NULL_MEANS_ABSENCE), "x-null", _shown(old), _shown(new)


def _shown(value: Json) -> Json:
    return "none" if value is None else value
