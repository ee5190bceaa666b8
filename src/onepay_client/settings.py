"""What a client is told once, and what the engine reads at each call."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, cast

from msgspec import Struct

from onepay_api.servers import API_SERVER, CARDS_SERVER
from onepay_core.arguments import (
    OptionsMeta,
    checked_count,
    checked_kind,
    checked_seconds,
    kind_of,
    refuse_unknown,
)
from onepay_core.operation import MAX_RETRIES, CallOptions, Timeouts

from .errors import ConfigurationError
from .idempotency import KEY_LIFETIME
from .keys import EnvironmentName, Keys, checked_address, find_keys
from .observability.observers import LogObserver
from .sending.retries import Backoff, CircuitBreaker, RetryQuota

if TYPE_CHECKING:
    from .journal import Journal
    from .observability.observers import Observer

__all__ = (
    "CallOptions",
    "ClientOptions",
    "Environment",
    "Runtime",
    "Timeouts",
)


T = TypeVar("T")

DEADLINE = 90.0
"""Seconds that a whole call may take, with its repetitions and pauses, unless a client or a call says otherwise."""

RETRIES = 2
"""How often a call is repeated at most, unless a client or a call says otherwise."""

MAX_BODY = 32 * 1024 * 1024
"""Bytes of a reply's body, after decompression, that a client reads unless it is told otherwise."""


