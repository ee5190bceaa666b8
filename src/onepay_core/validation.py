"""Check a request against the contract before a byte of it leaves.

Only what the documents say can stop a request: types, lengths, ranges, patterns, enum values,
"exactly one of", "at least one of", and required fields where a document lists them. What was merely observed
is in the contract's prose and stops nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

import msgspec

from .deviations import Deviation, DeviationKind, Path
from .encode import documented
from .enums import collect_unknown_values
from .json_values import is_object
from .model import Model, wire_fields
from .model_types import is_subclass
from .tolerant import Report, reader_for


def violations(value: Any, as_type: Any, path: Path = ()) -> tuple[Deviation, ...]:
    """Every way in which ``value``, as it would be sent, departs from ``as_type``.

    What a model holds in ``undocumented`` goes unchecked: it came from a reply, or was put there on purpose. A body
    ``[]`` is an empty object, as PHP writes one.
    """
    sent = msgspec.json.decode(msgspec.json.encode(documented(value)))
    if sent == [] and not path and is_subclass(as_type, Model):
        sent = {}
    with collect_unknown_values() as notes:
        report = Report(notes, checking=True)
        if is_subclass(as_type, Model) and is_object(sent):
            _check_groups(sent, as_type, path, report)
        reader_for(as_type).read(sent, path, report, {})
    return tuple(report.deviations)


def _check_groups(sent: dict[str, Any], model: type[Model], path: Path, report: Report) -> None:
    for group in model.__exactly_one__:
        given = _given(sent, model, group)
        if len(given) != 1:
            expected = "exactly one of " + ", ".join(group)
            report.add(path, DeviationKind.BROKEN_RULE, expected, " and ".join(given) or "none")
    for group in model.__at_least_one__:
        if not _given(sent, model, group):
            report.add(path, DeviationKind.BROKEN_RULE, "at least one of " + ", ".join(group), "none")


def _given(sent: dict[str, Any], model: type[Model], group: tuple[str, ...]) -> list[str]:
    """The fields of ``group`` that are there; null says the same as absence."""
    fields = [field.encode_name for field in wire_fields(model) if field.name in group]
    return [name for name in fields if sent.get(name) is not None]


def naive_moments(value: Any, path: Path = ()) -> Iterator[Deviation]:
    """Every moment in ``value`` that has no time zone: it is another one on each machine, wherever it is sent."""
    waiting: list[tuple[Path, Any]] = [(path, value)]
    while waiting:
        place, part = waiting.pop()
        if isinstance(part, datetime) and part.tzinfo is None:
            yield Deviation(place, DeviationKind.BROKEN_RULE, "a moment with a time zone", part)
        waiting += [((*place, name), item) for name, item in _parts(part)]


def _parts(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, Model):
        return [(field.encode_name, getattr(value, field.name)) for field in wire_fields(type(value))]
    if isinstance(value, dict):
        return list(cast("dict[str, Any]", value).items())
    return list(enumerate(cast("list[Any]", value))) if isinstance(value, (list, tuple)) else []
