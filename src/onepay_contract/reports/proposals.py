"""Proposals: the edit to `openapi/` that would make the contract allow what a server did.

A proposal is a unified diff against the files that people write. It is meant to be read before it is applied: that a
server did something once says that it may, and not that it should.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from onepay_contract.findings import Finding, Kind

_KEY: Final = re.compile(r"^(?P<blanks> *)(?P<key>[^\s:#-][^:]*):(?: (?P<value>.*))?$")


class Lines:
    """The lines of one file; every change keeps the rest as it is."""

    def __init__(self, text: str) -> None:
        self._lines: Final = text.splitlines()

    @property
    def text(self) -> str:
        """The file as it is now."""
        return "\n".join(self._lines) + "\n"

    def find(self, keys: Sequence[str]) -> int | None:
        """The number of the line of a key below keys, or None."""
        start, end, line = 0, len(self._lines), None
        for depth, key in enumerate(keys):
            line = self._key(key, depth, start, end)
            if line is None:
                return None
            start, end = line + 1, self._end(line)
        return line

    def value(self, line: int) -> str:
        """What stands behind the key of a line."""
        found = _KEY.match(self._lines[line])
        return (found["value"] or "") if found else ""

    def set_value(self, line: int, value: str) -> None:
        """Replace what stands behind the key of a line."""
        self._lines[line] = f"{self._lines[line].partition(':')[0]}: {value}"

    def drop(self, line: int) -> None:
        """Leave out a line with all that is below it."""
        del self._lines[line : self._end(line)]

    def append(self, line: int, below: Sequence[str]) -> None:
        """Add lines as the last ones below a key, indented by one level more than it."""
        blanks = " " * (_indent(self._lines[line]) + 2)
        end = self._end(line)
        self._lines[end:end] = [f"{blanks}{line}" for line in below]

    def items(self, line: int) -> list[str]:
        """The items of the list of a key, in either way of writing."""
        flow = self.value(line)
        if flow.startswith("["):
            return [item.strip() for item in flow.strip("[]").split(",") if item.strip()]
        return [item.strip().removeprefix("- ") for item in self._lines[line + 1 : self._end(line)]]

    def set_items(self, line: int, items: Sequence[str]) -> None:
        """Replace the list of a key, keeping its way of writing."""
        if self.value(line).startswith("[") or not items:
            self.set_value(line, f"[{', '.join(items)}]")
            del self._lines[line + 1 : self._end(line)]
            return
        blanks = " " * (_indent(self._lines[line]) + 2)
        self._lines[line + 1 : self._end(line)] = [f"{blanks}- {item}" for item in items]

    def _key(self, key: str, depth: int, start: int, end: int) -> int | None:
        for number in range(start, end):
            found = _KEY.match(self._lines[number])
            if found and len(found["blanks"]) == 2 * depth and found["key"].strip("'\"") == key:
                return number
        return None

    def _end(self, line: int) -> int:
        """The number of the line behind all that is below a line."""
        depth = _indent(self._lines[line])
        for number in range(line + 1, len(self._lines)):
            if self._lines[number].strip() and _indent(self._lines[number]) <= depth:
                return number
        return len(self._lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


_REPLIES: Final = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    409: "IdempotencyConflict",
    419: "PageExpired",
    422: "ValidationFailed",
}
"""Error replies that the contract has as components."""
_TYPES: Final = {"text": "string", "whole number": "integer", "number": "number", "boolean": "boolean"}
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z_]*")
_LIMITS: Final = {
    "at most {} characters": "maxLength",
    "at least {} characters": "minLength",
    "at most {} items": "maxItems",
    "at least {} items": "minItems",
    "at most {}": "maximum",
    "at least {}": "minimum",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A file of `openapi/`, and the keys that lead to a part of it."""

    file: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A finding to be accepted: the file that it touches, the keys to what it touches, and the day of the sight."""

    finding: Finding
    lines: Lines
    keys: tuple[str, ...]
    day: str

    def line(self, *keys: str) -> int | None:
        """The line of a key below what is touched."""
        return self.lines.find((*self.keys, *keys))

    @property
    def name(self) -> str:
        """The last step of the pointer, which is the name of the field."""
        return self.finding.pointer.rpartition("/")[2]


Edit: TypeAlias = Callable[[Case], bool]
"""Changes the lines; true if it could."""


def proposal(finding: Finding, openapi: Path, day: str) -> str | None:
    """The diff that would accept a finding that was made on `day`, or None when that is for people to think of."""
    place = place_of(finding.place)
    path = openapi / place.file if place else None
    edit = _EDITS.get(finding.kind)
    if place is None or path is None or edit is None or not path.is_file():
        return None
    before = path.read_text(encoding="utf-8")
    case = Case(finding, Lines(before), place.keys, day)
    if not edit(case) or case.lines.text == before:
        return None
    if place.keys[-2:-1] == ("properties",):
        _mark(case)
    return _diff(place.file, before, case.lines.text)


def place_of(pointer: str) -> Place | None:
    """The file and the keys that a JSON pointer into the bundled contract comes from."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.strip("/").split("/")]
    if steps[0] == "components" and len(steps) > 2:  # noqa: PLR2004 (components, kind, name)
        return Place(f"components/{steps[1]}/{steps[2]}.yaml", tuple(steps[3:]))
    if steps[0] == "paths" and len(steps) > 1:
        return Place(f"paths/{steps[1].lstrip('/').replace('/', '_')}.yaml", tuple(steps[2:]))
    return None


