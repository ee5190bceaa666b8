"""A program that pays once, records it in a journal, and dies at a point that it is told.

``python -m support.payer <journal> <url> <point> <operation>``: the points are those between two writes. The journal is
a file, or the schema and the address of a database.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any, Final

import httpx

from onepay_api.models import CashoutMethod, Currency
from onepay_client import OnePay, PostgresJournal, SqliteJournal
from onepay_client.journal import Ending, Entry
from onepay_client.storage.journals import DatabaseJournal

POINTS: Final = (
    "before begin",
    "after begin",
    "before sending",
    "after sending",
    "before reading the body",
    "before end",
    "after end",
)
"""Where it can die, in the order in which it passes."""

DIED: Final = 77
KEY: Final = "payroll-1"
CALLS: Final[dict[str, Callable[[OnePay], object]]] = {
    "keyed": lambda client: client.cashouts.create(
        amount=1000,
        account_id="a",
        customer_id="c",
        currency=Currency.COP,
        method=CashoutMethod.ACH,
        idempotency_key=KEY,
    ),
    "unkeyed": lambda client: client.charges.cancel("a-charge"),
}


class CrashPoint:
    """Ends this process, without any clean-up, when it comes to one point."""

    def __init__(self, point: str) -> None:
        self._point = point

    def comes_to(self, point: str) -> None:
        """Die if it is this one."""
        if point == self._point:
            os._exit(DIED)


class CrashingJournal:
    """A journal around which the process may die."""

    def __init__(self, journal: DatabaseJournal, crash_point: CrashPoint) -> None:
        self._journal = journal
        self._crash_point = crash_point

    def begin(self, entry: Entry) -> Entry | None:
        """Write an entry, with a point before and one after."""
        self._crash_point.comes_to("before begin")
        before = self._journal.begin(entry)
        self._crash_point.comes_to("after begin")
        return before

    def end(self, entry_id: str, ending: Ending) -> None:
        """Write an ending, with a point before and one after."""
        self._crash_point.comes_to("before end")
        self._journal.end(entry_id, ending)
        self._crash_point.comes_to("after end")

    def unsettled(self) -> list[Entry]:
        """What is open."""
        return self._journal.unsettled()


class CrashingTransport(httpx.HTTPTransport):
    """A transport around which the process may die."""

    def __init__(self, crash_point: CrashPoint) -> None:
        super().__init__()
        self._crash_point = crash_point

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._crash_point.comes_to("before sending")
        response = super().handle_request(_dying_after(request, self._crash_point))
        self._crash_point.comes_to("before reading the body")
        return response


def _dying_after(request: httpx.Request, crash_point: CrashPoint) -> httpx.Request:
    def trace(event: str, _: Any) -> None:
        if event.endswith("send_request_body.complete"):
            crash_point.comes_to("after sending")

    request.extensions["trace"] = trace
    return request


def open_journal(place: str) -> DatabaseJournal:
    """The journal at a place, as ``main`` takes it."""
    schema, in_database, address = place.partition("@")
    return PostgresJournal(address, schema=schema, connections=1) if in_database else SqliteJournal(place)


def main(place: str, url: str, point: str, operation: str) -> None:
    """Pay."""
    crash_point = CrashPoint(point)
    with (
        closing(open_journal(place)) as kept,
        OnePay(
            "sk_test_made_up",
            base_url=url,
            journal=CrashingJournal(kept, crash_point),
            transport=CrashingTransport(crash_point),
        ) as client,
    ):
        CALLS[operation](client)


if __name__ == "__main__":
    main(*sys.argv[1:])
