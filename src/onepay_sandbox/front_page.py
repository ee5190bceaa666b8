"""The page at `/_sandbox/`: what this sandbox is, what it holds, what it claims, and what it can be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from onepay_sandbox import overview, registry, scenarios
from onepay_sandbox.contract import Contract
from onepay_sandbox.hypertext import code, page, paragraph, section, table
from onepay_sandbox.messages import Answer

_MOST: Final = 50
_ABOUT: Final = (
    "This is a stand-in for OnePay's payments API, on your own machine. It remembers what it is told, and none of "
    "its money is real. Any key that begins with sk_test_ opens an account of its own; a test decides about its "
    "time, chance and outcome."
)
_FIRST: Final = """curl {base}/_sandbox/clock/advance -H 'Authorization: Bearer sk_test_abc' \\
     -H 'Content-Type: application/json' -d '{{"by": "P1D"}}'"""
_KEYLESS: Final = "The page shows an account, with its clock, objects and deliveries, to whoever sends its key."
_WITH_KEY: Final = """curl {base}/_sandbox/ -H "Authorization: Bearer $ONEPAY_API_KEY" """
_VALUES: Final = (
    ("card number", scenarios.CARDS),
    ("account number", scenarios.ACCOUNTS),
    ("phone of a wallet", scenarios.PHONES),
    ("amount", scenarios.AMOUNTS),
)


def front_page(connection: Connection, wall: datetime, control: Contract, base: str, account: str | None) -> Answer:
    """The page; of the accounts of this sandbox it shows the one whose key was sent."""
    return page(
        200,
        "OnePay sandbox",
        paragraph(_ABOUT),
        *(
            _own(connection, wall, account)
            if account
            else [section("Your account", paragraph(_KEYLESS), code(_WITH_KEY.format(base=base)))]
        ),
        section("Values that force an outcome", paragraph("They mean something to this sandbox only."), _values()),
        section("Control calls", code(_FIRST.format(base=base)), _calls(control)),
        section("What this sandbox claims, and how it is known", _claims()),
    )


def _own(connection: Connection, wall: datetime, account: str) -> list[str]:
    """What only the owner of the key sees."""
    one = overview.account(connection, wall, account)
    counts = ", ".join(f"{kind}: {number}" for kind, number in one.counts) or "nothing"
    row = (one.clock, "runs" if one.running else "stands", counts)
    sent = (
        (one.event, one.url, one.status, one.tries, one.last) for one in overview.deliveries(connection, account, _MOST)
    )
    return [
        section("Your account", table(("clock", "", "objects"), [row])),
        section("Deliveries", table(("event", "webhook", "status", "tries", "last reply"), sent)),
    ]


def _values() -> str:
    return table(("what", "value", "outcome"), _forcing())


def _forcing() -> Iterator[tuple[object, ...]]:
    for what, values in _VALUES:
        for value, outcome in values.items():
            yield what, value, outcome


def _calls(control: Contract) -> str:
    rows = ((one.method, f"/_sandbox{one.path}", one.description) for one in control.operations.values())
    return table(("method", "path", "what it does"), rows)


def _claims() -> str:
    rows = ((one.id, one.evidence, one.sentence, one.reason) for one in registry.assumptions())
    return table(("name", "evidence", "claim", "reason"), rows)
