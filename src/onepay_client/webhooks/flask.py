"""A view for Flask."""

from collections.abc import Callable

from flask import Response, request

from .receiver import Handler, Receiver, checked_handler


def view(receiver: Receiver, handler: Handler) -> Callable[[], Response]:
    """A view that receives deliveries and hands each event to ``handler`` once.

    ``app.post("/onepay")(view(receiver, handler))``. A second view in one app needs an ``endpoint=``
    name of its own, as Flask wants. Needs Flask 3.1, which itself answers 413 to a body that is too
    large.

    Raises:
        ConfigurationError: ``handler`` is to be awaited, or is no function.
    """
    checked_handler(handler, may_await=False)

    def onepay_webhook() -> Response:
        request.max_content_length = receiver.max_bytes
        answer = receiver.handle(request.get_data(), request.headers, handler)
        return Response(answer.text, answer.status, content_type="text/plain")

    return onepay_webhook
