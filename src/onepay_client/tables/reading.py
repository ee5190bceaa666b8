"""Tables as people save them: CSV of any spreadsheet, XLSX, JSON lines, or rows of a program."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias, cast

from msgspec import Struct

from onepay_client.errors import ConfigurationError, UnreadableTable
from onepay_core.arguments import kind_of
from onepay_core.json_values import limit_depth

from .workbooks import read_sheet

Cells: TypeAlias = Mapping[str, object]


class Cursor(Protocol):
    """A cursor of any database after a SELECT, as PEP 249 (DB-API) describes it."""

    @property
    def description(self) -> Any:
        """What the columns are; the first item of each is its name."""

    def __iter__(self) -> Iterator[Any]: ...


Source: TypeAlias = str | PathLike[str] | Iterable[Cells] | Cursor
"""A path that ends in ``.csv``, ``.txt``, ``.tsv``, ``.xlsx`` or ``.jsonl``, for each row a mapping from header to
cell, or the cursor of a query."""

_DELIMITERS: Final = (";", ",", "\t", "|")
_MAX_BYTES: Final = 64 * 1024 * 1024
_CUT: Final = "It may have been cut when it was copied or loaded: save it again, and compare its last row."
_CUT_ROW: Final = f"The file ends in the middle of this row. {_CUT}"
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Line(Struct, frozen=True):
    """One row of a table: its line in the file, its cells by header, and what is wrong with it as a row."""

    number: int
    cells: Cells
    fault: str = ""

    def __repr__(self) -> str:
        return f"Line({self.number})"


class Table(Struct, frozen=True):
    """A table: its headers, its rows, and the SHA-256 of the file (empty for rows of a program)."""

    headers: tuple[str, ...]
    lines: tuple[Line, ...]
    digest: str

    def __repr__(self) -> str:
        return f"Table({len(self.lines)} rows)"


def folded(header: object) -> str:
    """A header as it is compared: without blanks around it, in lower case, in one spelling of accents."""
    return unicodedata.normalize("NFC", str(header)).strip().casefold()


def read_table(source: Source, wanted: Iterable[str]) -> Table:
    """The table in ``source``; ``wanted`` are headers by which the delimiter of a CSV file is known.

    Raises:
        UnreadableTable: it is no table, or is damaged.
        ConfigurationError: nothing here reads such a file.
    """
    if isinstance(source, str | PathLike):
        return _read_file(Path(source), [folded(header) for header in wanted])
    if hasattr(source, "description"):
        return _of_query(cast("Cursor", source))
    if not isinstance(source, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a type checker
        raise ConfigurationError(f"A table is a path, rows or the cursor of a query, not {kind_of(source)}.")
    return _of_records(((number, record) for number, record in enumerate(source, 1)), "")


def check_headers(columns: Struct) -> None:
    """Check the headers that a caller has named.

    Raises:
        ConfigurationError: one is no text.
    """
    for field in columns.__struct_fields__:
        header: object = getattr(columns, field)
        if header is not None and not (isinstance(header, str) and header.strip() and header.isprintable()):
            raise ConfigurationError(f"{field} is named by the header of its column, a text such as {field}='Valor'.")


def find_headers(table: Table, mapped: Mapping[str, str]) -> dict[str, str]:
    """The header in the table of each field of ``mapped`` that has a column there.

    Raises:
        UnreadableTable: a column is there twice, so that it is not known which one is meant.
    """
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for header in table.headers:
        by_name[folded(header)].append(header)
    twice = [header for header in mapped.values() if len(by_name[folded(header)]) > 1]
    if twice:
        raise UnreadableTable(f"The table has these columns twice: {', '.join(twice)}. Rename or remove one of each.")
    return {field: by_name[folded(header)][0] for field, header in mapped.items() if by_name[folded(header)]}


def _read_file(path: Path, wanted: Sequence[str]) -> Table:
    readers: dict[str, Callable[[bytes], Table]] = {
        ".csv": lambda content: _read_csv(content, wanted),
        ".txt": lambda content: _read_csv(content, wanted),
        ".tsv": lambda content: _read_csv(content, wanted),
        ".xlsx": _read_xlsx,
        ".jsonl": _read_json_lines,
        ".ndjson": _read_json_lines,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ConfigurationError(f"A table ends in {', '.join(readers)}. Save it as one of these.")
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _MAX_BYTES else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path names no file"
        raise UnreadableTable(f"The file cannot be read: {reason}.") from None
    if size > _MAX_BYTES:
        raise UnreadableTable("The file has more than 64 MiB. Split it into several files.")
    return reader(content)


def _table(headers: Iterable[object], lines: Iterable[Line], content: bytes) -> Table:
    names = tuple(str(header).strip() for header in headers)
    if not any(names):
        raise UnreadableTable("The file has no header. Its first line has to name the columns.")
    if not all(" ".join(name.split()).isprintable() for name in names):
        raise UnreadableTable("The first line holds characters that cannot be printed. Save the file again as CSV.")
    filled = tuple(line for line in lines if line.fault or any(map(_holds, line.cells.values())))
    return Table(names, filled, hashlib.sha256(content).hexdigest())


def _holds(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _read_csv(content: bytes, wanted: Sequence[str]) -> Table:
    text = _decoded(content)
    skipped = 0
    first, _, rest = text.partition("\n")
    delimiter = _delimiter(first, wanted)
    if folded(first).strip('"').startswith("sep=") and len(folded(first).strip('"')) == len("sep=;"):
        delimiter, text, skipped = folded(first).strip('"')[-1], rest, 1  # what Excel itself heeds
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        headers = next(rows, list[str]())
        lines = list(_csv_lines(rows, headers, skipped))
        if lines and not text.endswith(("\n", "\r")):
            lines[-1] = _checked_last(lines[-1], headers)
    except csv.Error as error:
        line = rows.line_num + skipped
        raise UnreadableTable(f"Line {line} cannot be read as CSV ({error}). Save the file again as CSV.") from None
    return _table(headers, lines, content)


def _checked_last(line: Line, headers: Sequence[str]) -> Line:
    """The last row of a file that does not end its line; some programs end files so, but fill their rows."""
    is_cut = len(line.cells) < len(set(headers)) and any(map(_holds, line.cells.values()))
    return Line(line.number, line.cells, _CUT_ROW) if is_cut else line


def _csv_lines(rows: Any, headers: Sequence[str], skipped: int) -> Iterator[Line]:
    before = rows.line_num
    for row in rows:
        number, before = before + 1 + skipped, rows.line_num
        yield _line(number, headers, row)


def _line(number: int, headers: Sequence[object], row: Sequence[object]) -> Line:
    cells = {str(header).strip(): cell for header, cell in zip(headers, row, strict=False)}
    beyond = [cell for cell in row[len(headers) :] if cell not in (None, "")]
    fault = "The row has more cells than the header. Put texts that hold the separator into quotes." if beyond else ""
    return Line(number, cells, fault)


def _delimiter(header: str, wanted: Sequence[str]) -> str:
    """The separator with which the header has most of the wanted names; of several, the one that cuts it more often."""

    def fit(delimiter: str) -> tuple[int, int]:
        names = [folded(name.strip().strip('"')) for name in header.split(delimiter)]
        return sum(name in names for name in wanted), len(names)

    return max(_DELIMITERS, key=fit)


def _decoded(content: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else Windows' code page of western Europe, as Excel saves it."""
    encodings = [name for mark, name in _BOMS if content.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            if error.end == len(content) and not content[: error.start].isascii() and encoding != "cp1252":
                raise UnreadableTable(f"The file ends in the middle of a letter. {_CUT}") from None
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableTable(
        "The file is no text; it may be a workbook under another name. Save it as CSV UTF-8, or as .xlsx."
    )


def _read_xlsx(content: bytes) -> Table:
    rows = read_sheet(content)
    headers = [str(cell) for cell in rows[0]] if rows else []
    return _table(headers, (_line(number, headers, row) for number, row in enumerate(rows[1:], 2)), content)


def _read_json_lines(content: bytes) -> Table:
    def records() -> Iterator[tuple[int, Cells]]:
        for number, text in enumerate(_decoded(content).split("\n"), 1):
            if text.strip():
                yield number, _json_object(number, text)

    return _of_records(records(), hashlib.sha256(content).hexdigest())


def _json_object(number: int, text: str) -> Cells:
    try:
        limit_depth(text.encode("utf-8", "replace"))
        value: Any = json.loads(text, object_pairs_hook=_unique)
    except ValueError:
        raise UnreadableTable(f"Line {number} is no JSON object with each name once.") from None
    if not isinstance(value, dict):
        raise UnreadableTable(f"Line {number} is no JSON object.")
    return cast("Cells", value)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _of_query(cursor: Cursor) -> Table:
    if not cursor.description:
        raise UnreadableTable("The cursor has no rows to read. Execute a SELECT with it, and give it right after that.")
    headers = tuple(str(column[0]).strip() for column in cursor.description)
    rows = (cast("Cells", row).values() if isinstance(row, Mapping) else row for row in cursor)
    lines = [_line(number, headers, tuple(row)) for number, row in enumerate(rows, 1)]
    return Table(headers, tuple(lines), "")


def _of_records(records: Iterable[tuple[int, Cells]], digest: str) -> Table:
    lines: list[Line] = []
    headers: dict[str, None] = {}
    for number, record in records:
        if not isinstance(record, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance] - rows of other programs
            raise UnreadableTable(f"Row {number} is a {type(record).__name__}; give a mapping from column to value.")
        headers |= dict.fromkeys(map(str, record))
        lines.append(Line(number, {str(name): cell for name, cell in record.items()}))
    return Table(tuple(headers), tuple(lines), digest)
