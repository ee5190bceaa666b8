"""The sandbox as an ASGI application: it carries requests in, answers out, and deliveries to their webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeAlias, TypeVar

import httpx

from onepay_sandbox.courier import TIMEOUT
from onepay_sandbox.emulation import plain
from onepay_sandbox.faults import Rule
from onepay_sandbox.messages import Answer, Echo, Outgoing, Request, Steps
from onepay_sandbox.sandbox import Sandbox

T = TypeVar("T")
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

LARGEST_BODY: Final = 1_000_000
SLOWEST_BODY: Final = 20.0
BREAKER: Final = "onepay_sandbox.break"
"""The extension of the ASGI scope by which our own server lets a fault break the connection."""


class Application:
    """`onepay_sandbox.create_app` returns one; any ASGI server can run it."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Serve `sandbox`."""
        self.sandbox: Final = sandbox

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server from start to end."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        request = await _read(scope, receive)
        answer = await _drive(self.sandbox.answer(request)) if request else plain(413)
        after = self.sandbox.afterwards(answer)
        first = next(after, None)
        await _reply(answer, scope, send)
        if first:
            await _drive(after, first)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                self.sandbox.close()
                return


async def _read(scope: Message, receive: Receive) -> Request | None:
    """The request, or None where its body is too large."""
    body = bytearray()
    async with asyncio.timeout(SLOWEST_BODY):
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > LARGEST_BODY:
                return None
            if not message.get("more_body"):
                break
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    path = scope.get("raw_path") or scope["path"].encode()
    query = scope.get("query_string", b"").decode("latin-1")
    return Request(scope["method"], path, query, headers, bytes(body), scope.get("scheme", "http"))


async def _drive(steps: Steps[T], outgoing: Outgoing | None = None) -> T:
    """Run steps to their end, sending what they yield; `outgoing` is what they have yielded already."""
    try:
        outgoing = outgoing or next(steps)
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
            while True:
                outgoing = steps.send(await _send(client, outgoing))
    except StopIteration as stop:
        result: T = stop.value
        return result


async def _send(client: httpx.AsyncClient, outgoing: Outgoing) -> Echo:
    try:
        reply = await client.post(outgoing.url, content=outgoing.body, headers=outgoing.headers)
    except httpx.HTTPError as error:
        return Echo(None, error=type(error).__name__)
    return Echo(reply.status_code, reply.text)


async def _reply(answer: Answer, scope: Message, send: Send) -> None:
    rule = answer.fault
    if isinstance(rule, Rule):
        await asyncio.sleep(rule.seconds)
        if rule.kind in ("cut", "reset"):
            _break(rule.kind, scope)
            return
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.fields})
    await send({"type": "http.response.body", "body": answer.body})


def _break(kind: str, scope: Message) -> None:
    """Break the connection; inside of one process, where there is none, the client is told what it would meet."""
    breaker = scope.get("extensions", {}).get(BREAKER)
    if breaker is None:
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
    breaker(kind)
