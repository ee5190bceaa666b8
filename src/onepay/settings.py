"""What a client is told once, and what the engine reads at each call."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct

from onepay_api.operation import Timeouts
from onepay_api.servers import API_SERVER, CARDS_SERVER

from ._logging import LogWatcher
from ._misuse import ConfigurationError
from .keys import Environment, Keys, checked_address, find_keys
from .retries import Backoff

if TYPE_CHECKING:
    from .journal import Journal
    from .watching import Watcher

DEADLINE = 90.0
"""Seconds that a whole call may take, with its repetitions and pauses, unless a client or a call says otherwise."""

RETRIES = 2
"""How often a call is repeated at most, unless a client or a call says otherwise."""

MAX_BODY = 32 * 1024 * 1024
"""Bytes of a reply's body, after decompression, that a client reads unless it is told otherwise."""


class Surroundings(Struct, frozen=True):
    """Time and chance, passed in so that tests need neither.

    ``sleep`` waits for so many seconds; for an ``AsyncOnePay`` it returns something to await.
    """

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    random: Callable[[], float] = random.random
    sleep: Callable[[float], object] | None = None


class ClientOptions(TypedDict, total=False):
    """What ``OnePay`` and ``AsyncOnePay`` can be told, by keyword."""

    public_key: str | None
    """``pk_…``, only needed to create cards; else ``ONEPAY_PUBLIC_KEY``."""
    environment: Environment | None
    """``"test"`` or ``"live"``: what the keys must be for, checked before anything is sent."""
    base_url: str
    """The API's address; plain http only on this machine."""
    cards_url: str
    """The address of the host that takes card numbers."""
    timeout: float | Timeouts | None
    """Limits for each phase of an attempt: seconds for all of them, or ``Timeouts``."""
    deadline: float | None
    """Seconds for a whole call, with its repetitions and pauses (90); None for no limit."""
    retries: int
    """How often a call is repeated at most (2); 0 sends everything once."""
    backoff: Backoff
    """The pauses between attempts."""
    check: bool
    """False sends requests that the contract forbids."""
    allow_long_keys: bool
    """True allows idempotency keys of more than 64 characters, a limit that was only observed."""
    max_body: int
    """Bytes of a reply's body, after decompression, that are read at most (32 MiB)."""
    journal: Journal | None
    """Where intents to write are recorded before they are sent: see ``onepay.journal``."""
    watchers: Sequence[Watcher]
    """Who is told about each call: see ``onepay.watching``."""
    proxy: str | None
    """The address of a proxy; without it, the environment's (``HTTPS_PROXY``), but never to reach this machine."""
    http2: bool
    """True speaks HTTP/2 where the server does; needs ``httpx[http2]``. hpack then logs nothing at DEBUG."""
    surroundings: Surroundings
    """Clock, sleep and chance, for tests."""


class Settings(Struct, frozen=True, kw_only=True):
    """Everything that the engine needs to know of its client. ``repr`` shows no key."""

    keys: Keys
    servers: Mapping[str, str]
    timeouts: Timeouts = Timeouts()
    deadline: float | None = DEADLINE
    retries: int = RETRIES
    backoff: Backoff = Backoff()
    check: bool = True
    long_keys: bool = False
    max_body: int = MAX_BODY
    journal: Journal | None = None
    watchers: tuple[Watcher, ...] = ()
    surroundings: Surroundings = Surroundings()

    def __repr__(self) -> str:
        return f"Settings({self.servers[API_SERVER]!r}, environment={self.keys.environment!r})"


def make_settings(secret_key: str | None, options: ClientOptions) -> Settings:
    """The settings for what a client was told.

    Raises:
        ConfigurationError: a key, an address or a number cannot be right.
    """
    timeout = options.get("timeout", Timeouts())
    api, cards = options.get("base_url", API_SERVER), options.get("cards_url", CARDS_SERVER)
    return Settings(
        keys=find_keys(secret_key, options.get("public_key"), options.get("environment")),
        servers={
            API_SERVER: checked_address("base_url", api),
            CARDS_SERVER: checked_address("cards_url", cards),
        },
        timeouts=timeout if isinstance(timeout, Timeouts) else Timeouts.each(timeout),
        deadline=options.get("deadline", DEADLINE),
        retries=_checked_retries(options.get("retries", RETRIES)),
        backoff=options.get("backoff", Backoff()),
        check=options.get("check", True),
        long_keys=options.get("allow_long_keys", False),
        max_body=options.get("max_body", MAX_BODY),
        journal=options.get("journal"),
        watchers=(LogWatcher(), *options.get("watchers", ())),
        surroundings=options.get("surroundings", Surroundings()),
    )


def _checked_retries(retries: int) -> int:
    if retries < 0:
        raise ConfigurationError(f"retries must be 0 or more, not {retries}; 0 sends everything once.")
    return retries
