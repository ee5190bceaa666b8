"""Records from OnePay's lists, received events, the client's journal and payout runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from msgspec import UNSET, structs

from onepay_api.wire_names import PAYING_OPERATIONS
from onepay_client.client import OnePay
from onepay_client.errors import ConfigurationError, InvalidValue, NotFound
from onepay_client.journal import Journal
from onepay_client.outcomes import MoneyState, Outcome, outcome_of
from onepay_client.payouts.reasons import Event
from onepay_client.payouts.rows import external_id
from onepay_client.payouts.runs import Run
from onepay_client.payouts.states import RowState, RunRow
from onepay_client.webhooks.deliveries import Delivery
from onepay_core.arguments import checked_items, checked_kind
from onepay_core.tracebacks import private_locals

from .grouping import ATTEMPT
from .records import BOGOTA, Direction, Period, Record, Records, Source

if TYPE_CHECKING:
    from onepay_api import models

__all__ = (
    "from_api",
    "from_events",
    "from_invoices",
    "from_journal",
    "from_run",
    "from_wallets",
)

MARGIN: Final = timedelta(days=90)
"""How long before the period an object may have been made that was paid in it."""

_OLDER_IN_A_ROW: Final = 50
"""So many older objects in a row end a list, since no document promises its order."""

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


@private_locals
def from_api(client: OnePay, period: Period, *, margin: timedelta = MARGIN) -> Records:
    """What OnePay lists: payments, charges and payment intents, back to ``margin`` before the period.

    A payment intent is one attempt to collect a payment, a charge or a request to pay; those that paid a payment in
    parts are compared in its place. The lists have no filter by day that a document names, so pages are read until
    fifty objects in a row are older than that; the latest are asked for first where a list can be sorted.

    Raises:
        OnePayError: OnePay cannot be asked.
    """
    oldest = _oldest(client, period, margin)
    payments = _since(client.payments.list(sort="-created_at"), oldest)
    charges = _since(client.charges.list(), oldest)
    attempts = _since(client.payment_intents.list(sort="-created_at"), oldest)
    records = [
        *(_object(payment, "payment", "payments.list") for payment in payments),
        *(_object(charge, "charge", "charges.list") for charge in charges),
        *(_object(attempt, ATTEMPT, "payment_intents.list", belongs_to=_payment_of(attempt)) for attempt in attempts),
    ]
    return Records(Source.API, tuple(records))


@private_locals
def from_invoices(client: OnePay, period: Period, *, margin: timedelta = MARGIN) -> Records:
    """The invoices that OnePay lists, back to ``margin`` before the period, each with the state of its payment.

    Give it where your books name invoices: an invoice brings its own id, its reference and its number in your billing
    system to its payment, which alone moves money. The list shows no payment, so that each invoice is asked for.

    Raises:
        OnePayError: OnePay cannot be asked.
    """
    oldest = _oldest(client, period, margin)
    records: list[Record] = []
    for invoice in _since(_invoices(client), oldest):
        payment = _object(invoice.payment, "invoice", "invoices.get", belongs_to=invoice.payment.id)
        own = (_present(invoice, "external_id"), invoice.provider_id)
        external_ids = dict.fromkeys((*payment.external_id, *(value for value in own if value)))
        records.append(
            structs.replace(
                payment,
                source=Source.INVOICES,
                id=(invoice.id,),
                external_id=tuple(external_ids),
                reference=invoice.reference,
            )
        )
    return Records(Source.INVOICES, tuple(records))


def _invoices(client: OnePay) -> Iterator[models.Invoice]:
    """Every invoice with its payment, but for those that are deleted while they are asked for."""
    for listed in client.invoices.list(sort="-created_at"):
        with suppress(NotFound):
            yield client.invoices.get(listed.id)


@private_locals
def from_wallets(client: OnePay, customer_ids: Iterable[str], period: Period) -> Records:
    """The movements in the wallets of these customers in a period; there is no list of all wallets.

    Money goes from your balance into a wallet, so that each movement is one out; a payout from a wallet is one with the
    payout of a run. The concept is its reference.

    Raises:
        OnePayError: OnePay cannot be asked.
    """
    _oldest(client, period, MARGIN)
    records: list[Record] = []
    for customer_id in dict.fromkeys(checked_items("customer_ids", customer_ids, str)):
        for movement in client.wallets.list_transactions(customer_id):
            day = _moment_day(movement.created_at)
            if day is None or day in period:
                records.append(_movement(movement, day))
    return Records(Source.WALLETS, tuple(records))


def _movement(movement: models.WalletTransaction, day: date | None) -> Record:
    payout = movement.node
    outcome = None if payout is None else outcome_of(payout)
    return Record(
        source=Source.WALLETS,
        where="wallets.list_transactions",
        kind="wallet_transaction",
        direction=Direction.OUT,
        state=outcome.state if outcome else MoneyState.PAID if movement.confirmed else MoneyState.OPEN,
        amount=movement.amount,
        currency="COP",
        day=day,
        environment="" if outcome is None else _environment(outcome.is_test),
        id=(movement.id,),
        belongs_to="" if payout is None else payout.id,
        external_id=() if payout is None else _given(payout.external_id),
        reference=movement.concept.strip(),
    )


T = TypeVar("T")


def _oldest(client: object, period: object, margin: object) -> date:
    """The day on which an object was made at the earliest that is looked at."""
    checked_kind("client", client, OnePay)
    return checked_kind("period", period, Period).first - checked_kind("margin", margin, timedelta)


def _since(objects: Iterable[T], oldest: date) -> Iterator[T]:
    """The objects that were made since a day, or of which it is not known."""
    older = 0
    for each in objects:
        made = _moment_day(_present(each, "created_at"))
        if made is None or made >= oldest:
            older = 0
            yield each
        elif (older := older + 1) >= _OLDER_IN_A_ROW:
            return


def _payment_of(attempt: models.PaymentIntent) -> str:
    """The payment that an attempt belongs to; a subscription has many attempts of different months."""
    return attempt.source.id if str(attempt.source.type).casefold() == "payment" else ""


def _object(item: Any, kind: str, where: str, *, belongs_to: str = "") -> Record:
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
        currency=str(_present(item, "currency") or "").upper(),
        day=paid_day or _moment_day(_present(item, "created_at")),
        environment=_environment(outcome.is_test),
        id=(str(item.id),),
        belongs_to=belongs_to,
        external_id=_given(_present(item, "external_id")),
        reference=str(_present(item, "reference") or "").strip(),
        code=outcome.code or "",
    )


def _given(identifier: object) -> tuple[str, ...]:
    text = "" if identifier is None else str(identifier).strip()
    return (text,) if text else ()


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
    latest: dict[str, tuple[int, Record]] = {}
    for delivery in checked_items("deliveries", deliveries, Delivery):
        outcome = _outcome(delivery)
        if delivery.resource_id is None or outcome is None:
            continue
        at = delivery.timestamp or 0
        if at and at < latest.get(delivery.resource_id, (0,))[0]:
            continue  # a late repetition of an earlier event
        kind = str(delivery.name).partition(".")[0]
        record = Record(
            source=Source.EVENTS,
            where=str(delivery.name),
            kind=kind,
            direction=Direction.OUT if kind == "cashout" else Direction.IN,
            state=outcome.state,
            day=datetime.fromtimestamp(at, BOGOTA).date() if at else None,
            environment=_environment(delivery.is_test),
            id=(delivery.resource_id,),
            belongs_to=_owner(delivery.resource, kind),
            external_id=_given(_present(delivery.resource, "external_id")),
            code=outcome.code or "",
        )
        latest[delivery.resource_id] = at, record
    return Records(Source.EVENTS, tuple(record for _, record in latest.values()))


def _owner(resource: Any, kind: str) -> str:
    """The payment that the event of an attempt or of an invoice is about as well."""
    if kind == "invoice":
        return str(_present(_present(resource, "payment"), "id") or "")
    source = _present(resource, "source") if kind == "charge" else None
    is_payment = str(_present(source, "type") or "").casefold() == "payment"
    return str(_present(source, "id") or "") if is_payment else ""


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
    if not callable(getattr(journal, "unsettled", None)):
        raise ConfigurationError("journal must be the journal of a client, such as SqliteJournal.")
    records = [
        Record(
            source=Source.JOURNAL,
            where=entry.operation,
            kind=entry.operation.partition("_")[0].removesuffix("s"),
            direction=Direction.OUT if entry.operation in PAYING_OPERATIONS else Direction.IN,
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
    """The payouts of a run, each with what is known of it, also of an earlier attempt; the day is that of sending."""
    environment = checked_kind("run", run, Run).status().environment
    history = run.history()
    former = {(position, reason): at for position, at, event, _, reason in history if event == Event.FORMER}
    also_paid = {(position, reason) for position, _, event, _, reason in history if event == Event.FORMER_PAID}
    records: list[Record] = []
    for row in run.rows():
        latest = _row(run.name, row, environment)
        for (position, cashout_id), at in former.items():
            if position == row.position:
                paid = (position, cashout_id) in also_paid
                records.append(
                    structs.replace(
                        latest,
                        id=(cashout_id,),
                        key=cashout_id,
                        state=MoneyState.PAID if paid else MoneyState.DECLINED,
                        code=(RowState.PROCESSED if paid else RowState.FAILED).value,
                        day=datetime.fromtimestamp(at, BOGOTA).date(),
                    )
                )
        records.append(latest)
    return Records(Source.RUNS, tuple(records))


def _row(run: str, row: RunRow, environment: str) -> Record:
    return Record(
        source=Source.RUNS,
        where=f"{run}, line {row.line}",
        kind="cashout",
        direction=Direction.OUT,
        state=_PAYOUT_STATES[row.state],
        amount=row.amount,
        currency="COP",
        day=datetime.fromtimestamp(row.claimed_at or row.changed_at, BOGOTA).date(),
        environment=environment,
        id=(row.cashout_id,) if row.cashout_id else (),
        batch=run,
        external_id=(external_id(run, row.line, row.reference),),
        key=row.key,
        code=str(row.state),
    )
