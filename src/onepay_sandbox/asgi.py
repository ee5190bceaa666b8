"""The sandbox as an ASGI application: it carries requests in, answers out, and deliveries to their webhooks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, TypeAlias, TypeVar

from onepay_sandbox.arrivals import SLOWEST_BODY, Gone, Message, Receive, read
from onepay_sandbox.faults import Rule
from onepay_sandbox.messages import Answer, Outgoing, Steps
from onepay_sandbox.sandbox import Sandbox

T = TypeVar("T")
Send: TypeAlias = Callable[[Message], Awaitable[None]]

_LOG: Final = logging.getLogger("onepay_sandbox")

BREAKER: Final = "onepay_sandbox.break"
"""Under this name our own server lends, in the state of the ASGI scope, what breaks the connection."""

TICK: Final = 1.0
"""Seconds between two looks at the clocks that run."""


class Application:
    """`onepay_sandbox.create_app` returns one; any ASGI server can run it."""

    def __init__(self, sandbox: Sandbox, *, patience: float = SLOWEST_BODY, tick: float = TICK) -> None:
        """Serve `sandbox`; a body may take `patience` seconds, and running clocks are looked at every `tick`."""
        self.sandbox: Final = sandbox
        self._patience: Final = patience
        self._tick: Final = tick

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
        after = self.sandbox.afterwards(answer)
        first = next(after, None)
        rule = answer.fault
        if isinstance(rule, Rule) and rule.seconds:
            await asyncio.sleep(rule.seconds)
        if isinstance(rule, Rule) and rule.kind in ("cut", "reset"):
            await _break(rule.kind, scope, receive)
        else:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.fields})
            await send({"type": "http.response.body", "body": answer.body})
        if first:
            await _drive(after, first)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        ticking = asyncio.create_task(self._watch())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
        self.sandbox.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        """Do what a sandbox before this one has left undone, then what falls due while clocks run."""
        await _watch_once(self.sandbox.recover())
        while True:
            await asyncio.sleep(self._tick)
            await _watch_once(self.sandbox.tick())


async def _watch_once(steps: Steps[None]) -> None:
    try:
        await _drive(steps)
    except Exception:  # noqa: BLE001 - one account's trouble must not stop the time of the others; it is told
        _LOG.exception("Something that fell due has failed, and nothing of it was kept; it is tried at the next look.")


async def _drive(steps: Steps[T], outgoing: Outgoing | None = None) -> T:
    """Run steps to their end, sending what they yield; `outgoing` is what they have yielded already."""
    try:
        outgoing = outgoing or next(steps)
        from onepay_sandbox.posting import async_posting  # noqa: PLC0415 - most sandboxes send nothing

        async with async_posting() as post:
            while True:
                outgoing = steps.send(await post(outgoing))
    except StopIteration as stop:
        result: T = stop.value
        return result


async def _break(kind: str, scope: Message, receive: Receive) -> None:
    """Break the connection, and wait until it is; inside of one process, where there is none, raise what it means."""
    breaker = scope.get("state", {}).get(BREAKER)
    if breaker is None:
        from onepay_sandbox.inside import broken  # noqa: PLC0415 - httpx is slow to import

        raise broken(kind)
    breaker(kind)
    while (await receive())["type"] != "http.disconnect":
        pass
