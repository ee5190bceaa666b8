"""The sheet of an XLSX workbook, read by python-calamine once it is known to be no trap.

calamine reserves a cell for every place up to the farthest one, and ends the whole process where there is no memory for
them; one cell in the last corner of a sheet is enough. So the places are looked at first.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final
from zlib import error as ZlibError  # noqa: N812 - it is an exception

from onepay_client.errors import UnreadableTable

from .optional import library

_WORKBOOK: Final = "xl/workbook.xml"
_SHEETS: Final = "xl/worksheets/"
_PLACE: Final = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]*?\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
_HIDDEN: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\shidden\s*=\s*["'](?:1|true)["'][^>]*(?<!/)>""")
"""A row that is not shown, by hand or by a filter, and holds cells."""

_LETTERS: Final = 26
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 4096
MAX_BYTES: Final = 512 << 20
_MAX_CELLS: Final = 5_000_000
_DAMAGES: Final = (zipfile.BadZipFile, ZlibError, OSError, ValueError, RuntimeError, IndexError)
"""What the two libraries raise; a RuntimeError where a password is needed, an IndexError where there is no sheet."""

_DAMAGED: Final = "The file is no XLSX workbook, is damaged, or has a password. Save it again."


def read_sheet(content: bytes) -> list[list[Any]]:
    """The rows of the one visible sheet of a workbook, from its first row and column on.

    Raises:
        UnreadableTable: it is no workbook, is damaged or too large, or has several visible sheets.
        ConfigurationError: python-calamine is not installed.
    """
    calamine = library("python_calamine", "XLSX files")
    try:
        _check_places(content)
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.visible == calamine.SheetVisibleEnum.Visible]
        if len(sheets) > 1:
            raise UnreadableTable(
                f"The workbook has {len(sheets)} sheets, and it is not known which one is to be paid. "
                "Leave the one sheet in it, or hide the others."
            )
        rows: list[list[Any]] = workbook.get_sheet_by_name(sheets[0].name).to_python(skip_empty_area=False)
    except (calamine.CalamineError, *_DAMAGES):
        raise UnreadableTable(_DAMAGED) from None
    return rows


def _check_places(content: bytes) -> None:
    """Refuse a workbook whose cells reach too far, or that is far larger than its file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if _WORKBOOK not in archive.namelist():
            raise UnreadableTable(_DAMAGED)
        if sum(member.file_size for member in archive.infolist()) > MAX_BYTES:
            raise UnreadableTable("The workbook is far larger than its file. Copy the table into a new workbook.")
        for name in archive.namelist():
            if name.startswith(_SHEETS):
                _check_sheet(archive, name)


def _check_sheet(archive: zipfile.ZipFile, name: str) -> None:
    height = width = 0
    for text in _chunks(archive, name):
        if _HIDDEN.search(text):
            raise UnreadableTable(
                "A sheet has hidden rows, perhaps by a filter, and it is not known whether they count. Show them, or "
                "delete them."
            )
        for column, row in _PLACE.findall(text):
            height = max(height, int(row))
            width = max(width, _number(column))
    if height * width > _MAX_CELLS:
        raise UnreadableTable(
            f"A sheet reaches to row {height} and column {width}, which is more than is read at once. Delete the rows "
            "and columns behind the table, or split it into several files."
        )


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The text of a member piece by piece, each with the end of the one before; never more than the archive said."""
    kept = b""
    with archive.open(name) as member:
        while piece := member.read(_CHUNK):
            if b"\0" in piece:
                raise UnreadableTable(_DAMAGED)  # no UTF-8, and no spreadsheet writes anything else
            yield kept + piece
            kept = piece[-_OVERLAP:]


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * _LETTERS + letter - ord("A") + 1
    return number
