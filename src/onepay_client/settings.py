"""What a client is told once, its keys among it, and what the engine reads at each call."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict, TypeVar, cast

from msgspec import Struct, structs

from onepay_api.servers import API_SERVER, CARDS_SERVER
from onepay_core.arguments import (
    OptionsMeta,
    checked_count,
    checked_kind,
    checked_seconds,
    kind_of,
    refuse_unknown,
)
from onepay_core.environment import Environment, checked_address, plain_http_host
from onepay_core.operation import MAX_RETRIES, CallOptions, Operation, Timeouts
from onepay_core.requests import Credentials

from .errors import ConfigurationError
from .idempotency import KEY_LIFETIME
from .observability.observers import LogObserver
from .sending.retries import Backoff, CircuitBreaker, RetryQuota

if TYPE_CHECKING:
    from .journal import Journal
    from .observability.observers import Observer

__all__ = (
    "CallOptions",
    "ClientOptions",
    "Environment",
    "EnvironmentName",
    "Key",
    "Runtime",
    "Timeouts",
)


T = TypeVar("T")

EnvironmentName: TypeAlias = Literal["test", "live"]
"""The two worlds of OnePay. One host serves both; the key decides."""

Key: TypeAlias = str | Callable[[], str]
"""A key, or a function that returns the one of now: it is called before each request, and should be quick."""

SECRET_VARIABLE = "ONEPAY_API_KEY"  # noqa: S105 - a variable's name, not a key
PUBLIC_VARIABLE = "ONEPAY_PUBLIC_KEY"
SANDBOX_KEY = "sk_test_sandbox"
"""A key of the sandbox, which opens an account for any test key."""

_QUOTATION_MARKS = "'\"`\u2018\u2019\u201c\u201d"
_KINDS = {"sk": "secret", "pk": "public"}
_ENVIRONMENTS: tuple[EnvironmentName, ...] = ("test", "live")


class Keys(Credentials):
    """The keys of one company and the environment that they belong to. They are never shown."""

    __slots__ = ("environment",)

    def __init__(
        self,
        secret_key: str | None = None,
        public_key: str | None = None,
        environment: EnvironmentName | None = None,
    ) -> None:
        super().__init__(secret_key, public_key)
        self.environment: EnvironmentName | None = environment

    def missing(self, operation: Operation[Any]) -> ConfigurationError:
        """The error for a key that ``operation`` asks for, and that this client does not have."""
        public = "PublicKey" in operation.security
        wanted = f"public_key=…, or {PUBLIC_VARIABLE}" if public else f"secret_key=…, or {SECRET_VARIABLE}"
        kind = "public key (pk_…)" if public else "secret key (sk_…)"
        return ConfigurationError(f"{operation.id} needs a {kind}, and this client has none. Give it {wanted}.")


class RotatedKeys(Keys):
    """Keys of which ``functions`` return some, by argument; they must stay keys of the same environment."""

    __slots__ = ("_functions",)

    def __init__(
        self,
        secret_key: str | None,
        public_key: str | None,
        environment: EnvironmentName | None,
        functions: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__(secret_key, public_key, environment)
        self._functions = functions

    def of(self, operation: Operation[Any]) -> str:
        """The key that ``operation`` asks for, as it is now.

        Raises:
            ConfigurationError: there is no such key, or its function failed or returned one that cannot be right.
        """
        argument, kind = ("public_key", "pk") if "PublicKey" in operation.security else ("secret_key", "sk")
        function = self._functions.get(argument)
        if function is None:
            return super().of(operation)
        key = _checked_key(argument, kind, _returned(argument, function))
        if environment_of(key) != self.environment:
            raise ConfigurationError(
                f"The function given as {argument} now returns a key of another environment ({shown(key)}) than when "
                "the client was made. Nothing was sent. Make another client for it."
            )
        return key


def find_keys(
    secret_key: Any, public_key: Any, environment: object, variables: Mapping[str, str] | None = None
) -> Keys:
    """The keys from the arguments or, failing them, from the environment's variables, checked.

    Raises:
        ConfigurationError: a key cannot be right, does not fit ``environment``, or there is none at all.
    """
    variables = os.environ if variables is None else variables
    given = {"secret_key": secret_key, "public_key": public_key}
    functions: dict[str, Callable[[], object]] = {name: key for name, key in given.items() if callable(key)}
    secret = _found("secret_key", "sk", secret_key, variables.get(SECRET_VARIABLE))
    public = _found("public_key", "pk", public_key, variables.get(PUBLIC_VARIABLE))
    if secret is None and public is None:
        raise ConfigurationError(f"There is no key. Give secret_key=…, or set {SECRET_VARIABLE}.")
    common = _common_environment((secret, public), environment)
    return RotatedKeys(secret, public, common, functions) if functions else Keys(secret, public, common)


def _found(argument: str, kind: str, given: Any, variable: str | None) -> str | None:
    key: Any = variable if given is None else given
    if callable(key):
        key = _returned(argument, key)
    return None if key is None else _checked_key(argument, kind, key)


def _returned(argument: str, function: Callable[[], object]) -> object:
    """The key that a function of somebody else's returns; of what it raises only the class is shown."""
    if iscoroutinefunction(function):
        raise ConfigurationError(f"{argument} must be text or a function that needs no await. Nothing was sent.")
    try:
        return function()
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing was sent
        reason = type(error).__name__
    raise ConfigurationError(f"The function given as {argument} raised {reason}, so there is no key. Nothing was sent.")