class Environment(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """The two hosts of an API: the one of nearly everything, and the one that takes card numbers.

    ``cards`` is the same as ``api`` where it is left out: a sandbox serves both at one address.

    Raises:
        ConfigurationError: an address cannot be right, or is plain http to another machine.
    """

    api: str = API_SERVER
    cards: str | None = None

    def __post_init__(self) -> None:
        checked_address("Environment.api", self.api)
        if self.cards is not None:
            checked_address("Environment.cards", self.cards)

    @property
    def servers(self) -> dict[str, str]:
        """The address of each server of the contract."""
        cards = self.cards or (CARDS_SERVER if self.api == API_SERVER else self.api)
        return {API_SERVER: self.api.rstrip("/"), CARDS_SERVER: cards.rstrip("/")}


class Runtime(Struct, frozen=True, metaclass=OptionsMeta):
    """Time and chance, passed in so that tests need neither.

    ``sleep`` waits for so many seconds; for an ``AsyncOnePay`` it returns something to await.

    Raises:
        ConfigurationError: one of them cannot be called.
    """

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    random: Callable[[], float] = random.random
    sleep: Callable[[float], object] | None = None

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if not callable(getattr(self, name)) and not (name == "sleep" and self.sleep is None):
                raise ConfigurationError(f"runtime ({name}) must be a function.")


class ClientOptions(TypedDict, total=False):
    """What ``OnePay`` and ``AsyncOnePay`` can be told, by keyword."""

    public_key: str | None
    """``pk_…``, only needed to create cards; else ``ONEPAY_PUBLIC_KEY``."""
    environment: Environment | EnvironmentName | None
    """``"test"`` or ``"live"``: what the keys must be for, checked before anything is sent. Or an ``Environment``,
    which names both hosts of another API, such as a sandbox."""
    base_url: str
    """The API's address; plain http only on this machine. With a public key, ``cards_url`` belongs to it."""
    cards_url: str
    """The address of the host that takes card numbers; only together with ``base_url``."""
    timeout: float | Timeouts | None
    """Limits for each phase of an attempt: seconds for all of them, or ``Timeouts``."""
    deadline: float | None
    """Seconds for a whole call, with its repetitions and pauses (90); None for no limit."""
    retries: int
    """How often a call is repeated at most (2); 0 sends everything once."""
    backoff: Backoff
    """The pauses between attempts."""
    retry_quota: RetryQuota | None
    """How many repetitions are made while nothing succeeds (20, as ``RetryQuota()`` says); None for no limit."""
    breaker: CircuitBreaker | None
    """Ends a run of writes after so many without an answer; None, the default, never does."""
    check: bool
    """False sends requests that the contract forbids."""
    allow_long_keys: bool
    """True allows idempotency keys of more than 64 characters, a limit that was only observed."""
    max_body: int
    """Bytes of a reply's body, after decompression, that are read at most (32 MiB)."""
    journal: Journal | None
    """Where intents to write are recorded before they are sent: see ``onepay_client.journal``."""
    key_lifetime: float
    """Seconds after which an open entry of the journal is not sent again (a day): OnePay may have forgotten its key."""
    observers: Sequence[Observer]
    """Who is notified of each call: see ``onepay_client.Observer``."""
    proxy: str | None
    """The address of a proxy; without it, the environment's (``HTTPS_PROXY``), but never to reach this machine."""
    http2: bool
    """True speaks HTTP/2 where the server does; needs ``httpx[http2]``. hpack then logs nothing at DEBUG."""
    runtime: Runtime
    """Clock, sleep and chance, for tests."""


class Settings(Struct, frozen=True, kw_only=True):
    """Everything that the engine needs to know of its client. ``repr`` shows no key."""

    keys: Keys
    servers: Mapping[str, str]
    timeouts: Timeouts = Timeouts()
    deadline: float | None = DEADLINE
    retries: int = RETRIES
    backoff: Backoff = Backoff()
    retry_quota: RetryQuota | None = None
    breaker: CircuitBreaker | None = None
    check: bool = True
    long_keys: bool = False
    max_body: int = MAX_BODY
    journal: Journal | None = None
    key_lifetime: float = KEY_LIFETIME
    observers: tuple[Observer, ...] = ()
    runtime: Runtime = Runtime()

    def __repr__(self) -> str:
        return f"Settings({self.servers[API_SERVER]!r}, environment={self.keys.environment!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("server", self.servers[API_SERVER]), ("environment", self.keys.environment)]


def make_settings(secret_key: object, options: ClientOptions) -> Settings:
    """The settings for what a client was told.

    Raises:
        ConfigurationError: a key, an address or an option cannot be right, or there is no such option.
    """
    refuse_unknown("The client", options, ("secret_key", "http_client", "transport", *ClientOptions.__annotations__))
    given = options.get("environment")
    keys = find_keys(secret_key, options.get("public_key"), None if isinstance(given, Environment) else given)
    return Settings(
        keys=keys,
        servers=_servers(options, keys),
        timeouts=_timeouts(options.get("timeout", Timeouts())),
        deadline=checked_seconds("deadline", options.get("deadline", DEADLINE)),
        retries=checked_count("retries", options.get("retries", RETRIES), 0, MAX_RETRIES, " 0 sends everything once."),
        backoff=checked_kind("backoff", options.get("backoff", Backoff()), Backoff),
        retry_quota=_checked_or_none("retry_quota", options.get("retry_quota", RetryQuota()), RetryQuota),
        breaker=_checked_or_none("breaker", options.get("breaker"), CircuitBreaker),
        check=checked_kind("check", options.get("check", True), bool),
        long_keys=checked_kind("allow_long_keys", options.get("allow_long_keys", False), bool),
        max_body=checked_count("max_body", options.get("max_body", MAX_BODY), 1, sys.maxsize - 1),
        journal=checked_journal(options.get("journal")),
        key_lifetime=_key_lifetime(options.get("key_lifetime", KEY_LIFETIME)),
        observers=(LogObserver(), *_observers(options.get("observers", ()))),
        runtime=checked_kind("runtime", options.get("runtime", Runtime()), Runtime),
    )


def _checked_or_none(name: str, given: object, kind: type[T]) -> T | None:
    return None if given is None else checked_kind(name, given, kind)


def _servers(options: ClientOptions, keys: Keys) -> dict[str, str]:
    named = [name for name in ("base_url", "cards_url") if name in options]
    given = options.get("environment")
    if isinstance(given, Environment):
        if named:
            raise ConfigurationError(f"environment names both hosts already; leave out {' and '.join(named)}.")
        return given.servers
    servers = {
        API_SERVER: checked_address("base_url", options.get("base_url", API_SERVER)),
        CARDS_SERVER: checked_address("cards_url", options.get("cards_url", CARDS_SERVER)),
    }
    other = [server for server, address in servers.items() if address != server]
    if other == [CARDS_SERVER] or (other == [API_SERVER] and "cards_url" not in options and keys.public_key):
        missing = "base_url" if other == [CARDS_SERVER] else "cards_url"
        raise ConfigurationError(
            f"Of the API's two hosts only one was changed, so that part of the requests would go to the real API. "
            f"Name {missing} too, or both at once: environment=Environment(api=…, cards=…)."
        )
    return servers


def _timeouts(given: object) -> Timeouts:
    return given if isinstance(given, Timeouts) else Timeouts.each(checked_seconds("timeout", given))


def checked_journal(given: object) -> Journal | None:
    """``given`` itself, if it is a journal, or None.

    Raises:
        ConfigurationError: it is something else.
    """
    if given is not None:
        _check_methods("journal", given, ("begin", "end", "unsettled"), "Give a SqliteJournal, or another Journal.")
    return cast("Journal | None", given)


def _key_lifetime(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not given >= 0:
        raise ConfigurationError(f"key_lifetime must be seconds, 0 or more, not {given!r}.")
    return given


def _observers(given: object) -> tuple[Observer, ...]:
    if not isinstance(given, (list, tuple, set, frozenset)):
        raise ConfigurationError(f"observers must be a list of observers, not {kind_of(given)}.")
    observers = tuple(cast("Iterable[object]", given))
    for observer in observers:
        _check_methods(
            "Each of observers", observer, ("started", "attempted", "finished"), "See onepay_client.Observer."
        )
    return cast("tuple[Observer, ...]", observers)


def _check_methods(name: str, given: object, methods: tuple[str, ...], advice: str) -> None:
    if isinstance(given, type):
        raise ConfigurationError(f"{name} must be an object, not {kind_of(given)} itself. {advice}")
    for method in methods:
        try:
            function = getattr(given, method, None)
        except Exception as error:
            raise ConfigurationError(f"{name}: {method} raised {type(error).__name__}. {advice}") from error
        if not callable(function) or iscoroutinefunction(function):
            raise ConfigurationError(
                f"{name} must have a method {method}() that needs no await, and {kind_of(given)} has none. {advice}"
            )
