"""Deliveries into an ASGI or WSGI application of the same process, in place of the network."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import httpx

from onepay_sandbox.core.deliveries import KEPT, TIMEOUT
from onepay_sandbox.core.messages import DeliveryRequest, DeliveryResponse

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
        return _response(reply)

    def _post_wsgi(self, outgoing: DeliveryRequest) -> DeliveryResponse:
        try:
            with httpx.Client(transport=httpx.WSGITransport(self._app)) as client:
                return _response(client.post(outgoing.url, content=outgoing.body, headers=outgoing.headers))
        except Exception as error:  # noqa: BLE001 - the same
            return _failed(error, outgoing)


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


def _response(reply: httpx.Response) -> DeliveryResponse:
    return DeliveryResponse(reply.status_code, reply.content[:KEPT].decode(errors="replace"))
