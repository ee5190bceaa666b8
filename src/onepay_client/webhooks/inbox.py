"""A durable inbox: a delivery is stored and answered at once, and handled later."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

from msgspec import Struct

from onepay_client.errors import ConfigurationError
from onepay_client.storage.database import Database, Transaction
from onepay_core.tracebacks import private_locals

from .deliveries import Delivery, EventName, build_delivery
from .receiver import Handler

if TYPE_CHECKING:
    from onepay_client.client import OnePay

__all__ = ("CaughtUp", "Inbox", "InboxResult", "catch_up")

_LOG = logging.getLogger("onepay_client.webhooks")
_LONGEST_PAUSE = 3600.0
_MANY = 20

_STORE = """
INSERT INTO webhook_inbox (identity, received_at, body_number, busy_until, attempts, handled) VALUES (?, ?, ?, 0, 0, 0)
ON CONFLICT (identity) DO NOTHING
"""
_STORED = "SELECT 1 FROM webhook_inbox WHERE identity = ?"
_NEXT = """
SELECT identity, received_at, attempts, body_number, body
FROM webhook_inbox JOIN webhook_bodies ON number = body_number
WHERE handled = 0 AND busy_until <= ? ORDER BY received_at, identity LIMIT 1
"""
_CLAIM = "UPDATE webhook_inbox SET busy_until = ?, attempts = attempts + 1 WHERE identity = ?"
_PUT_BACK = "UPDATE webhook_inbox SET busy_until = ? WHERE identity = ? AND handled = 0"
_FINISH = "UPDATE webhook_inbox SET handled = 1 WHERE identity = ?"
_ERASE = "UPDATE webhook_bodies SET body = {} WHERE number = ?"
_WAITING = "SELECT COUNT(*) FROM webhook_inbox WHERE handled = 0"
_FORGET = "DELETE FROM webhook_inbox WHERE handled = 1 AND received_at < ?"


class InboxResult(Struct, frozen=True):
    """What handling the stored deliveries came to.

    Attributes:
        handled: how many were handled.
        failed: how many the handler failed at; each comes again, after a pause that grows to an hour.
        waiting: how many are left.
    """

    handled: int
    failed: int
    waiting: int


class Inbox:
    """Keeps the deliveries of one endpoint in the database of a journal until they are handled.

    ``store`` is the handler of the endpoint: ``receiver.handle(body, headers, inbox.store)``. It only writes, so that
    OnePay is answered well within its ten seconds. ``handle`` does the work, in whichever process has the time::

        inbox.handle(runs.handle)

    A body is erased as soon as it was handled. A handler whose process dies is called again for the same delivery, so
    it has to bear that; apart from that each event is handled once.

    Raises:
        ConfigurationError: the journal has no database.
        JournalError: the database cannot be used; every method may raise it.
    """

    @private_locals
    def __init__(self, journal: object, *, lease: float = 300.0, clock: Callable[[], float] = time.time) -> None:
        database: object = getattr(journal, "database", None)
        if database is None:
            raise ConfigurationError("An inbox is kept in a journal: Inbox(SqliteJournal('payments.sqlite')).")
        self._database = cast("Database", database)
        self._lease = lease
        self._clock = clock

    def __repr__(self) -> str:
        return "Inbox()"

    @private_locals
    def store(self, delivery: Delivery) -> None:
        """Keep a delivery; it is on disk when this returns. One that is there already changes nothing."""

        def work(transaction: Transaction) -> None:
            if transaction.execute(_STORED, (delivery.identity,)).fetchone() is not None:
                return
            number = transaction.insert("INSERT INTO webhook_bodies (body) VALUES (?)", (delivery.body,))
            if not transaction.execute(_STORE, (delivery.identity, self._clock(), number)).rowcount:
                self._erase(transaction, number)  # another process was faster

        self._database.run(work)

    @private_locals
    def handle(self, handler: Handler, *, limit: int | None = None) -> InboxResult:
        """Hand every stored delivery to ``handler``, the oldest first; ``limit`` ends it after so many.

        Where the handler raises, the delivery stays, and the others go on; the log has the type of the error.
        """
        handled = failed = 0
        while limit is None or handled + failed < limit:
            found = self._database.run(self._claim)
            if found is None:
                break
            identity, attempts, number, body = found
            try:
                handler(build_delivery(body, None))
            except Exception as error:  # noqa: BLE001 - whatever a handler raises, the next delivery is not to blame
                _LOG.error("webhook: a stored event was not handled (%s); it comes again", type(error).__name__)
                self._put_back(identity, attempts)
                failed += 1
            else:
                self._finish(identity, number)
                handled += 1
        return InboxResult(handled, failed, self.waiting())

    @private_locals
    def waiting(self) -> int:
        """How many deliveries are not handled yet."""
        return int(self._database.run(lambda transaction: transaction.execute(_WAITING).fetchone()[0]))

    @private_locals
    def forget(self, before: float) -> int:
        """Delete handled deliveries that came before this Unix time; return how many.

        OnePay may deliver an event for as long as it repeats it: keep them for some days.
        """
        return self._database.run(lambda transaction: transaction.execute(_FORGET, (before,)).rowcount)

    def _claim(self, transaction: Transaction) -> tuple[str, int, int, bytes] | None:
        now = self._clock()
        query = _NEXT + transaction.dialect.locking("webhook_inbox", skips=True)
        row = transaction.execute(query, (now,)).fetchone()
        if row is None:
            return None
        transaction.execute(_CLAIM, (now + self._lease, row[0]))
        return row[0], row[2] + 1, row[3], bytes(row[4])

    def _put_back(self, identity: str, attempts: int) -> None:
        pause = min(2.0 ** min(attempts, _MANY), _LONGEST_PAUSE)
        until = self._clock() + pause

        def work(transaction: Transaction) -> None:
            transaction.execute(_PUT_BACK, (until, identity))

        self._database.run(work)

    def _finish(self, identity: str, number: int) -> None:
        def work(transaction: Transaction) -> None:
            transaction.execute(_FINISH, (identity,))
            self._erase(transaction, number)

        self._database.run(work, erases=True)

    def _erase(self, transaction: Transaction, number: int) -> None:
        transaction.execute(_ERASE.format(transaction.dialect.erased("body")), (number,))


EVENTS: Final[dict[str, dict[str, EventName]]] = {
    "payment": {
        "approved": EventName.PAYMENT_APPROVED,
        "partially_paid": EventName.PAYMENT_PARTIALLY_PAID,
        "declined": EventName.PAYMENT_REJECTED,
        "rejected": EventName.PAYMENT_REJECTED,
        "cancelled": EventName.PAYMENT_DELETED,
        "expired": EventName.PAYMENT_EXPIRED,
        "partial_expired": EventName.PAYMENT_PARTIAL_EXPIRED,
    },
    "charge": {
        "paid": EventName.CHARGE_PAID,
        "succeeded": EventName.CHARGE_PAID,
        "approved": EventName.CHARGE_PAID,
        "failed": EventName.CHARGE_FAILED,
        "declined": EventName.CHARGE_FAILED,
        "refunded": EventName.CHARGE_REFUNDED,
        "disputed": EventName.CHARGE_DISPUTED,
    },
}
"""The event that a state in a list stands for. A state that is not here is none that anybody acts on."""

_UNTOLD: Final = tuple(sorted({name.partition(".")[0] for name in EventName} - EVENTS.keys()))
"""Families of events of which no list says what happened and since when."""

_OLDER_IN_A_ROW: Final = 50
"""So many older objects in a row end a list, since no document promises its order."""


class CaughtUp(Struct, frozen=True):
    """What looking through the lists came to.

    Attributes:
        stored: how many objects are in a state that an event tells of; each is in the inbox now, if it was not.
        untold: families of events that no list can tell of. What was missed of them has to be looked up: payouts with
            ``payouts.Run.catch_up``, the others in the panel.
    """

    stored: int
    untold: tuple[str, ...]


@private_locals
def catch_up(client: OnePay, inbox: Inbox, *, created_after: datetime) -> CaughtUp:
    """Store an event for each payment and charge that was created since then and has come to something.

    It goes through ``GET /payments`` and ``GET /charges``, and puts into the inbox what their present states stand for,
    with ``id``, ``status`` and ``is_test`` alone, so that the same handler gets it. A repetition stores nothing twice;
    but an event that did arrive is stored beside its delivery, so the handler has to bear one that says nothing new.

    Raises:
        ConfigurationError: ``created_after`` has no time zone.
        OnePayError: the API could not be asked; what was found until then is stored.
    """
    if created_after.tzinfo is None:
        raise ConfigurationError("created_after needs a time zone, such as datetime.now(UTC) - timedelta(days=1).")
    stored = 0
    for family, objects in (("payment", client.payments.list(sort="-created_at")), ("charge", client.charges.list())):
        for delivery in _deliveries(family, _since(objects, created_after)):
            inbox.store(delivery)
            stored += 1
    return CaughtUp(stored, _UNTOLD)


def _since(objects: Iterable[Any], created_after: datetime) -> Iterator[Any]:
    """The objects that were created since then, or of which it is not known."""
    older = 0
    for each in objects:
        created_at = getattr(each, "created_at", None)
        is_older = isinstance(created_at, datetime) and created_at.tzinfo is not None and created_at < created_after
        older = older + 1 if is_older else 0
        if not is_older:
            yield each
        elif older >= _OLDER_IN_A_ROW:
            return


def _deliveries(family: str, objects: Iterable[Any]) -> Iterator[Delivery]:
    for each in objects:
        status = str(each.status)
        name = EVENTS[family].get(status.lower())
        if name is not None:
            is_test = getattr(each, "is_test", None)
            data = {"id": str(each.id), "status": status}
            known = {"is_test": is_test} if isinstance(is_test, bool) else {}
            yield build_delivery(json.dumps({"event": str(name), "data": {**data, **known}}).encode(), None)