def _checked_key(argument: str, kind: str, key: object) -> str:
    if not isinstance(key, str):
        raise ConfigurationError(f"{argument} must be text, not {type(key).__name__}.")
    fault = _fault(key)
    if fault:
        raise ConfigurationError(f"{argument} {fault}. It begins with {shown(key)}. Copy it again from the panel.")
    if not key.startswith(f"{kind}_"):
        raise ConfigurationError(_wrong_kind(argument, kind, key))
    return key


def _fault(key: str) -> str | None:
    if not key.strip():
        return "is empty"
    if any(character.isspace() for character in key):
        return "has a blank or a line break in it"
    if any(character in _QUOTATION_MARKS for character in key):
        return "has a quotation mark in it"
    return None if key.isascii() and key.isprintable() else "has characters that no key has"


def _wrong_kind(argument: str, kind: str, key: str) -> str:
    other = _KINDS.get(key[:2]) if key[2:3] == "_" else None
    found = f"is a {other} key ({shown(key)})" if other else f"begins with {shown(key)}"
    return f"{argument} must be a {_KINDS[kind]} key ({kind}_test_… or {kind}_live_…), but it {found}."


def shown(key: str) -> str:
    """What may be shown of a key: its prefix, and only if it is one that OnePay documents."""
    prefix = key.lstrip(" \t\r\n'\"`")[:8]
    known = [f"{kind}_{environment}_" for kind in _KINDS for environment in _ENVIRONMENTS]
    return f"{prefix}…" if prefix in known else "no prefix that OnePay documents"


def environment_of(key: str | None) -> EnvironmentName | None:
    """The environment that a key's prefix names; None where it names none."""
    for name in _ENVIRONMENTS:
        if key and key[3:].startswith(f"{name}_"):
            return name
    return None


def _common_environment(keys: tuple[str | None, ...], wanted: object) -> EnvironmentName | None:
    if wanted is not None and not (isinstance(wanted, str) and wanted in _ENVIRONMENTS):
        raise ConfigurationError('environment must be "test" or "live". A key is given as secret_key or public_key.')
    found: set[EnvironmentName | None] = {environment_of(key) for key in keys if key}
    if len(found) > 1:
        raise ConfigurationError("secret_key and public_key belong to different environments. Take both from one.")
    environment = found.pop()
    if wanted not in (None, environment):
        prefixes = " and ".join(shown(key) for key in keys if key)
        raise ConfigurationError(f'environment is "{wanted}", but the key begins with {prefixes}. Nothing was sent.')
    return environment


DEADLINE = 90.0
"""Seconds that a whole call may take, with its repetitions and pauses, unless a client or a call says otherwise."""

RETRIES = 2
"""How often a call is repeated at most, unless a client or a call says otherwise."""

MAX_BODY = 32 * 1024 * 1024
"""Bytes of a reply's body, after decompression, that a client reads unless it is told otherwise."""


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

    public_key: Key | None
    """``pk_…``, or a function that returns it, only needed to create cards; else ``ONEPAY_PUBLIC_KEY``."""
    environment: Environment | EnvironmentName | None
    """``"test"`` or ``"live"``: what the keys must be for, checked before anything is sent. Or an ``Environment``,
    which names both hosts of another API, such as a sandbox."""
    base_url: str
    """The API's address, else ``ONEPAY_BASE_URL``; ``Environment`` says where plain http is allowed. With a public key,
    ``cards_url`` belongs to it."""
    cards_url: str
    """The address of the host that takes card numbers, else ``ONEPAY_CARDS_URL``; only together with ``base_url``."""
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
    fast: bool
    """True sends over pyreqwest, several times as fast as httpx; needs ``onepay-client[fast]``."""
    runtime: Runtime
    """Clock, sleep and chance, for tests."""


