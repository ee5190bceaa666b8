"""Records from your books, OnePay's lists, received events, the client's journal and payout runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from msgspec import UNSET, Struct

from onepay_client.errors import ConfigurationError, InvalidValue
from onepay_client.outcomes import Outcome, outcome_of
from onepay_client.payouts.states import RowState
from onepay_client.statuses import MoneyState
from onepay_client.tables.amounts import read_amount
from onepay_client.tables.reading import Line, Table, folded, read_table
from onepay_core.arguments import OptionsMeta
from onepay_core.tracebacks import private_locals

from .records import BOGOTA, Direction, Period, Record, Records, Source

if TYPE_CHECKING:
    from onepay_client.client import OnePay
    from onepay_client.journal import Journal
    from onepay_client.payouts import Run
    from onepay_client.tables.reading import Source as TableSource
    from onepay_client.webhooks import Delivery

__all__ = (
    "BookColumns",
    "Books",
    "UnreadableRow",
    "books",
    "from_api",
    "from_events",
    "from_journal",
    "from_run",
)

MARGIN: Final = timedelta(days=90)
"""How long before the period an object may have been made that was paid in it."""

_SEPARATOR: Final = re.compile(r"[;\s]+")
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
_DAY_FORMS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_PAYOUT_STATES: Final[Mapping[RowState, MoneyState]] = {
    RowState.PROCESSED: MoneyState.PAID,
    RowState.FAILED: MoneyState.DECLINED,
    RowState.RETURNED: MoneyState.REFUNDED,
    RowState.PENDING: MoneyState.OPEN,
    RowState.PROCESSING: MoneyState.OPEN,
    RowState.NOT_SENT: MoneyState.CANCELLED,
    RowState.SENDING: MoneyState.UNKNOWN,
    RowState.UNKNOWN: MoneyState.UNKNOWN,
}


class BookColumns(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """The header of each column of your books. ``BookColumns()`` expects every column under the name of its field.

    Attributes:
        amount: whole pesos; a minus in front says that money went out.
        day: the day of the entry, as ``2026-11-30`` or ``30/11/2026``, or a date of a spreadsheet.
        direction: ``in`` or ``out`` (``ingreso``, ``egreso``); without it the sign of the amount decides.
        status: ``paid``, ``open``, ``declined``, ``cancelled``, ``expired``, ``refunded`` (or in Spanish); paid where
            it is empty.
        id: OnePay's id; several are separated by blanks or semicolons.
        external_id: your own id, the one that was sent to OnePay; several as well.
        reference: the reference of the payment.
        key: the idempotency key.
        fee: what OnePay keeps, in whole pesos.
        currency: three letters.
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
    """Read your books: CSV of any spreadsheet, XLSX, JSON lines, or rows of a program or of a SQL query (mappings).

    Raises:
        UnreadableTable: it is no table, is damaged, or has no column for the amount or for any identifier.
        ConfigurationError: nothing here reads such a file.
    """
    headers = (columns or BookColumns()).mapped
    table = read_table(source, headers.values())
    _require(table, headers, named=columns is not None)
    records: list[Record] = []
    unreadable: list[UnreadableRow] = []
    for line in table.lines:
        where = f"line {line.number}"
        try:
            records.append(_booking(line, where, headers))
        except ValueError as error:
            unreadable.append(UnreadableRow(where, str(error)))
    return Books(tuple(records), tuple(unreadable))


def _require(table: Table, headers: Mapping[str, str], *, named: bool) -> None:
    there = {folded(header) for header in table.headers}
    missing = [header for header in headers.values() if folded(header) not in there]
    if named and missing:
        raise ConfigurationError(f"The books have no column {', '.join(missing)}.")
    identifiers = [headers[name] for name in ("id", "external_id", "reference", "key") if name in headers]
    if "amount" not in headers or folded(headers["amount"]) not in there:
        raise ConfigurationError("The books need a column for the amount: BookColumns(amount='Valor', …).")
    if not any(folded(header) in there for header in identifiers):
        raise ConfigurationError("The books need a column with an identifier: id, external_id, reference or key.")


def _booking(line: Line, where: str, headers: Mapping[str, str]) -> Record:
    if line.fault:
        raise ValueError(line.fault)
    cells = {folded(header): cell for header, cell in line.cells.items()}
    found = {field: cells.get(folded(header)) for field, header in headers.items()}
    amount, direction = _signed(found.get("amount"), _text(found.get("direction")))
    ids, external_ids = _several(found.get("id")), _several(found.get("external_id"))
    reference, key = _text(found.get("reference")), _text(found.get("key"))
    if not (ids or external_ids or reference or key):
        raise ValueError("The row has no identifier.")
    return Record(
        source=Source.BOOKS,
        where=where,
        direction=direction,
        state=_state(_text(found.get("status"))),
        amount=amount,
        fee=read_amount(found["fee"]) if _text(found.get("fee")) not in ("", "0") else None,
        currency=_text(found.get("currency")).upper(),
        day=_day(found.get("day")),
        id=ids,
        external_id=external_ids,
        reference=reference,
        key=key,
    )


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _several(cell: object) -> tuple[str, ...]:
    return tuple(part for part in _SEPARATOR.split(_text(cell)) if part)


