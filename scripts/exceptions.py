"""Lists of known exceptions, one sorted line each, which a check compares exactly."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class MalformedListError(Exception):
    """A list of exceptions is not written as one."""


def read(path: Path, columns: int) -> list[tuple[str, ...]]:
    """Return the rows of the list at `path`; its columns are parted by two blanks or more.

    The last column is the reason. A missing file is an empty list; lines that begin with `#` are
    its heading. Raises `MalformedListError` for a row without a reason, out of order, or written twice.
    """
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows = [(number, line) for number, line in enumerate(lines, start=1) if line and not line.startswith("#")]
    for (_, former), (number, latter) in pairwise(rows):
        if former >= latter:
            raise MalformedListError(f"{path}:{number}: The line stands out of order or twice; sort the list.")
    return [_row(line, columns, f"{path}:{number}") for number, line in rows]


def _row(line: str, columns: int, place: str) -> tuple[str, ...]:
    row = tuple(re.split(r" {2,}", line.strip(), maxsplit=columns - 1))
    if len(row) != columns:
        raise MalformedListError(
            f"{place}: The line has {len(row)} of {columns} columns; part them by two blanks, reason last."
        )
    return row
