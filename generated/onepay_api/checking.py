"""Check a request against the contract before a byte of it leaves.

Only what the documents say can stop a request: types, lengths, ranges, patterns, enum values,
"exactly one of", and required fields where a document lists them. What was merely observed
is in the contract's prose and stops nothing.
"""

from typing import Any

from msgspec import UNSET

from ._readers import reader_for
from ._report import Report
from ._unknown import noting_unknown_values
from .deviations import Deviation, DeviationKind, Path
from .model import Model
from .writing import to_builtins


def violations(value: Any, as_type: Any, path: Path = ()) -> tuple[Deviation, ...]:
    """Every way in which ``value``, as it would be sent, departs from ``as_type``."""
    with noting_unknown_values() as notes:
        report = Report(notes, checking=True)
        reader_for(as_type).read(to_builtins(value), path, report, {})
        _check_exactly_one(value, path, report)
    return tuple(report.deviations)


def _check_exactly_one(value: Any, path: Path, report: Report) -> None:
    groups = value.__exactly_one__ if isinstance(value, Model) else ()
    for group in groups:
        given = [name for name in group if getattr(value, name) is not UNSET]
        if len(given) != 1:
            expected = "exactly one of " + ", ".join(group)
            report.add(path, DeviationKind.BROKEN_RULE, expected, dict.fromkeys(given, "given"))
