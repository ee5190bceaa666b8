"""Values between the command line and JSON: options by their schema, and objects as rows and lines."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import chain, islice
from typing import Any, Final

from onepay_cli.exits import CommandError
from onepay_cli.output import is_read, write
from onepay_core.json_values import is_object

__all__ = ("ListFormat", "assign", "json_argument", "show_object", "show_rows")

_COLUMNS: Final = 8
_ROWS_THAT_NAME_COLUMNS: Final = 100


class ListFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def json_argument(option: str, texts: list[str], properties: Mapping[str, Any]) -> Any:
    """The JSON of an option for an object or a list: JSON text, `name=value` for an object, a text for a list.

    Raises:
        CommandError: it is neither.
    """
    if len(texts) == 1 and texts[0].lstrip().startswith(("{", "[")):
        return _parsed(option, texts[0])
    if all("=" in text and not text.lstrip().startswith("{") for text in texts):
        return {name: _typed(value, properties.get(name)) for name, _, value in (text.partition("=") for text in texts)}
    return [_parsed(option, text) if text.lstrip().startswith("{") else text for text in texts]


def _parsed(option: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise CommandError(f"{option} is not JSON: {error}. Nothing was sent.") from None


def _typed(text: str, schema: Any) -> Any:
    """`text` as a field of an object has it: switches and numbers where the contract says so."""
    types = schema.get("type", ()) if is_object(schema) else ()
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if "integer" in types and text.lstrip("-").isdecimal():
        return int(text)
    return text


def assign(target: dict[str, Any], text: str) -> None:
    """Put `customer.email=a@b.co` into an object; JSON is read as such, anything else is text.

    Raises:
        CommandError: there is no `=`, or a step leads into what is no object.
    """
    path, separator, value = text.partition("=")
    if not separator or not path:
        raise CommandError(f"{text!r} is no FIELD=VALUE.")
    *steps, last = path.split(".")
    for step in steps:
        inner = target.setdefault(step, {})
        if not is_object(inner):
            raise CommandError(f"{step} in {path} is no object.")
        target = inner
    try:
        target[last] = json.loads(value)
    except ValueError:
        target[last] = value


def show_object(value: Any, *, as_json: bool) -> None:
    """Print one object: JSON, or a line for each of its values."""
    if as_json or not is_object(value):
        write(f"{json.dumps(value, ensure_ascii=False, indent=2)}\n")
        return
    flat = dict(_flat(value))
    width = max(map(len, flat), default=0)
    write("".join(f"{name:<{width}}  {_cell(cell)}\n" for name, cell in flat.items()))


def show_rows(rows: Iterable[Any], form: ListFormat, columns: list[str], *, most: int | None) -> None:
    """Print a list as it comes, until its end, `most` rows, or until nobody reads it any more."""
    rows = islice(rows, most)
    if form is ListFormat.JSONL:
        for row in rows:
            if not is_read():
                return
            write(f"{json.dumps(row, ensure_ascii=False)}\n")
        return
    flat = (dict(_flat(row)) if is_object(row) else {"value": row} for row in rows)
    first = list(islice(flat, _ROWS_THAT_NAME_COLUMNS))
    names = list(dict.fromkeys(chain.from_iterable(first)))
    every = chain(first, flat)
    if form is ListFormat.CSV:
        _write_csv(every, columns or names)
    else:
        _write_table(every, columns or _most_telling(names, first))


def _write_csv(rows: Iterable[Mapping[str, Any]], columns: list[str]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in chain([dict(zip(columns, columns, strict=True))], rows):
        if not is_read():
            return
        writer.writerow([_cell(row.get(column)) for column in columns])
        write(buffer.getvalue())
        buffer.seek(0)
        buffer.truncate()


def _write_table(rows: Iterable[Mapping[str, Any]], columns: list[str]) -> None:
    from rich.console import Console  # noqa: PLC0415 - see onepay_cli.app
    from rich.progress import track  # noqa: PLC0415 - the same
    from rich.table import Table  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    table = Table(*columns, box=None, pad_edge=False)
    errors = Console(file=sys.stderr)
    for row in track(rows, "Reading", total=None, console=errors, transient=True, disable=not errors.is_terminal):
        table.add_row(*(Text(_cell(row.get(column))) for column in columns))
    if not table.row_count:
        sys.stderr.write("The list is empty.\n")
        return
    console = Console(file=sys.stdout)
    width = None if console.is_terminal else 10_000  # whoever reads a pipe wants whole values
    Console(file=sys.stdout, width=width).print(table)


def _most_telling(names: list[str], rows: list[dict[str, Any]]) -> list[str]:
    """The columns of a table: those at the top of an object that hold something, in the order of the contract."""
    filled = [name for name in names if "." not in name and any(_cell(row.get(name)) for row in rows)]
    return filled[:_COLUMNS]


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The values of an object with their paths, such as `customer.email`."""
    for name, item in value.items():
        if is_object(item) and item:
            yield from _flat(item, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", item


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
