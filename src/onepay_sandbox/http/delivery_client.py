"""Deliveries over the network, with httpx: within ten seconds, and with the beginning of the reply only.

This module is imported when the first delivery is sent, since most sandboxes send none and httpx takes its time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Final, TypeAlias

import httpx

from onepay_sandbox.core.deliveries import KEPT, TIMEOUT
from onepay_sandbox.core.messages import DeliveryRequest, DeliveryResponse

Post: TypeAlias = Callable[[DeliveryRequest], DeliveryResponse]
"""Sends a delivery: what came back, or the name of what went wrong."""

AsyncPost: TypeAlias = Callable[[DeliveryRequest], Awaitable[DeliveryResponse]]
"""The same for an event loop."""

_FAILURES: Final = (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError)


@contextmanager
def delivery_client() -> Generator[Post]:
    """Send deliveries, by no proxy, so that they stay on this machine unless an address leads elsewhere."""
    with httpx.Client(timeout=TIMEOUT, trust_env=False) as client:
        yield partial(_post, client)


@asynccontextmanager
async def async_delivery_client() -> AsyncGenerator[AsyncPost]:
    """The same for an event loop."""
    async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
        yield partial(_async_post, client)


def _post(client: httpx.Client, outgoing: DeliveryRequest) -> DeliveryResponse:
    end = time.monotonic() + TIMEOUT
    begun = b""
    try:
        with client.stream("POST", outgoing.url, content=outgoing.body, headers=outgoing.headers) as reply:
            for chunk in reply.iter_bytes():
                begun += chunk
                if len(begun) >= KEPT or time.monotonic() > end:
                    break
    except _FAILURES as error:
        return DeliveryResponse(None, error=type(error).__name__)
    return _delivery_response(reply, begun) if time.monotonic() <= end else DeliveryResponse(None, error="ReadTimeout")


async def _async_post(client: httpx.AsyncClient, outgoing: DeliveryRequest) -> DeliveryResponse:
    try:
        async with asyncio.timeout(TIMEOUT):
            return await _stream(client, outgoing)
    except TimeoutError:
        return DeliveryResponse(None, error="ReadTimeout")
    except _FAILURES as error:
        return DeliveryResponse(None, error=type(error).__name__)


async def _stream(client: httpx.AsyncClient, outgoing: DeliveryRequest) -> DeliveryResponse:
    begun = b""
    async with client.stream("POST", outgoing.url, content=outgoing.body, headers=outgoing.headers) as reply:
        async for chunk in reply.aiter_bytes():
            begun += chunk
            if len(begun) >= KEPT:
                break
    return _delivery_response(reply, begun)


def _delivery_response(reply: httpx.Response, begun: bytes) -> DeliveryResponse:
    return DeliveryResponse(reply.status_code, begun[:KEPT].decode(errors="replace"))
