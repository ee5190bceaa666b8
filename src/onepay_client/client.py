"""The two clients: ``OnePay`` blocks, ``AsyncOnePay`` does not; apart from that they are the same."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar, Unpack, cast

import httpx
from msgspec import UNSET, structs

from onepay_api.client import AsyncResources, Resources
from onepay_api.servers import API_SERVER, CARDS_SERVER
from onepay_core.arguments import checked_kind, kind_of
from onepay_core.environment import SANDBOX, Environment
from onepay_core.operation import ANY_JSON, DEFAULTS, Call, CallOptions, Operation, R
from onepay_core.tracebacks import private_locals

from .errors import ConfigurationError, OutcomeUnknown
from .observability.observers import keep_headers_out_of_logs
from .pages import Page, follow, follow_async
from .sending.connections import deadline
from .sending.messages import Reply, Send, Sleep, Step
from .sending.transport import Sender, make_sender
from .sending.transport_config import TransportConfig, checked_proxy
from .settings import SANDBOX_KEY, ClientOptions, Key, Settings, changed_settings, make_settings

if TYPE_CHECKING:
    from .sending.async_transport import AsyncSender
    from .sending.engine import Exchange

__all__ = (
    "AsyncOnePay",
    "OnePay",
)


P = ParamSpec("P")
V = TypeVar("V")

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_PATH = re.compile(r"/[!-~]*")


class OnePay(Resources):
    """OnePay's API, one operation after the other: ``client.payments.create(title=…, amount=…)``.

    ``secret_key`` is ``sk_test_…`` or ``sk_live_…``, or a function that returns it and is called before each request;
    without it, ``ONEPAY_API_KEY``. The other options are those of ``ClientOptions``. ``http_client`` or ``transport``
    replace what sends; an ``http_client`` stays yours to close, and its own time limits, redirects and authentication
    are not used. How many connections either opens is its own affair; a client without them has 100, and further
    calls wait in turn. Where HTTP/2 may be spoken, hpack's loggers are told to leave out DEBUG, at which they write the
    key. Close the client, or use it in a ``with`` block. It may be used from several threads, and after a fork.

    Raises:
        ConfigurationError: a key, an address or an option cannot be right.
    """

    @private_locals
    def __init__(
        self,
        secret_key: Key | None = None,
        *,
        http_client: httpx.Client | None = None,
        transport: httpx.BaseTransport | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        self.settings: Settings = make_settings(secret_key, options)
        _check_senders(http_client, transport, httpx.Client, "handle_request")
        config = _transport_config(self.settings, http_client, transport, options)
        if http_client is None and transport is None:
            self.settings = structs.replace(self.settings, proxies=config.shown_proxies())
        self._sender = _fast_sender(config) if config.is_fast else make_sender(config, http_client, transport)
        self._sleep = self.settings.runtime.sleep or time.sleep
        self._owns_connections = True

    @classmethod
    def sandbox(
        cls,
        secret_key: Key = SANDBOX_KEY,
        *,
        url: str = SANDBOX,
        **options: Unpack[ClientOptions],
    ) -> Self:
        """A client for the sandbox at ``url``, on this machine or under a name such as ``http://sandbox:8700``.

        Each pair of test keys (``sk_test_shop`` and ``pk_test_shop``) has an account of its own there.

        Raises:
            ConfigurationError: the address, a key or an option cannot be right.
        """
        return cls(secret_key, **_sandbox_options(secret_key, url, options))

    @private_locals
    def with_options(self, secret_key: Key | None = None, **options: Unpack[ClientOptions]) -> Self:
        """Another client over the same connections: for another company's keys, or with other limits.

        Keys that are given replace both of this client's, so that those of two companies never mix. Options that are
        not given stay as they are; hosts, proxy, HTTP/2, ``max_body`` and ``runtime`` cannot change. The connections
        are closed with the client that opened them.

        Raises:
            ConfigurationError: a key or an option cannot be right, or belongs to the connections.
        """
        settings = changed_settings(self.settings, secret_key, options)
        other = type(self).__new__(type(self))
        vars(other).update(settings=settings, _sender=self._sender, _sleep=self._sleep, _owns_connections=False)
        return other

    def __repr__(self) -> str:
        return f"OnePay({self.settings!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that this client opened."""
        if self._owns_connections:
            self._sender.close()

    @private_locals
    def call(self, call: Call[R]) -> R:
        """Send ``call`` as the rule of retries allows, and return its typed value.

        Raises:
            OnePayError: see ``onepay_client.errors``.
        """
        _check_call(call)
        _refuse_if_closed(self._sender)
        exchange: Exchange[R] = _engine().Exchange(call, self.settings)
        return self._carry_out(exchange)

    @private_locals
    def with_reply(self, method: Callable[P, V], /, *args: P.args, **kwargs: P.kwargs) -> Reply[V]:
        """Call a method of this client and get the reply in full.

        ``client.with_reply(client.payments.create, title="Café", amount=150000).request_id``
        """
        _check_method(method)
        with _collecting() as replies:
            method(*args, **kwargs)
        return last(replies)

    @private_locals
    def request(  # noqa: PLR0913 - what a request can be told are keywords
        self,
        method: str,
        path: str,
        json: Any = UNSET,
        *,
        idempotency_key: str | None = None,
        customer_token: str | None = None,
        cards_host: bool = False,
        options: CallOptions = DEFAULTS,
    ) -> Any:
        """Call an endpoint that the contract does not have, and return its JSON.

        ``path`` begins with ``/`` below the API's address. A POST is only repeated if you give an
        ``idempotency_key``: give one where you know that the endpoint takes it.

        Raises:
            OnePayError: see ``onepay_client.errors``.
        """
        return self.call(
            raw_call(
                method,
                path,
                json,
                idempotency_key=idempotency_key,
                customer_token=customer_token,
                cards_host=cards_host,
                options=options,
            )
        )

    @private_locals
    def _execute(self, exchange: Exchange[R]) -> R:
        """Carry out an exchange that is not a call's own: that of ``resume`` or of ``recover``."""
        return self._carry_out(exchange)

    def _carry_out(self, exchange: Exchange[R]) -> R:
        """Carry out one exchange to its end."""
        try:
            reply = self._drive(exchange)
        except OutcomeUnknown as unknown:
            if exchange.may_resume:
                unknown.resumption = lambda: self._execute(exchange.again())
            raise
        is_page = isinstance(reply.value, Page)
        if is_page:
            follow(reply.value, exchange.call, self)
        return _collected(reply)

    def _drive(self, exchange: Exchange[R]) -> Reply[R]:
        steps = exchange.steps()
        go_on: Callable[[Any], Step] = steps.send
        event: Any = None
        while True:
            try:
                step = go_on(event)
            except StopIteration as end:
                return cast("Reply[R]", end.value)
            try:
                go_on, event = steps.send, self._perform(step)
            except BaseException as error:  # noqa: BLE001 - the exchange decides, and passes it on
                go_on, event = steps.throw, error

    def _perform(self, step: Step) -> Any:
        if isinstance(step, Send):
            return self._sender.send(step)
        if isinstance(step, Sleep):
            return self._sleep(step.seconds)
        with deadline(step.until, self.settings.runtime.monotonic):
            return step.function()


