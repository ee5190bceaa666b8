"""Sends deliveries with httpx: over the network, or into an ASGI or WSGI application of the same process.

A receiver has ten seconds, and of its reply the beginning is kept. This module is imported when the first delivery is
sent, since most sandboxes send none and httpx takes its time.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

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


T = TypeVar("T")
_LOG: Final = logging.getLogger("onepay_sandbox")
_ASGI_ARGUMENTS: Final = 3


class ApplicationTarget:
    """An application that takes every delivery, whatever host its address names.

    What the application raises is logged, and counts as an answer 500. Its lifespan is not run.
    """

    def __init__(self, app: Any) -> None:
        """Deliver to `app`, an ASGI or a WSGI application. Raises `TypeError` for what is neither."""
        if not callable(app):
            raise TypeError(f"Deliver to an ASGI or WSGI application; {type(app).__name__} cannot be called.")
        self._app: Final[Any] = app
        self._is_asgi: Final = _is_asgi(app)
        self.under_way: int = 0

    def post(self, outgoing: DeliveryRequest) -> DeliveryResponse:
        """Deliver, and wait for the answer; an ASGI application gets an event loop for it."""
        if self._is_asgi:
            return _run(self.async_post(outgoing))
        self.under_way += 1
        try:
            return self._post_wsgi(outgoing)
        finally:
            self.under_way -= 1

    async def async_post(self, outgoing: DeliveryRequest) -> DeliveryResponse:
        """Deliver in the event loop that runs; a WSGI application gets a thread for it."""
        self.under_way += 1
        try:
            async with asyncio.timeout(TIMEOUT):
                if not self._is_asgi:
                    return await asyncio.to_thread(self._post_wsgi, outgoing)
                async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app)) as client:
                    reply = await client.post(outgoing.url, content=outgoing.body, headers=outgoing.headers)
        except TimeoutError:
            return DeliveryResponse(None, error="ReadTimeout")
        except Exception as error:  # noqa: BLE001 - an application may raise anything, which is logged
            return _failed(error, outgoing)
        finally:
            self.under_way -= 1
        return _delivery_response(reply, reply.content)

    def _post_wsgi(self, outgoing: DeliveryRequest) -> DeliveryResponse:
        try:
            with httpx.Client(transport=httpx.WSGITransport(self._app)) as client:
                reply = client.post(outgoing.url, content=outgoing.body, headers=outgoing.headers)
        except Exception as error:  # noqa: BLE001 - the same
            return _failed(error, outgoing)
        return _delivery_response(reply, reply.content)


def _is_asgi(app: Any) -> bool:
    """Whether an application is called with scope, receive and send, and not with environment and start_response."""
    if inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(getattr(app, "__call__", None)):  # noqa: B004
        return True
    try:
        return len(inspect.signature(app).parameters) >= _ASGI_ARGUMENTS
    except (TypeError, ValueError):  # what is written in C has no signature, and is no ASGI application
        return False


def _run(delivery: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, whether an event loop runs in this thread or not."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(delivery)
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, delivery).result()


def _failed(error: Exception, outgoing: DeliveryRequest) -> DeliveryResponse:
    _LOG.error("The application raised while it took %s.", outgoing.headers.get("x-webhook-event"), exc_info=error)
    return DeliveryResponse(500, error=type(error).__name__)
