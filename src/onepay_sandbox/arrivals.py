"""Requests as they arrive over ASGI: read within bounds of size and time, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeAlias

from onepay_sandbox.emulation import plain
from onepay_sandbox.messages import Answer, Request

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]

LONGEST_HEADERS: Final = 32_768
LARGEST_BODY: Final = 1_000_000
SLOWEST_BODY: Final = 20.0
_LAST_WORDS: Final = {"connection": "close"}


class Gone(Exception):
    """The client hung up before its request was complete; so nothing is done, and nobody is there to be told."""


async def read(scope: Message, receive: Receive, patience: float) -> Request | Answer:
    """The request, or the answer to one whose head or body is too large, or slower than `patience`. Raises `Gone`."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
        return plain(431, _LAST_WORDS)
    body = b""
    if "content-length" in headers or "transfer-encoding" in headers:
        try:
            async with asyncio.timeout(patience):
                whole = await _whole(receive)
        except TimeoutError:
            return plain(408, _LAST_WORDS)
        if whole is None:
            return plain(413, _LAST_WORDS)
        body = whole
    path = scope.get("raw_path") or scope["path"].encode()
    query = scope.get("query_string", b"").decode("latin-1")
    return Request(scope["method"], path, query, headers, body, scope.get("scheme", "http"))


async def _whole(receive: Receive) -> bytes | None:
    """The body, or None where it is too large."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