class AsyncOnePay(AsyncResources):
    """``OnePay`` for asyncio: ``await client.payments.create(…)``, ``async with``, ``async for``.

    It may be used from several tasks, and in several event loops of asyncio, one after the other or in threads.
    When a task is cancelled in the middle of a write, the cancellation carries a note that says what is not known,
    and a journal keeps it.

    Raises:
        ConfigurationError: a key, an address or an option cannot be right.
    """

    @private_locals
    def __init__(
        self,
        secret_key: Key | None = None,
        *,
        http_client: httpx.AsyncClient | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        import asyncio  # noqa: PLC0415 - OnePay needs no asyncio

        from .sending.async_transport import in_a_thread, make_async_sender, require_loop  # noqa: PLC0415 - the same

        self.settings: Settings = make_settings(secret_key, options)
        _check_senders(http_client, transport, httpx.AsyncClient, "handle_async_request")
        config = _transport_config(self.settings, http_client, transport, options)
        if http_client is None and transport is None:
            self.settings = structs.replace(self.settings, proxies=config.shown_proxies())
        self._sender = (
            _async_fast_sender(config) if config.is_fast else make_async_sender(config, http_client, transport)
        )
        self._sleep = self.settings.runtime.sleep or asyncio.sleep
        self._in_a_thread = in_a_thread
        self._require_loop = require_loop
        self._owns_connections = True

    @classmethod
    def sandbox(
        cls,
        secret_key: Key = SANDBOX_KEY,
        *,
        url: str = SANDBOX,
        **options: Unpack[ClientOptions],
    ) -> Self:
        """A client for the sandbox at ``url``; see ``OnePay.sandbox``."""
        return cls(secret_key, **_sandbox_options(secret_key, url, options))

    @private_locals
    def with_options(self, secret_key: Key | None = None, **options: Unpack[ClientOptions]) -> Self:
        """Another client over the same connections; see ``OnePay.with_options``."""
        settings = changed_settings(self.settings, secret_key, options)
        other = type(self).__new__(type(self))
        vars(other).update(
            settings=settings,
            _sender=self._sender,
            _sleep=self._sleep,
            _in_a_thread=self._in_a_thread,
            _require_loop=self._require_loop,
            _owns_connections=False,
        )
        return other

    def __repr__(self) -> str:
        return f"AsyncOnePay({self.settings!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections that this client opened."""
        if self._owns_connections:
            await self._sender.aclose()

    @private_locals
    async def call(self, call: Call[R]) -> R:
        """Send ``call`` as the rule of retries allows, and return its typed value.

        Raises:
            OnePayError: see ``onepay_client.errors``.
        """
        _check_call(call)
        _refuse_if_closed(self._sender)
        self._require_loop()
        exchange: Exchange[R] = _engine().Exchange(call, self.settings)
        return await self._carry_out(exchange)

    @private_locals
    async def with_reply(self, method: Callable[P, Awaitable[V]], /, *args: P.args, **kwargs: P.kwargs) -> Reply[V]:
        """Call a method of this client and get the reply in full.

        ``(await client.with_reply(client.payments.get, payment_id)).request_id``
        """
        _check_method(method)
        with _collecting() as replies:
            await method(*args, **kwargs)
        return last(replies)

    @private_locals
    async def request(  # noqa: PLR0913 - what a request can be told are keywords
        self,
        method: str,
        path: str,
        json: Any = UNSET,
        *,
        idempotency_key: str | None = None,
        customer_token: str | None = None,
        cards_host: bool = False,
        options: CallOptions = DEFAULTS,
    ) -> Any:
        """Call an endpoint that the contract does not have; the arguments are those of ``OnePay.request``."""
        return await self.call(
            raw_call(
                method,
                path,
                json,
                idempotency_key=idempotency_key,
                customer_token=customer_token,
                cards_host=cards_host,
                options=options,
            )
        )

    @private_locals
    async def _execute(self, exchange: Exchange[R]) -> R:
        """Carry out an exchange that is not a call's own: that of ``resume_async`` or of ``recover_async``."""
        return await self._carry_out(exchange)

    async def _carry_out(self, exchange: Exchange[R]) -> R:
        """Carry out one exchange to its end."""
        try:
            reply = await self._drive(exchange)
        except OutcomeUnknown as unknown:
            if exchange.may_resume:
                unknown.resumption = lambda: self._execute(exchange.again())
            raise
        is_page = isinstance(reply.value, Page)
        if is_page:
            follow_async(reply.value, exchange.call, self)
        return _collected(reply)

    async def _drive(self, exchange: Exchange[R]) -> Reply[R]:
        steps = exchange.steps()
        go_on: Callable[[Any], Step] = steps.send
        event: Any = None
        while True:
            try:
                step = go_on(event)
            except StopIteration as end:
                return cast("Reply[R]", end.value)
            try:
                go_on, event = steps.send, await self._perform(step)
            except BaseException as error:  # noqa: BLE001 - the exchange decides, and passes it on
                go_on, event = steps.throw, error

    async def _perform(self, step: Step) -> Any:
        if isinstance(step, Send):
            return await self._sender.send(step)
        if isinstance(step, Sleep):
            return await cast("Awaitable[object]", self._sleep(step.seconds))
        clock = self.settings.runtime.monotonic
        with deadline(step.until, clock):
            return await self._in_a_thread(step.function, None if step.until is None else step.until - clock())


def raw_call(  # noqa: PLR0913 - what a request can be told are keywords
    method: str,
    path: str,
    json: Any = UNSET,
    *,
    idempotency_key: str | None = None,
    customer_token: str | None = None,
    cards_host: bool = False,
    options: CallOptions = DEFAULTS,
) -> Call[Any]:
    """The call of ``client.request``.

    Raises:
        ConfigurationError: the method or the path cannot be right.
    """
    if not isinstance(method, str) or method not in _METHODS:  # pyright: ignore[reportUnnecessaryIsInstance]
        # Callers may have no type checker.
        raise ConfigurationError(f"method must be one of {', '.join(sorted(_METHODS))}, in capitals.")
    checked_kind("path", path, str)
    checked_kind("cards_host", cards_host, bool)
    if not _PATH.fullmatch(path) or set("?#{}\\") & set(path) or ".." in path.split("/"):
        raise ConfigurationError("path must begin with / and be ready to send, without a query: use options.query.")
    operation: Operation[Any] = Operation(
        id=f"{method} {path}",
        method=method,
        path=path,
        server=CARDS_SERVER if cards_host else API_SERVER,
        security=("PublicKey",) if cards_host else ("SecretKey",),
        evidence="inferred",
        source="",
        secret_body=True,  # nobody knows what is in it
        idempotent=method != "PUT",  # one PUT of this API makes a payment each time, and others may
        replies={"2XX": ANY_JSON},
        idempotency=None if idempotency_key is None else "optional",
    )
    return Call(
        operation=operation,
        arguments={},
        body=json,
        idempotency_key=idempotency_key,
        customer_token=customer_token,
        options=options,
    )


def _sandbox_options(secret_key: object, url: str, options: ClientOptions) -> ClientOptions:
    given = [name for name in ("environment", "base_url", "cards_url") if name in options]
    if given:
        raise ConfigurationError(f"sandbox() takes the address as url=…; leave out {' and '.join(given)}.")
    its_own: ClientOptions = {"environment": Environment.sandbox(url)}
    if isinstance(secret_key, str) and secret_key.startswith("sk_"):
        its_own["public_key"] = f"p{secret_key[1:]}"
    return {**its_own, **options}


def _check_senders(http_client: object, transport: object, kind: type, method: str) -> None:
    """Refuse what cannot send for this class, such as an ``httpx.Client`` for ``AsyncOnePay``."""
    if http_client is not None and not isinstance(http_client, kind):
        raise ConfigurationError(f"http_client must be an httpx.{kind.__name__} here, not {kind_of(http_client)}.")
    if transport is not None and (isinstance(transport, type) or not callable(getattr(transport, method, None))):
        raise ConfigurationError(
            f"transport must be an object with a method {method}(), as httpx has them, not {kind_of(transport)}."
        )


def _transport_config(
    settings: Settings, http_client: object, transport: object, options: ClientOptions
) -> TransportConfig:
    proxy = checked_proxy(options.get("proxy"))
    http2 = checked_kind("http2", options.get("http2", False), bool)
    if http2 and find_spec("h2") is None:
        raise ConfigurationError("http2=True needs httpx[http2]; install it, or leave http2 out.")
    fast = checked_kind("fast", options.get("fast", False), bool)
    if fast and (http2 or transport is not None or http_client is not None):
        raise ConfigurationError("fast=True brings its own transport, for HTTP/1.1; leave it out, or the others.")
    if fast and find_spec("pyreqwest") is None:
        raise ConfigurationError("fast=True needs pyreqwest: pip install 'onepay-client[fast]'; or leave fast out.")
    if http_client is not None and (transport is not None or proxy or http2):
        raise ConfigurationError("Configure transport, proxy and http2 on your http_client, not beside it.")
    if transport is not None and (proxy or http2):
        raise ConfigurationError("A transport has its own proxy and http2; give one or the other.")
    if http2 or http_client is not None or transport is not None:  # what is given may speak HTTP/2 as well
        keep_headers_out_of_logs()
    clock, connect = settings.runtime.monotonic, settings.timeouts.connect
    return TransportConfig(settings.servers, proxy, http2, settings.max_body, clock, is_fast=fast, connect=connect)


def _fast_sender(config: TransportConfig) -> Sender:
    from .sending.fast_transport import FastSender  # noqa: PLC0415 - an extra

    return FastSender(config)


def _async_fast_sender(config: TransportConfig) -> AsyncSender:
    from .sending.fast_transport import AsyncFastSender  # noqa: PLC0415 - an extra

    return AsyncFastSender(config)


@cache
def _engine() -> Any:
    from .sending import engine  # noqa: PLC0415 - who only makes a client does not wait for it

    return engine


def _check_call(call: object) -> None:
    if not isinstance(call, Call):
        raise ConfigurationError(f"call must be a Call, not {kind_of(call)}.")


def _check_method(method: object) -> None:
    if not callable(method):
        raise ConfigurationError(f"with_reply takes a method such as client.payments.get, not {kind_of(method)}.")


def _refuse_if_closed(sender: Sender | AsyncSender) -> None:
    if sender.is_closed:
        raise ConfigurationError("This client has been closed, and nothing was sent. Make a new one.")


_wanted: ContextVar[list[Reply[Any]] | None] = ContextVar("onepay_replies", default=None)
"""Where the replies of this task are collected, if somebody wants them."""


@contextmanager
def _collecting() -> Generator[list[Reply[Any]]]:
    """Collect the replies of this task."""
    replies: list[Reply[Any]] = []
    token = _wanted.set(replies)
    try:
        yield replies
    finally:
        _wanted.reset(token)


def _collected(reply: Reply[R]) -> R:
    """The value of ``reply``, which is kept if somebody wants it."""
    wanted = _wanted.get()
    if wanted is not None:
        wanted.append(reply)
    return reply.value


def last(replies: list[Reply[Any]]) -> Reply[Any]:
    """The reply of the last call.

    Raises:
        ConfigurationError: there was none.
    """
    if not replies:
        raise ConfigurationError("with_reply takes a method of a client, such as client.payments.get.")
    return replies[-1]
