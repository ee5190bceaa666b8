"""Books, lists, events and payouts that disagree in every known way, among thousands that agree."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from onepay_client.outcomes import MoneyState
from onepay_client.reconciliation import Books, Direction, DiscrepancyKind, Period, Record, Records, Source

Kind = DiscrepancyKind
PERIOD: Final = Period(date(2026, 11, 1), date(2026, 11, 30))
DAY: Final = date(2026, 11, 10)
AGREEING: Final = 10_000

_numbers: Final = itertools.count(1)


class Case:
    """One sale or payout: what the books and the other sources say of it."""

    def __init__(self, kind: Kind | None, *records: Record) -> None:
        self.kind: Final = kind
        self.records: Final = records


def booked(external_id: str, **changes: Any) -> Record:
    """An entry of the books."""
    given: dict[str, Any] = {"amount": 150_000, "day": DAY, "direction": Direction.IN, "external_id": (external_id,)}
    return Record(source=Source.BOOKS, where=f"line {next(_numbers)}", **(given | changes))


def listed(external_id: str, **changes: Any) -> Record:
    """A payment that OnePay lists."""
    given: dict[str, Any] = {
        "amount": 150_000,
        "day": DAY,
        "direction": Direction.IN,
        "kind": "payment",
        "currency": "COP",
        "environment": "live",
        "external_id": (external_id,),
        "id": (f"id-{external_id}",),
    }
    return Record(source=Source.API, where="payments.list", **(given | changes))


def event_of(external_id: str, **changes: Any) -> Record:
    """The event of such a payment."""
    given: dict[str, Any] = {"day": DAY, "direction": Direction.IN, "kind": "payment", "id": (f"id-{external_id}",)}
    return Record(source=Source.EVENTS, where="payment.approved", **(given | changes))


def paid_out(external_id: str, **changes: Any) -> Record:
    """A payout of a run."""
    given: dict[str, Any] = {
        "amount": 150_000,
        "day": DAY,
        "direction": Direction.OUT,
        "kind": "cashout",
        "external_id": (external_id,),
        "key": f"key-{external_id}",
        "code": "processed",
    }
    return Record(source=Source.RUNS, where="payroll, line 2", **(given | changes))


def sale(name: str, state: MoneyState, **changes: Any) -> tuple[Record, ...]:
    """A sale that is booked as paid, and came to something else."""
    return booked(name), listed(name, state=state, **changes), event_of(name, state=state)


def payout(name: str, state: MoneyState, code: str) -> tuple[Record, ...]:
    """A payout that is booked as paid, and came to something else."""
    return booked(name, direction=Direction.OUT), paid_out(name, state=state, code=code)


def unsettled(key: str) -> Record:
    """A request of the client of which nobody knows what became."""
    return Record(
        source=Source.JOURNAL,
        where="charges_create",
        direction=Direction.IN,
        state=MoneyState.UNKNOWN,
        day=DAY,
        key=key,
    )


def planted() -> Iterator[Case]:
    """Every kind of discrepancy, most of them once."""
    yield Case(Kind.MISSING_IN_ONEPAY, booked("p1"))
    yield Case(Kind.MISSING_IN_BOOKS, listed("p2"), event_of("p2"))
    yield Case(Kind.AMOUNT, booked("p3", amount=140_000), listed("p3"), event_of("p3"))
    yield Case(Kind.AMOUNT_IN_CENTS, booked("p4", amount=15_000_000), listed("p4"), event_of("p4"))
    yield Case(Kind.FEE, booked("p5", fee=900), listed("p5", fee=1200), event_of("p5"))
    yield Case(Kind.FEE_DEDUCTED, booked("p6", amount=148_800), listed("p6", fee=1200), event_of("p6"))
    yield Case(Kind.CURRENCY, booked("p7", currency="USD"), listed("p7"), event_of("p7"))
    yield Case(Kind.DIRECTION, booked("p8", direction=Direction.OUT), listed("p8"), event_of("p8"))
    yield Case(Kind.DAY, booked("p9", day=DAY + timedelta(days=1)), listed("p9"), event_of("p9"))
    before = date(2026, 10, 31)
    yield Case(Kind.OUTSIDE_PERIOD, booked("p10"), listed("p10", day=before), event_of("p10", day=before))
    yield Case(Kind.ENVIRONMENT, booked("p11"), listed("p11", environment="test"), event_of("p11"))
    yield Case(
        Kind.DOUBLE_IN_ONEPAY, booked("p12"), listed("p12"), listed("p12", id=("id-b",)), event_of("p12"), event_of("b")
    )
    yield Case(Kind.DOUBLE_IN_BOOKS, booked("p13"), booked("p13"), listed("p13"), event_of("p13"))
    yield Case(Kind.PARTLY_PAID, *sale("p14", MoneyState.PARTLY_PAID))
    yield Case(Kind.STILL_OPEN, *sale("p15", MoneyState.OPEN))
    yield Case(Kind.DECLINED, *sale("p16", MoneyState.DECLINED))
    yield Case(Kind.CANCELLED, *sale("p17", MoneyState.CANCELLED))
    yield Case(Kind.EXPIRED, *sale("p18", MoneyState.EXPIRED))
    yield Case(Kind.REFUNDED, *sale("p19", MoneyState.REFUNDED))
    yield Case(Kind.REFUND_NOT_FOUND, booked("p20", state=MoneyState.REFUNDED), listed("p20"), event_of("p20"))
    yield Case(Kind.REVERSED, *sale("p21", MoneyState.DISPUTED))
    yield Case(Kind.UNKNOWN_STATE, *sale("p22", MoneyState.UNKNOWN))
    yield Case(Kind.NOT_BOOKED_AS_PAID, booked("p23", state=MoneyState.OPEN), listed("p23"), event_of("p23"))
    yield Case(
        Kind.IDENTIFIERS_DISAGREE,
        booked("p24", id=("id-other",)),
        listed("p24"),
        event_of("p24"),
        listed("other"),
        event_of("other"),
    )
    yield Case(Kind.OUTCOME_UNKNOWN, booked("p25", key="k25"), unsettled("k25"))
    yield Case(Kind.EVENT_WITHOUT_OBJECT, event_of("p26"))
    yield Case(Kind.OBJECT_WITHOUT_EVENT, booked("p27"), listed("p27"))
    yield Case(Kind.EVENT_DISAGREES, booked("p28"), listed("p28"), event_of("p28", state=MoneyState.DECLINED))
    yield Case(Kind.PAYOUT_RETURNED, *payout("p29", MoneyState.REFUNDED, "returned"))
    yield Case(Kind.PAYOUT_FAILED, *payout("p30", MoneyState.DECLINED, "failed"))
    yield Case(Kind.PAYOUT_NOT_SENT, *payout("p31", MoneyState.CANCELLED, "not_sent"))
    yield Case(Kind.PAYOUT_OPEN, *payout("p32", MoneyState.OPEN, "pending"))
    yield Case(
        Kind.PAYOUT_TWICE, booked("p33", direction=Direction.OUT), paid_out("p33"), paid_out("p33", key="key-again")
    )
    yield Case(Kind.OUTCOME_UNKNOWN, *payout("p34", MoneyState.UNKNOWN, "unknown"))


def agreeing() -> Iterator[Case]:
    """Twelve thousand entries that agree, by one object each or several."""
    for number in range(AGREEING // 5):
        name = f"a{number}"
        day = PERIOD.first + timedelta(days=number % 30)
        yield Case(None, booked(name, day=day), listed(name, day=day), event_of(name, day=day))
        name = f"b{number}"  # one booking that was paid in two parts
        parts = [listed(name, id=(f"{name}-{half}",), amount=75_000) for half in (1, 2)]
        yield Case(None, booked(name), *parts, *(event_of("", id=part.id) for part in parts))
        whole = f"c{number}"  # two bookings for one payment
        yield Case(None, booked(whole, amount=50_000), booked(whole, amount=100_000), listed(whole), event_of(whole))
        retried = f"d{number}"  # a declined attempt, and then one that was paid
        failed = listed(retried, id=(f"{retried}-1",), state=MoneyState.DECLINED)
        yield Case(None, booked(retried), failed, listed(retried), event_of(retried))
        person = f"e{number}"
        yield Case(None, booked(person, direction=Direction.OUT), paid_out(person))


def split(cases: list[Case]) -> tuple[Books, list[Records]]:
    """The records of all cases as the sources that say them."""
    records = [record for case in cases for record in case.records]
    ours = tuple(record for record in records if record.source is Source.BOOKS)
    given = {record.source for record in records} - {Source.BOOKS}
    return Books(ours), [
        Records(source, tuple(record for record in records if record.source is source)) for source in sorted(given)
    ]
