"""The ledger of operations that were seen live: when first, and with which statuses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange

HEADING: Final = (
    "# Operations of the contract, and when a recording first saw the real API answer each, with which statuses.\n"
    "# `onepay-contract seen RECORDING --ledger THIS_FILE` brings it up to date.\n"
)
_NEVER: Final = "never"
_LINE: Final = re.compile(
    r"(?P<operation>\w+) {2,}(?:never|(?P<day>\d{4}-\d\d-\d\d) {2,}(?P<statuses>\d{3}(?: \d{3})*))"
)


class LedgerError(ValueError):
    """A ledger is not written as a ledger; the message says which line."""


@dataclass(frozen=True, slots=True)
class Sight:
    """When an operation was first seen live, and the statuses that were met since."""

    day: str
    statuses: frozenset[int]


def read(text: str) -> dict[str, Sight | None]:
    """What a ledger says of each operation; None stands for never."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = dict(_entry(line) for line in lines)
    if lines != sorted(lines) or len(found) < len(lines):
        raise LedgerError("The ledger is not sorted, or names an operation twice.")
    return found


def written(sights: dict[str, Sight | None]) -> str:
    """The text of a ledger."""
    width = max(map(len, sights), default=0)
    return HEADING + "".join(f"{name:<{width}}  {_told(sights[name])}\n" for name in sorted(sights))


def updated(text: str, exchanges: Iterable[Exchange], contract: Contract) -> str:
    """The ledger after exchanges; only those with a host of the contract were live, and 5XX says nothing."""
    sights: dict[str, Sight | None] = dict.fromkeys(contract.operations)
    sights.update({name: sight for name, sight in read(text).items() if name in sights})
    for exchange in exchanges:
        name = exchange.operation or _found(exchange, contract)
        if name in sights and _is_live(exchange, contract):
            sights[name] = _with(sights[name], exchange)
    return written(sights)


def _found(exchange: Exchange, contract: Contract) -> str:
    match = contract.find(exchange.method, exchange.url)
    return match.operation.id if match else ""


def _is_live(exchange: Exchange, contract: Contract) -> bool:
    return urlsplit(exchange.url).hostname in contract.hosts and exchange.status < 500  # noqa: PLR2004 (HTTP's own)


def _with(sight: Sight | None, exchange: Exchange) -> Sight:
    day = exchange.at[:10]
    if sight is None:
        return Sight(day, frozenset({exchange.status}))
    return Sight(min(sight.day, day), sight.statuses | {exchange.status})


def _told(sight: Sight | None) -> str:
    return f"{sight.day}  {' '.join(map(str, sorted(sight.statuses)))}" if sight else _NEVER


def _entry(line: str) -> tuple[str, Sight | None]:
    found = _LINE.fullmatch(line)
    if not found:
        raise LedgerError(f"The ledger has a line that cannot be read: {line[:80]!r}.")
    statuses = frozenset(int(one) for one in (found["statuses"] or "").split())
    return found["operation"], Sight(found["day"], statuses) if found["day"] else None
