"""The sandbox as an ASGI application, for in-process tests and for any ASGI server."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, TypeAlias, TypeVar
from weakref import WeakValueDictionary

from msgspec.structs import replace
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from onepay_sandbox.control.api import CONTROL
from onepay_sandbox.core.clock import START, Clock, public_holidays
from onepay_sandbox.core.faults import FaultRule
from onepay_sandbox.core.messages import (
    DeliveryRequest,
    DeliveryResponse,
    Request,
    Response,
    Steps,
    Wait,
    error_response,
)
from onepay_sandbox.monitoring import Exchange, log_exchange, method_label
from onepay_sandbox.network import Network
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.database import CONNECTIONS

T = TypeVar("T")
AsyncPost: TypeAlias = Callable[[DeliveryRequest], Awaitable[DeliveryResponse]]

_LOG: Final = logging.getLogger("onepay_sandbox")

LONGEST_HEADERS: Final = 32_768
LARGEST_BODY: Final = 1_000_000
SLOWEST_BODY: Final = 20.0
_CLOSE: Final = {"connection": "close"}

BREAKER: Final = "onepay_sandbox.break"
"""Under this name our own server puts into the state of the ASGI scope what breaks the connection."""

TICK: Final = 1.0
"""Seconds between two looks at the clocks that run."""

_EACH: Final = CONNECTIONS // 4
_TURNS: Final = 20
_BREATH: Final = 0.001


def create_app(  # noqa: PLR0913 - all are keywords with defaults
    *,
    clock: Clock | None = None,
    seed: int | None = None,
    database: str | None = None,
    live: bool = False,
    check_replies: bool = True,
    network: Network | None = None,
) -> Application:
    """A sandbox of its own.

    `clock` is `frozen()` unless you say `running()`; `seed` decides every id and code; `database` is the path
    of a file or a URL, and without it the data live in memory and go with the application. `live` takes live
    keys too, which open accounts of their own, as false as the others. Unless `check_replies` is off, a reply that
    would break the contract does not leave, and an error that says why takes its place. `network` says under which
    hosts the sandbox answers, where links lead, and where webhooks may stand.
    """
    try:
        sandbox = Sandbox(
            clock=clock, seed=seed, database=database, live=live, check_replies=check_replies, network=network
        )
    finally:
        del database  # it may hold a password, which no traceback shall show
    return Application(sandbox)


class Application(Router):
    """`onepay_sandbox.create_app` returns one; any ASGI server can run it.

    Under a server that runs its lifespan, deliveries are sent by tasks apart from all requests.
    Without it, as in tests, a request ends when its deliveries have been sent, after its response has left.
    """

    def __init__(self, sandbox: Sandbox, *, patience: float = SLOWEST_BODY, tick: float = TICK) -> None:
        """Serve `sandbox`; a body may take `patience` seconds, and running clocks are looked at every `tick`."""
        super().__init__(lifespan=self._lifespan)
        self.sandbox: Final = sandbox
        self._patience: Final = patience
        self._tick: Final = tick
        self._is_served = False
        self._stepping: Final = Threads() if sandbox.waits_for_a_server else Inline()
        self._tasks: Final[set[asyncio.Task[None]]] = set()
        self._calendar: asyncio.Task[object] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; all else is Starlette's."""
        answer = self._respond if scope["type"] == "http" else super().__call__
        await answer(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        metrics = self.sandbox.metrics
        metrics.in_progress += 1
        try:
            await self._exchange(scope, receive, send)
        except ClientDisconnect:  # the client hung up, so nothing is done
            return
        except asyncio.CancelledError:
            if not _has_breaker(scope):
                raise
            await _break("reset", scope, receive)  # our own server stops, and has waited long enough
        finally:
            metrics.in_progress -= 1

    async def _exchange(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        request = _head(scope)
        read = await _read(scope, receive, request, self._patience)
        response = read if isinstance(read, Response) else await self._answer(read)
        await _send(response, scope, receive, send)
        self._note(request, response, time.perf_counter() - began)
        await self._follow_up(response)

    def _note(self, request: Request, response: Response, seconds: float) -> None:
        """Count and log a request that was answered."""
        method, route = method_label(request.method), response.route or self.sandbox.route(request)
        exchange = Exchange(method, route, response.status, seconds, len(response.body))
        self.sandbox.metrics.count(exchange)
        log_exchange(exchange)

    async def _answer(self, request: Request) -> Response:
        if request.raw_path.startswith(
            CONTROL
        ):  # time that passes needs the calendar, and would keep everybody waiting
            await self._calendar_loaded()
        return await self._drive(self.sandbox.answer(request), request.headers.get("authorization", ""))

    async def _calendar_loaded(self) -> None:
        if self._calendar is not None:
            await asyncio.wait([self._calendar])

    async def _follow_up(self, response: Response) -> None:
        if response.pending and self._is_served:
            self._begin(self.sandbox.afterwards(response), response.pending)
        elif response.pending:
            await self._drive(self.sandbox.afterwards(response), response.pending)

    @asynccontextmanager
    async def _lifespan(self, _: Application) -> AsyncGenerator[None]:
        self._is_served = True
        # Importing the calendar takes most of a second, in which the event loop would answer nobody.
        self._calendar = asyncio.create_task(asyncio.to_thread(public_holidays, START.year))
        ticking = asyncio.create_task(self._watch())
        yield
        self._is_served = False
        await _cancelled(ticking, self._calendar, *self._tasks)
        self._stepping.close()
        self.sandbox.close()

    async def _watch(self) -> None:
        """Do what a sandbox before this one has left undone, then what falls due while clocks run."""
        running = False
        await self._calendar_loaded()
        while True:
            with _logged():
                for account in await self._stepping.run(partial(self.sandbox.overdue, running=running), ""):
                    self._begin(self.sandbox.catch_up(account), account)
            running = True
            await asyncio.sleep(self._tick)

    def _begin(self, steps: Steps[None], account: str) -> None:
        """Do the work of an account apart from all calls; the account's lock keeps two of them in order."""
        task = asyncio.create_task(self._work(steps, account))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, steps: Steps[None], account: str) -> None:
        with _logged():
            await self._drive(steps, account)

    async def _drive(self, steps: Steps[T], account: str) -> T:
        return await drive(steps, account, self._stepping, self.sandbox)


async def _send(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send a response; a fault may delay it, or break the connection in its place."""
    rule = response.fault
    if isinstance(rule, FaultRule) and rule.seconds:
        await asyncio.sleep(rule.seconds)
    if isinstance(rule, FaultRule) and rule.kind in ("cut", "reset"):
        await _break(rule.kind, scope, receive)
    else:
        await send({"type": "http.response.start", "status": response.status, "headers": response.fields})
        await send({"type": "http.response.body", "body": response.body})


def _head(scope: Scope) -> Request:
    """A request whose body is still to be read."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    path = scope.get("raw_path") or scope["path"].encode()
    query = scope.get("query_string", b"").decode("latin-1")
    return Request(scope["method"], path, query, headers, b"", scope.get("scheme", "http"))


async def _read(scope: Scope, receive: Receive, request: Request, patience: float) -> Request | Response:
    """The request, or the response to one whose head or body is too large, or slower than `patience`."""
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
        return error_response(431, _CLOSE)
    if "content-length" not in request.headers and "transfer-encoding" not in request.headers:
        return request
    try:
        async with asyncio.timeout(patience):
            body = await _body(HttpRequest(scope, receive))
    except TimeoutError:
        return error_response(408, _CLOSE)
    if body is None:
        return error_response(413, _CLOSE)
    return replace(request, body=body)


async def _body(http: HttpRequest) -> bytes | None:
    """The body, or None where it is too large."""
    body = bytearray()
    async for chunk in http.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


async def _cancelled(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


@contextmanager
def _logged() -> Generator[None]:
    """Log what goes wrong for one account, since it must not stop the time of the others."""
    try:
        yield
    except Exception:  # noqa: BLE001 - it is logged
        _LOG.exception("Something that fell due has failed, and nothing of it was kept; it is tried at the next look.")


def _has_breaker(scope: Scope) -> bool:
    """Whether our own server has brought the request."""
    return BREAKER in scope.get("state", {})


async def _break(kind: str, scope: Scope, receive: Receive) -> None:
    """Break the connection, and wait until it is; inside of one process, where there is none, raise what it means."""
    breaker = scope.get("state", {}).get(BREAKER)
    if breaker is None:
        from onepay_sandbox.http.transport import connection_error  # noqa: PLC0415 - httpx is slow to import

        raise connection_error(kind)
    breaker(kind)
    while (await receive())["type"] != "http.disconnect":
        pass


class Stepping(Protocol):
    """Where a step is carried out."""

    async def run(self, step: Callable[[], T], account: str) -> T:
        """Carry out a step of an account."""
        ...

    def close(self) -> None:
        """Give back what it has."""
        ...


class Inline:
    """Carries out steps in the event loop: with SQLite that is quicker than to change threads, and nothing waits."""

    async def run(self, step: Callable[[], T], account: str) -> T:  # noqa: ARG002 - all accounts are treated alike
        """Carry out a step."""
        return step()

    def close(self) -> None:
        """Nothing is to be given back."""


class Threads:
    """Carries out steps in threads, for each account a few at once, so that no account keeps all of them busy."""

    def __init__(self) -> None:
        """As many threads as the server has connections for this process."""
        self._threads: Final = ThreadPoolExecutor(CONNECTIONS, "onepay-sandbox")
        self._accounts: Final = WeakValueDictionary[str, asyncio.Semaphore]()

    async def run(self, step: Callable[[], T], account: str) -> T:
        """Carry out a step; who gives up still waits for its end, as no step can be stopped half way."""
        turn = self._accounts.setdefault(account, asyncio.Semaphore(_EACH))
        async with turn:
            running = self._threads.submit(step)
            try:
                return await asyncio.wrap_future(running)
            except asyncio.CancelledError:
                if not running.cancelled():
                    await asyncio.wait([asyncio.wrap_future(running)])
                raise

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown()


@dataclass(frozen=True, slots=True)
class _Ended:
    """What a generator has returned; no future takes a `StopIteration`."""

    value: Any


async def drive(steps: Steps[T], account: str, stepping: Stepping, sandbox: Sandbox) -> T:
    """Run steps to their end, and send the deliveries that they yield: to the sandbox's target, or over the network."""
    with closing(steps):
        step = await stepping.run(_next(steps, None), account)
        if not isinstance(step, _Ended):
            step = await _go_on(step, steps, account, stepping, sandbox)
    result: T = step.value
    return result


async def _go_on(
    step: DeliveryRequest | Wait, steps: Steps[T], account: str, stepping: Stepping, sandbox: Sandbox
) -> _Ended:
    """Do what `step` says, and run the steps after it to their end."""
    post: AsyncPost | None = sandbox.delivery_target.async_post if sandbox.delivery_target else None
    async with AsyncExitStack() as stack:
        following: DeliveryRequest | Wait | _Ended = step
        while not isinstance(following, _Ended):
            response: DeliveryResponse | None = None
            if isinstance(following, Wait):
                await _wait(following)
            else:
                if post is None:
                    post = await stack.enter_async_context(_delivery_client())
                response = await post(following)
                sandbox.metrics.count_delivery(response)
            following = await stepping.run(_next(steps, response), account)
        return following


def _next(steps: Steps[Any], response: DeliveryResponse | None) -> Callable[[], DeliveryRequest | Wait | _Ended]:
    def step() -> DeliveryRequest | Wait | _Ended:
        try:
            return steps.send(response)
        except StopIteration as stop:
            return _Ended(stop.value)

    return step


async def _wait(step: Wait) -> None:
    if step.until:
        await asyncio.wrap_future(step.until)
        return
    await asyncio.sleep(max(step.seconds, _BREATH))
    for _ in range(_TURNS):  # a request takes fewer turns of the loop from its connection to its answer
        await asyncio.sleep(0)


def _delivery_client() -> AbstractAsyncContextManager[AsyncPost]:
    from onepay_sandbox.http.delivery_client import async_delivery_client  # noqa: PLC0415 - most sandboxes send nothing

    return async_delivery_client()
