"""What a server saw and did: the judge of every claim about retries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_KEY_HEADERS = ("x-idempotency", "idempotency-key", "x-idempotency-key")
"""OnePay's header, and those of the peers."""


@dataclass(frozen=True)
class Arrival:
    """One request that was read to its end."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Where it went, without the query."""
        return self.target.partition("?")[0]

    @property
    def key(self) -> str | None:
        """Its idempotency key."""
        return next((self.headers[name] for name in _KEY_HEADERS if name in self.headers), None)

    @property
    def writes(self) -> bool:
        """Whether it asks for something to be done."""
        return self.method != "GET"


@dataclass
class Ledger:
    """`arrivals` were read; `deeds` were done, once each for a key; `unread` were cut off before they were read."""

    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    deeds: list[Arrival] = field(default_factory=list[Arrival])
    unread: int = 0
    elsewhere: list[Arrival] = field(default_factory=list[Arrival])
    """Requests that followed a redirect."""
    outlasted: int = 0
    """Replies without an end on which the client did not hang up."""

    @property
    def sent(self) -> int:
        """How often the client let go of a request that may have arrived."""
        return len(self.arrivals) + self.unread

    @property
    def keys(self) -> list[str | None]:
        """The key of each arrival, in order."""
        return [arrival.key for arrival in self.arrivals]

    def deeds_of(self, key: str | None) -> list[Arrival]:
        """What was done under a key."""
        return [deed for deed in self.deeds if deed.key == key]
