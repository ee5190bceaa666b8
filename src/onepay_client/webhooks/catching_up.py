"""What a webhook missed while its endpoint was down or disabled, as far as lists of the API show it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from onepay_client.errors import ConfigurationError
from onepay_core.tracebacks import private_locals

from .deliveries import Delivery, EventName, build_delivery
from .inbox import Inbox

if TYPE_CHECKING:
    from onepay_client.client import OnePay

__all__ = ("CaughtUp", "catch_up")

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