def _signed(cell: object, written: str) -> tuple[int, Direction]:
    direction = written.casefold()
    if direction not in _IN | _OUT:
        raise ValueError("The direction is neither in nor out.")
    negative = False
    if isinstance(cell, str) and cell.strip().removeprefix("$").lstrip().startswith("-"):
        negative, cell = True, cell.replace("-", "", 1)
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and cell < 0:
        negative, cell = True, -cell
    out = direction in _OUT or (negative and not direction)
    return read_amount(cell), Direction.OUT if out else Direction.IN


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
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day of the books, in Bogotá
        except ValueError:
            continue
    raise ValueError("The day is not written as 2026-11-30 or 30/11/2026.")


@private_locals
def from_api(client: OnePay, period: Period, *, margin: timedelta = MARGIN) -> Records:
    """What OnePay lists: payments and charges, back to ``margin`` before the period.

    The lists have no filter by day that a document names, so every page is read until one object is older than that;
    the latest are asked for first where the order is known (payments).

    Raises:
        OnePayError: OnePay cannot be asked.
    """
    oldest = period.first - margin
    records: list[Record] = []
    for payment in client.payments.list(sort="-created_at"):
        made = _moment_day(payment.created_at)
        if made is not None and made < oldest:
            break
        records.append(_object(payment, "payment", "payments.list"))
    records += [_object(charge, "charge", "charges.list") for charge in client.charges.list()]
    found = (record for record in records if record.day is None or record.day >= oldest)
    return Records(Source.API, tuple(found))


def _object(item: Any, kind: str, where: str) -> Record:
    outcome = outcome_of(item)
    paid_day = _moment_day(_present(item, "paid_at"))
    return Record(
        source=Source.API,
        where=where,
        kind=kind,
        direction=Direction.IN,
        state=outcome.state,
        amount=_present(item, "amount"),
        fee=_present(item, "commission"),
        currency=str(_present(item, "currency") or ""),
        day=paid_day or _moment_day(_present(item, "created_at")),
        environment=_environment(outcome.is_test),
        id=(str(item.id),),
        external_id=_several(_present(item, "external_id")),
        reference=_text(_present(item, "reference")),
        code=outcome.code or "",
    )


def _environment(is_test: bool | None) -> str:  # noqa: FBT001 - None says that nobody knows
    return "" if is_test is None else ("test" if is_test else "live")


def _present(item: Any, name: str) -> Any:
    value = getattr(item, name, None)
    return None if value is UNSET else value


def _moment_day(moment: Any) -> date | None:
    return moment.astimezone(BOGOTA).date() if isinstance(moment, datetime) and moment.tzinfo else None


@private_locals
def from_events(deliveries: Iterable[Delivery]) -> Records:
    """What received events say, the last of each object; amounts are left out, since their unit is not settled."""
    latest: dict[str, Record] = {}
    for delivery in deliveries:
        outcome = _outcome(delivery)
        if delivery.resource_id is None or outcome is None:
            continue
        kind = str(delivery.name).partition(".")[0]
        moment = datetime.fromtimestamp(delivery.timestamp, BOGOTA) if delivery.timestamp else None
        latest[delivery.resource_id] = Record(
            source=Source.EVENTS,
            where=str(delivery.name),
            kind=kind,
            direction=Direction.OUT if kind == "cashout" else Direction.IN,
            state=outcome.state,
            day=moment.date() if moment else None,
            environment=_environment(delivery.is_test),
            id=(delivery.resource_id,),
            external_id=_several(_present(delivery.resource, "external_id")),
            code=outcome.code or "",
        )
    return Records(Source.EVENTS, tuple(latest.values()))


def _outcome(delivery: Delivery) -> Outcome | None:
    try:
        return outcome_of(delivery)
    except InvalidValue:
        return None


@private_locals
def from_journal(journal: Journal) -> Records:
    """The requests that the client could not settle: whether they moved money is not known.

    Raises:
        JournalError: the journal cannot be read.
    """
    records = [
        Record(
            source=Source.JOURNAL,
            where=entry.operation,
            kind=entry.operation.partition("_")[0].removesuffix("s"),
            direction=Direction.OUT if entry.operation.startswith(("cashouts", "balances")) else Direction.IN,
            state=MoneyState.UNKNOWN,
            day=datetime.fromtimestamp(entry.created_at, BOGOTA).date(),
            environment=entry.environment or "",
            key=entry.id,
        )
        for entry in journal.unsettled()
    ]
    return Records(Source.JOURNAL, tuple(records))


@private_locals
def from_run(run: Run) -> Records:
    """The payouts of a run, each with what is known of it."""
    environment = run.status().environment
    records = [
        Record(
            source=Source.RUNS,
            where=f"{run.name}, line {row.line}",
            kind="cashout",
            direction=Direction.OUT,
            state=_PAYOUT_STATES[row.state],
            amount=row.amount,
            currency="COP",
            day=datetime.fromtimestamp(row.claimed_at or row.changed_at, BOGOTA).date(),
            environment=environment,
            id=(row.cashout_id,) if row.cashout_id else (),
            external_id=_several(row.reference),
            key=row.key,
            code=str(row.state),
        )
        for row in run.rows()
    ]
    return Records(Source.RUNS, tuple(records))
