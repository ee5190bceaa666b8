"""The lines of a file of `openapi/`, found by key without reading YAML as such.

The files keep to one way of writing: two blanks for each level, one key a line, lists as `- x` lines or as `[a, b]`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

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
        self._lines[end:end] = [f"{blanks}{one}" for one in below]

    def items(self, line: int) -> list[str]:
        """The items of the list of a key, in either way of writing."""
        flow = self.value(line)
        if flow.startswith("["):
            return [one.strip() for one in flow.strip("[]").split(",") if one.strip()]
        return [one.strip().removeprefix("- ") for one in self._lines[line + 1 : self._end(line)]]

    def set_items(self, line: int, items: Sequence[str]) -> None:
        """Replace the list of a key, keeping its way of writing."""
        if self.value(line).startswith("[") or not items:
            self.set_value(line, f"[{', '.join(items)}]")
            del self._lines[line + 1 : self._end(line)]
            return
        blanks = " " * (_indent(self._lines[line]) + 2)
        self._lines[line + 1 : self._end(line)] = [f"{blanks}- {one}" for one in items]

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