class Settings(Struct, frozen=True, kw_only=True):
    """Everything that the engine needs to know of its client. ``repr`` shows no key."""

    keys: Keys
    servers: Mapping[str, str]
    proxies: Mapping[str, str] = {}
    """The address of the proxy to each server that has one, without user and password."""
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


_SHARED = frozenset({"base_url", "cards_url", "proxy", "http2", "fast", "max_body", "runtime"})
"""The options that connections depend on; clients that share connections share them."""


def make_settings(secret_key: object, options: ClientOptions) -> Settings:
    """The settings for what a client was told.

    Raises:
        ConfigurationError: a key, an address or an option cannot be right, or there is no such option.
    """
    refuse_unknown("The client", options, ("secret_key", "http_client", "transport", *ClientOptions.__annotations__))
    given = options.get("environment")
    keys = find_keys(secret_key, options.get("public_key"), None if isinstance(given, Environment) else given)
    settings = Settings(
        keys=keys,
        servers=_servers(options, keys),
        retry_quota=RetryQuota(),
        observers=(LogObserver(),),
    )
    _refuse_live_over_http(settings)
    return structs.replace(settings, **_checked(options))


def changed_settings(settings: Settings, secret_key: object, options: ClientOptions) -> Settings:
    """The settings of a client that shares the connections of another; keys that are given replace both.

    They are for the environment of the first client, unless ``environment`` says otherwise: so a live key that
    strays into a program for tests is refused.

    Raises:
        ConfigurationError: a key or an option cannot be right, or belongs to the connections.
    """
    refuse_unknown("with_options", options, ("secret_key", *ClientOptions.__annotations__))
    environment, public_key = options.get("environment"), options.get("public_key")
    fixed = sorted(_SHARED & options.keys()) + ["environment"] * isinstance(environment, Environment)
    if fixed:
        raise ConfigurationError(
            f"{' and '.join(fixed)} cannot change: connections are shared. Make another client with it."
        )
    keys = settings.keys
    if secret_key is not None or public_key is not None:
        keys = find_keys(secret_key, public_key, environment or settings.keys.environment, {})
    elif environment not in (None, keys.environment):
        raise ConfigurationError(f"The keys are for {keys.environment}; give the others, too.")
    changed = structs.replace(settings, keys=keys, **_checked(options))
    _refuse_live_over_http(changed)
    return changed


def _checked(options: ClientOptions) -> dict[str, Any]:
    """The settings that the options name, each checked."""
    return {field: check(options.get(name)) for name, (field, check) in _CHECKS.items() if name in options}


def _refuse_live_over_http(settings: Settings) -> None:
    """Only test keys leave this machine over plain http."""
    for address in settings.servers.values():
        host = plain_http_host(address)
        if host is not None and settings.keys.environment != "test":
            raise ConfigurationError(
                f"{host!r} is reached over plain http, which only carries test keys, and this key is not one. "
                "Nothing was sent. Use https, or a key that begins with sk_test_."
            )


def _checked_or_none(name: str, given: object, kind: type[T]) -> T | None:
    return None if given is None else checked_kind(name, given, kind)


def _servers(options: ClientOptions, keys: Keys) -> dict[str, str]:
    named = [name for name in ("base_url", "cards_url") if name in options]
    given = options.get("environment")
    if isinstance(given, Environment):
        if named:
            raise ConfigurationError(f"environment names both hosts already; leave out {' and '.join(named)}.")
        return given.servers(API_SERVER, CARDS_SERVER)
    if not named:
        return (Environment.from_variables(os.environ) or Environment()).servers(API_SERVER, CARDS_SERVER)
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


_CHECKS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "timeout": ("timeouts", _timeouts),
    "deadline": ("deadline", lambda given: checked_seconds("deadline", given)),
    "retries": (
        "retries",
        lambda given: checked_count("retries", given, 0, MAX_RETRIES, " 0 sends everything once."),
    ),
    "backoff": ("backoff", lambda given: checked_kind("backoff", given, Backoff)),
    "retry_quota": ("retry_quota", lambda given: _checked_or_none("retry_quota", given, RetryQuota)),
    "breaker": ("breaker", lambda given: _checked_or_none("breaker", given, CircuitBreaker)),
    "check": ("check", lambda given: checked_kind("check", given, bool)),
    "allow_long_keys": ("long_keys", lambda given: checked_kind("allow_long_keys", given, bool)),
    "max_body": ("max_body", lambda given: checked_count("max_body", given, 1, sys.maxsize - 1)),
    "journal": ("journal", checked_journal),
    "key_lifetime": ("key_lifetime", _key_lifetime),
    "observers": ("observers", lambda given: (LogObserver(), *_observers(given))),
    "runtime": ("runtime", lambda given: checked_kind("runtime", given, Runtime)),
}
"""How each option is checked, and which setting it is."""
