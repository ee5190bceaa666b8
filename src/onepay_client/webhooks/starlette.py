"""An endpoint for Starlette and FastAPI."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from .receiver import AsyncHandler, Handler, Receiver, checked_handler


def endpoint(receiver: Receiver, handler: Handler | AsyncHandler) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that receives deliveries and hands each event to ``handler`` once.

    Starlette: ``Route("/onepay", endpoint(receiver, handler), methods=["POST"])``.
    FastAPI: ``app.post("/onepay")(endpoint(receiver, handler))``.

    Raises:
        ConfigurationError: ``handler`` is no function.
    """
    checked_handler(handler)

    async def onepay_webhook(request: Request) -> Response:
        answer = await receiver.ahandle(await _raw_body(request, receiver.max_bytes), request.headers.raw, handler)
        return PlainTextResponse(answer.text, answer.status)

    return onepay_webhook


async def _raw_body(request: Request, max_bytes: int) -> bytes:
    """The body as it came, and no more of it than is needed to see that it is too large."""
    body, chunk = bytearray(), b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > max_bytes:
                break
        return bytes(body)
    finally:
        body, chunk = bytearray(), b""  # the traceback of a lost connection shows no part of it
