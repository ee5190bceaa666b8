"""Your books: the entries of a table, each as a record, and the rows that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from onepay_client.errors import ConfigurationError
from onepay_client.outcomes import MoneyState
from onepay_client.tables.amounts import read_amount, whole_number
from onepay_client.tables.reading import Line, Table, check_headers, find_headers, read_table
from onepay_client.tables.reading import Source as TableSource
from onepay_core.arguments import OptionsMeta, checked_kind
from onepay_core.tracebacks import private_locals

from .records import BOGOTA, Direction, Record, Source

__all__ = ("BookColumns", "Books", "UnreadableRow", "books")

_BETWEEN_IDS: Final = re.compile(r"[;\s]+")
_BETWEEN_OWN_IDS: Final = re.compile(r"[;\n]")
_NEGATIVE: Final = re.compile(r"\(\s*(.*?)\s*\)|\$?\s*[-\N{MINUS SIGN}]\s*(.*)|(.*\d)\s*-")
_NOTHING: Final = re.compile(r"\$?\s*0*")
_OUT: Final = frozenset({"out", "salida", "egreso", "debit", "débito", "debito"})
_IN: Final = frozenset({"", "in", "entrada", "ingreso", "credit", "crédito", "credito"})
_STATES: Final[Mapping[str, MoneyState]] = {
    **{state.value: state for state in MoneyState if state is not MoneyState.UNKNOWN},
    **dict.fromkeys(("", "pagado", "pagada", "aprobado", "aprobada", "approved", "processed"), MoneyState.PAID),
    **dict.fromkeys(("pendiente", "pending"), MoneyState.OPEN),
    **dict.fromkeys(("rechazado", "rechazada", "fallido", "fallida", "failed"), MoneyState.DECLINED),
    **dict.fromkeys(("cancelado", "cancelada", "anulado", "anulada"), MoneyState.CANCELLED),
    **dict.fromkeys(("reembolsado", "reembolsada"), MoneyState.REFUNDED),
}
_DAY_FORM: Final = "%d/%m/%Y"


class BookColumns(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """The header of each column of your books. ``BookColumns()`` expects every column under the name of its field.

    Attributes:
        amount: whole pesos; a minus or parentheses say that money went out.
        day: the day of the entry in Bogotá, as ``2026-11-30`` or ``30/11/2026``, or a date of a spreadsheet or a
            database; a moment with a zone is taken to Bogotá.
        direction: ``in`` or ``out`` (``ingreso``, ``egreso``); without it the sign of the amount decides.
        status: ``paid``, ``open``, ``declined``, ``cancelled``, ``expired``, ``refunded`` (or in Spanish); paid where
            it is empty.
        id: OnePay's id; several are separated by blanks or semicolons.
        external_id: your own id, the one that was sent to OnePay; several are separated by semicolons. The name of a
            payout run stands for all of its payouts.
        reference: the reference of the payment.
        key: the idempotency key.
        fee: what OnePay keeps, in whole pesos.
        currency: three letters.

    Raises:
        ConfigurationError: a header is no text.
    """

    amount: str | None = None
    day: str | None = None
    direction: str | None = None
    status: str | None = None
    id: str | None = None
    external_id: str | None = None
    reference: str | None = None
    key: str | None = None
    fee: str | None = None
    currency: str | None = None

    def __post_init__(self) -> None:
        check_headers(self)

    @property
    def mapped(self) -> dict[str, str]:
        """The header of each field; where none is named, every field under its own name."""
        named = {field: header for field in _FIELDS if (header := getattr(self, field)) is not None}
        return named or dict(zip(_FIELDS, _FIELDS, strict=True))


_FIELDS: Final = BookColumns.__struct_fields__


class UnreadableRow(Struct, frozen=True):
    """A row of the books that cannot be read: its place, and why, without what it holds."""

    where: str
    reason: str


class Books(Struct, frozen=True):
    """What your books hold: the records, and the rows that cannot be read."""

    records: tuple[Record, ...]
    unreadable: tuple[UnreadableRow, ...] = ()

    def __repr__(self) -> str:
        return f"Books({len(self.records)} records, {len(self.unreadable)} unreadable)"


@private_locals
def books(source: TableSource, columns: BookColumns | None = None) -> Books:
    """Read your books: CSV of any spreadsheet, XLSX, JSON lines, rows of a program, or the cursor of a SQL query.

    Raises:
        UnreadableTable: it is no table, is damaged, or has a column twice.
        ConfigurationError: nothing here reads such a file, or it has no column for the amount or for any identifier.
    """
    mapped = BookColumns().mapped if columns is None else checked_kind("columns", columns, BookColumns).mapped
    table = read_table(source, mapped.values())
    if not table.headers and not table.lines:
        return Books(())  # a program that has no entries names no columns either
    headers = _headers(table, mapped, named=columns is not None)
    records: list[Record] = []
    unreadable: list[UnreadableRow] = []
    for line in table.lines:
        where = f"line {line.number}"
        try:
            records.append(_booking(line, where, headers))
        except ValueError as error:
            unreadable.append(UnreadableRow(where, str(error)))
    return Books(tuple(records), tuple(unreadable))


def _headers(table: Table, mapped: Mapping[str, str], *, named: bool) -> dict[str, str]:
    """The header of each field that has a column; an amount and an identifier are needed."""
    found = find_headers(table, mapped)
    missing = [header for field, header in mapped.items() if field not in found]
    if named and missing:
        raise ConfigurationError(f"The books have no column {', '.join(missing)}.")
    if "amount" not in found:
        raise ConfigurationError("The books need a column for the amount: BookColumns(amount='Valor', …).")
    if not {"id", "external_id", "reference", "key"} & set(found):
        raise ConfigurationError("The books need a column with an identifier: id, external_id, reference or key.")
    return found


def _booking(line: Line, where: str, headers: Mapping[str, str]) -> Record:
    if line.fault:
        raise ValueError(line.fault)
    found = {field: line.cells.get(header) for field, header in headers.items()}
    amount, direction = _signed(found.get("amount"), _text(found.get("direction")))
    ids = _several(found.get("id"), _BETWEEN_IDS)
    external_ids = _several(found.get("external_id"), _BETWEEN_OWN_IDS)
    reference, key = _text(found.get("reference")), _text(found.get("key"))
    if not (ids or external_ids or reference or key):
        raise ValueError("The row has no identifier.")
    return Record(
        source=Source.BOOKS,
        where=where,
        direction=direction,
        state=_state(_text(found.get("status"))),
        amount=amount,
        fee=_fee(found.get("fee")),
        currency=_text(found.get("currency")).upper(),
        day=_day(found.get("day")),
        id=ids,
        external_id=external_ids,
        reference=reference,
        key=key,
    )


def _text(cell: object) -> str:
    number = whole_number(cell)
    if number is not None:
        return str(number)
    return "" if cell is None else str(cell).strip()


def _several(cell: object, between: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in between.split(_text(cell)) if part.strip())


def _signed(cell: object, written: str) -> tuple[int, Direction]:
    direction = written.casefold()
    if direction not in _IN | _OUT:
        raise ValueError("The direction is neither in nor out.")
    negative = False
    if isinstance(cell, str) and (found := _NEGATIVE.fullmatch(cell.strip())):
        negative, cell = True, next(part for part in found.groups() if part is not None)
    elif (number := whole_number(cell)) is not None and number < 0:
        negative, cell = True, -number
    if negative and direction in _IN - {""}:
        raise ValueError("The direction says in, and the amount is negative. Correct one of them.")
    return read_amount(cell), Direction.OUT if negative or direction in _OUT else Direction.IN


def _fee(cell: object) -> int | None:
    return None if _NOTHING.fullmatch(_text(cell)) else read_amount(cell)


def _state(written: str) -> MoneyState:
    if written.casefold() not in _STATES:
        raise ValueError("The status is none that is known here: paid, open, declined, cancelled, expired, refunded.")
    return _STATES[written.casefold()]


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.astimezone(BOGOTA).date() if cell.tzinfo else cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = datetime.strptime(text, _DAY_FORM)  # noqa: DTZ007 - a day of the books, in Bogotá
        except ValueError:
            raise ValueError("The day is not written as 2026-11-30 or 30/11/2026.") from None
    return moment.astimezone(BOGOTA).date() if moment.tzinfo else moment.date()
