"""The results of the comparison: rows as they are kept, and the table that is made of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from onepay_contract.findings import Kind

WHOLE: Final = "all faults"
"""The subject of the last line, which counts all."""


class Subject(NamedTuple):
    """What faults are about, with the code that the Web Fuzzing Commons give to it (faults 0.9.0), if any."""

    name: str
    code: int | None
    kinds: frozenset[Kind]


SUBJECTS: Final = (
    Subject("server errors", 100, frozenset({Kind.SERVER_ERROR})),
    Subject("stack traces in replies", 309, frozenset({Kind.STACK_TRACE_IN_REPLY})),
    Subject(
        "replies that do not match the schema",
        200,
        frozenset(
            {
                *(Kind.UNDOCUMENTED_STATUS, Kind.UNDOCUMENTED_FIELD, Kind.UNDOCUMENTED_HEADER, Kind.UNDOCUMENTED_VALUE),
                *(Kind.UNLISTED_VALUE, Kind.UNEXPECTED_NULL, Kind.WRONG_TYPE, Kind.WRONG_FORMAT, Kind.MISSING_FIELD),
                *(Kind.MISSING_HEADER, Kind.WRONG_CONTENT_TYPE, Kind.UNREADABLE_BODY, Kind.UNEXPECTED_BODY),
                *(Kind.MISSING_BODY, Kind.OTHER_SHAPE, Kind.BROKEN_CONSTRAINT, Kind.TIME_WITHOUT_ZONE),
            }
        ),
    ),
    Subject("invalid requests that are accepted", 206, frozenset({Kind.INVALID_REQUEST_ACCEPTED})),
    Subject("valid requests that are refused", 207, frozenset({Kind.VALID_REQUEST_REFUSED})),
    Subject("keys that are not required", 311, frozenset({Kind.KEY_NOT_REQUIRED})),
    Subject("methods that no path has", 310, frozenset({Kind.WRONG_METHOD_ACCEPTED})),
    Subject("deleted objects that are still there", 113, frozenset({Kind.DELETED_STILL_THERE})),
    Subject("slow replies", 312, frozenset({Kind.SLOW_REPLY})),
    Subject(
        "accounts, secrets and caches",
        None,
        frozenset(
            {
                *(Kind.LEAK_BETWEEN_ACCOUNTS, Kind.PUBLIC_KEY_ACCEPTED, Kind.WRONG_ENVIRONMENT),
                *(Kind.SECRET_IN_REPLY, Kind.REPLY_SHARED, Kind.REDIRECTED),
            }
        ),
    ),
    Subject(
        "idempotency",
        None,
        frozenset(
            {
                Kind.IDEMPOTENCY_IGNORED,
                Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY,
                Kind.IDEMPOTENCY_KEYS_CONFUSED,
                Kind.ID_REUSED,
            }
        ),
    ),
    Subject("amounts", None, frozenset({Kind.AMOUNT_NOT_WHOLE_PESOS, Kind.LABEL_DISAGREES})),
    Subject(
        "pages of lists",
        None,
        frozenset({Kind.PAGE_REPEATS, Kind.PAGE_SKIPS, Kind.PAGE_LOOPS, Kind.PAGE_SIZE_IGNORED, Kind.PAGE_TOTAL_WRONG}),
    ),
    Subject("filters and order of lists", None, frozenset({Kind.FILTER_IGNORED, Kind.SORT_IGNORED})),
    Subject("states and times", None, frozenset({Kind.FINAL_STATE_MOVED, Kind.TIME_GOES_BACKWARDS})),
    Subject("values that are not kept", None, frozenset({Kind.VALUE_NOT_KEPT})),
)
"""Of a fault that several name, the first is its subject."""


def subject_of(kinds: Iterable[Kind]) -> Subject:
    """The subject of a fault that findings of these kinds name."""
    named = frozenset(kinds)
    return next(subject for subject in SUBJECTS if subject.kinds & named)


@dataclass(frozen=True, slots=True)
class Row:
    """One fault: whether each tool found something that it does not find without the fault, and its requests."""

    fault: str
    subject: str
    found: Mapping[str, bool]
    requests: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Clean:
    """What a tool finds on the server without a fault, in these operations: each a check and an operation."""

    tool: str
    operations: Sequence[str]
    findings: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything of a measurement that is kept; `settings` says how it was made."""

    settings: Mapping[str, Any]
    clean: list[Clean] = field(default_factory=list[Clean])
    rows: list[Row] = field(default_factory=list[Row])

    @classmethod
    def read(cls, path: Path) -> Self:
        """The results in a file."""
        text = json.loads(path.read_text(encoding="utf-8"))
        return cls(text["settings"], [Clean(**item) for item in text["clean"]], [Row(**row) for row in text["rows"]])

    @classmethod
    def continued(cls, path: Path, settings: Mapping[str, Any]) -> Self:
        """The results in a file that were made in the same way; empty ones where there are none."""
        found = cls.read(path) if path.exists() else None
        return found if found and found.settings == settings else cls(settings)

    def write(self, path: Path) -> None:
        """Keep them; a reader finds the old ones or the new ones, never half of them."""
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(path)


class Line(NamedTuple):
    """A line of the table: a subject, its code, the faults that were planted, and how many each tool found."""

    subject: str
    code: int | None
    planted: int
    found: Mapping[str, int]


def table(rows: Sequence[Row]) -> list[Line]:
    """One line for each subject that has faults, in the order of `SUBJECTS`, and the sum of all."""
    lines = [_line(name, code, [row for row in rows if row.subject == name]) for name, code, _ in SUBJECTS]
    return [*(line for line in lines if line.planted), _line(WHOLE, None, rows)]


def _line(subject: str, code: int | None, rows: Sequence[Row]) -> Line:
    found = Counter(tool for row in rows for tool, is_found in row.found.items() if is_found)
    return Line(subject, code, len(rows), found)
