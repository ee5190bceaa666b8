"""The sandbox as an ASGI application: it carries requests in, answers out, and deliveries to their webhooks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Generator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, closing, contextmanager, suppress
from typing import Final, TypeAlias, TypeVar

from onepay_sandbox.arrivals import SLOWEST_BODY, Gone, Message, Receive, read
from onepay_sandbox.faults import Rule
from onepay_sandbox.messages import Answer, Echo, Outgoing, Steps, Wait
from onepay_sandbox.sandbox import Sandbox

T = TypeVar("T")
Send: TypeAlias = Callable[[Message], Awaitable[None]]
AsyncPost: TypeAlias = Callable[[Outgoing], Awaitable[Echo]]

_LOG: Final = logging.getLogger("onepay_sandbox")

BREAKER: Final = "onepay_sandbox.break"
"""Under this name our own server lends, in the state of the ASGI scope, what breaks the connection."""

_BREATH: Final = 0.001

TICK: Final = 1.0
"""Seconds between two looks at the clocks that run."""


class Application:
    """`onepay_sandbox.create_app` returns one; any ASGI server can run it.

    Under a server that runs its lifespan, deliveries are sent by tasks apart from all requests.
    Without it, as in tests, a request ends when its deliveries have been sent, after its answer has left.
    """

    def __init__(self, sandbox: Sandbox, *, patience: float = SLOWEST_BODY, tick: float = TICK) -> None:
        """Serve `sandbox`; a body may take `patience` seconds, and running clocks are looked at every `tick`."""
        self.sandbox: Final = sandbox
        self._patience: Final = patience
        self._tick: Final = tick
        self._is_served = False
        self._tasks: Final[set[asyncio.Task[None]]] = set()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server from start to end."""
        if scope["type"] == "http":
            with suppress(Gone):
                await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        request = await read(scope, receive, self._patience)
        answer = request if isinstance(request, Answer) else await _drive(self.sandbox.answer(request))
        rule = answer.fault
        if isinstance(rule, Rule) and rule.seconds:
            await asyncio.sleep(rule.seconds)
        if isinstance(rule, Rule) and rule.kind in ("cut", "reset"):
            await _break(rule.kind, scope, receive)
        else:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.fields})
            await send({"type": "http.response.body", "body": answer.body})
        if answer.news and self._is_served:
            self._begin(self.sandbox.afterwards(answer))
        else:
            await _drive(self.sandbox.afterwards(answer))

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._is_served = True
        ticking = asyncio.create_task(self._watch())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._is_served = False
        await _cancelled(ticking, *self._tasks)
        self.sandbox.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        """Do what a sandbox before this one has left undone, then what falls due while clocks run."""
        running = False
        while True:
            with _logged():
                for account in self.sandbox.overdue(running=running):
                    self._begin(self.sandbox.catch_up(account))
            running = True
            await asyncio.sleep(self._tick)

    def _begin(self, steps: Steps[None]) -> None:
        """Do the work of an account apart from all calls; the account's turn keeps two of them in order."""
        task = asyncio.create_task(_work(steps))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _work(steps: Steps[None]) -> None:
    with _logged():
        await _drive(steps)


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


@contextmanager
def _logged() -> Generator[None]:
    """What one account's trouble ends in, since it must not stop the time of the others."""
    try:
        yield
    except Exception:  # noqa: BLE001 - it is told
        _LOG.exception("Something that fell due has failed, and nothing of it was kept; it is tried at the next look.")


async def _drive(steps: Steps[T]) -> T:
    """Run steps to their end, sending the deliveries that they yield."""
    with closing(steps):
        async with AsyncExitStack() as stack:
            post: AsyncPost | None = None
            try:
                step = next(steps)
                while True:
                    if isinstance(step, Wait):
                        await _wait(step)
                        step = steps.send(None)
                    else:
                        if post is None:
                            post = await stack.enter_async_context(_posting())
                        step = steps.send(await post(step))
            except StopIteration as stop:
                result: T = stop.value
                return result


async def _wait(step: Wait) -> None:
    if step.until:
        await asyncio.wrap_future(step.until)
    else:
        await asyncio.sleep(_BREATH)  # other requests go first, which takes some turns of the loop


def _posting() -> AbstractAsyncContextManager[AsyncPost]:
    from onepay_sandbox.posting import async_posting  # noqa: PLC0415 - most sandboxes send nothing

    return async_posting()


async def _break(kind: str, scope: Message, receive: Receive) -> None:
    """Break the connection, and wait until it is; inside of one process, where there is none, raise what it means."""
    breaker = scope.get("state", {}).get(BREAKER)
    if breaker is None:
        from onepay_sandbox.inside import broken  # noqa: PLC0415 - httpx is slow to import

        raise broken(kind)
    breaker(kind)
    while (await receive())["type"] != "http.disconnect":
        pass
