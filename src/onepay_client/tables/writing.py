"""Records as a file for people and programs: CSV, XLSX or JSON, which only its owner can read."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import Any, Final, TypeAlias, cast
from uuid import uuid4

from onepay_client.errors import ConfigurationError

from .optional import library

Record: TypeAlias = dict[str, Any]

_OWNER_ONLY: Final = 0o600
_FORMULA: Final = re.compile(r"(?:^|(?<=[,\t]))(?=[=+\-@\t\r\n＝＋－＠])")  # noqa: RUF001 - some spreadsheets take these as well
"""Where a formula could begin: in a cell, and behind a comma, which cuts cells where semicolons do not."""

_WIDTH: Final = 18
_LONGEST_CELL: Final = 32_767
MAX_ROWS: Final = 1_048_575
"""Rows of a sheet below its heading."""


def write_table(
    target: Path, columns: Sequence[str], records: Sequence[Record], *, sheet: str, pesos: Sequence[str]
) -> None:
    """Write records as CSV, XLSX or JSON, by the ending of the file; ``pesos`` are the columns that hold amounts.

    Raises:
        ConfigurationError: the file cannot be written, has another ending, or an extra is missing.
    """
    writers: dict[str, Callable[[], bytes]] = {
        ".csv": lambda: _csv(columns, records),
        ".xlsx": lambda: _workbook(columns, records, sheet, pesos),
        ".json": lambda: _json(records),
    }
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise ConfigurationError(f"An export ends in {', '.join(writers)}.")
    if target.suffix.lower() == ".xlsx" and len(records) > MAX_ROWS:
        raise ConfigurationError(
            f"A workbook holds {MAX_ROWS} rows, and these are {len(records)}. Write .csv or .json."
        )
    write_privately(target, writer())


def checked_path(path: object) -> Path:
    """A path to a file.

    Raises:
        ConfigurationError: it is none.
    """
    if not isinstance(path, str | PathLike):
        raise ConfigurationError("A file is named by a path, such as 'report.html'.")
    return Path(cast("str | PathLike[str]", path))


def write_privately(target: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        ConfigurationError: it cannot be written.
    """
    draft = target.parent / f".{uuid4().hex}"
    try:
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY), "wb") as file:  # noqa: PTH123 - the descriptor has the mode
            file.write(content)
        draft.replace(target)
    except (OSError, ValueError) as error:
        with suppress(ValueError):
            draft.unlink(missing_ok=True)
        raise unwritable(target, error) from None


def unwritable(target: Path, error: OSError | ValueError) -> ConfigurationError:
    """The error to raise where a file cannot be written."""
    reason = getattr(error, "strerror", None) or "the path names no file"
    return ConfigurationError(f"{target.name} cannot be written: {reason}.")


def _harmless(value: object) -> object:
    """A text that no spreadsheet takes for a formula."""
    return _FORMULA.sub("'", value) if isinstance(value, str) else value


def _fitting(text: str) -> str:
    """A text as a workbook can keep it: of Unicode, and not too long."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _csv(columns: Sequence[str], records: Sequence[Record]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(columns)
    writer.writerows([_harmless(item[name]) for name in columns] for item in records)
    return text.getvalue().encode("utf-8-sig", "replace")


def _json(records: Sequence[Record]) -> bytes:
    return (json.dumps(list(records), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _workbook(columns: Sequence[str], records: Sequence[Record], name_of_sheet: str, pesos: Sequence[str]) -> bytes:
    xlsxwriter = library("xlsxwriter", "XLSX files")
    buffer = io.BytesIO()
    workbook: Any = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet(name_of_sheet)
    heading, as_pesos = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "$#,##0"})
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, heading)
        sheet.set_column(column, column, _WIDTH)
        for line, item in enumerate(records, 1):
            value = item[name]
            if isinstance(value, int):
                sheet.write_number(line, column, value, as_pesos if name in pesos else None)
            else:
                sheet.write_string(line, column, _fitting(str(value)))
    sheet.autofilter(0, 0, len(records), len(columns) - 1)
    sheet.freeze_panes(1, 0)
    workbook.close()
    return buffer.getvalue()