def _accept_field(case: Case) -> bool:
    line, kind = case.line("properties"), _TYPES.get(_kind(case.finding.actual))
    if line is None or kind is None or not _WORD.fullmatch(case.name):
        return False
    meaning = "  description: A field that no document names, so its meaning is not known."
    case.lines.append(line, [f"{case.name}:", meaning, f"  type: {kind}"])
    _mark(Case(case.finding, case.lines, (*case.keys, "properties", case.name), case.day))
    return True


def _accept_word(case: Case) -> bool:
    line = case.line("enum") or case.line("x-extensible-enum")
    if line is None or not _WORD.fullmatch(case.finding.actual):
        return False
    case.lines.set_items(line, [*case.lines.items(line), case.finding.actual])
    return True


def _accept_null(case: Case) -> bool:
    line, reference = case.line("type"), case.line("$ref")
    if line is not None:
        case.lines.set_value(line, f"[{case.lines.value(line).strip('[]')}, 'null']")
        return True
    if reference is None:
        return False
    target, above = case.lines.value(reference), case.lines.find(case.keys)
    case.lines.drop(reference)
    if above is not None:
        case.lines.append(above, ["anyOf:", f"  - $ref: {target}", "  - type: 'null'"])
    return above is not None


def _accept_absence(case: Case) -> bool:
    """A field that may be missing is required no longer."""
    keys = case.keys[: -2 if case.keys[-2:-1] == ("properties",) else None]
    line = case.lines.find((*keys, "required"))
    items = case.lines.items(line) if line is not None else []
    if line is None or case.name not in items:
        return False
    case.lines.set_items(line, [item for item in items if item != case.name])
    return True


def _accept_type(case: Case) -> bool:
    line, kind = case.line("type"), _TYPES.get(_kind(case.finding.actual))
    if line is None or kind is None:
        return False
    was_nullable = "'null'" in case.lines.value(line)
    case.lines.set_value(line, f"[{kind}, 'null']" if was_nullable else kind)
    _drop(case, "format")
    return True


def _accept_format(case: Case) -> bool:
    return _drop(case, "format")


def _accept_limit(case: Case) -> bool:
    """The limit that was broken goes; who broke it knows no other one."""
    words = re.sub(r"-?[0-9.]+", "{}", case.finding.expected)
    return words in _LIMITS and _drop(case, _LIMITS[words])


def _accept_status(case: Case) -> bool:
    status, evidence = case.finding.status, case.lines.find((*case.keys[:-1], "x-status-evidence"))
    replies = case.lines.find(case.keys)
    if replies is None or evidence is None:
        return False
    case.lines.append(replies, _reply(status, case.day))
    case.lines.append(evidence, [f"'{status}': observed"])
    return True


def _reply(status: int, day: str) -> list[str]:
    """The lines of a reply: the component for this status, or a description that only states that it came."""
    if status in _REPLIES:
        return [f"'{status}':", f"  $ref: ../components/responses/{_REPLIES[status]}.yaml"]
    return [f"'{status}':", f"  description: Seen in replies of the API since {day}; its meaning is not documented."]


def _mark(case: Case) -> None:
    """Say of a field how it is known now, and since when."""
    field = case.lines.find(case.keys)
    marks = {"x-evidence": "observed", "x-source": f"Seen in replies of the API since {case.day}."}
    for key, value in marks.items():
        line = case.line(key)
        if line is not None:
            case.lines.drop(line)
        if field is not None:
            case.lines.append(field, [f"{key}: {value}"])


def _drop(case: Case, key: str) -> bool:
    line = case.line(key)
    if line is not None:
        case.lines.drop(line)
    return line is not None


def _kind(actual: str) -> str:
    """The JSON type at the beginning of a described value, such as that of `text of 5 characters`."""
    return next((name for name in _TYPES if actual.startswith(name)), "")


def _diff(file: str, before: str, after: str) -> str:
    names = f"a/openapi/{file}", f"b/openapi/{file}"
    return "".join(difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), *names))


_EDITS: Final[dict[Kind, Edit]] = {
    Kind.UNDOCUMENTED_FIELD: _accept_field,
    Kind.UNDOCUMENTED_VALUE: _accept_word,
    Kind.UNLISTED_VALUE: _accept_word,
    Kind.UNEXPECTED_NULL: _accept_null,
    Kind.MISSING_FIELD: _accept_absence,
    Kind.WRONG_TYPE: _accept_type,
    Kind.WRONG_FORMAT: _accept_format,
    Kind.TIME_WITHOUT_ZONE: _accept_format,
    Kind.BROKEN_CONSTRAINT: _accept_limit,
    Kind.UNDOCUMENTED_STATUS: _accept_status,
}
