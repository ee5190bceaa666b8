"""An endpoint for Starlette and FastAPI."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from .receiver import AsyncHandler, Handler, Receiver


def endpoint(receiver: Receiver, handler: Handler | AsyncHandler) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that receives deliveries and hands each event to ``handler`` once.

    Starlette: ``Route("/onepay", endpoint(receiver, handler), methods=["POST"])``.
    FastAPI: ``app.post("/onepay")(endpoint(receiver, handler))``.
    """

    async def onepay_webhook(request: Request) -> Response:
        body = await _raw_body(request, receiver.max_bytes)
        answer = await receiver.ahandle(body, request.headers.raw, handler)
        return PlainTextResponse(answer.text, answer.status)

    return onepay_webhook


async def _raw_body(request: Request, max_bytes: int) -> bytes:
    """The body as it came, and no more of it than is needed to see that it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            break
    return bytes(body)
