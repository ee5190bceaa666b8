"""A view for Django."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .receiver import Handler, Receiver


def view(receiver: Receiver, handler: Handler) -> Callable[[HttpRequest], HttpResponse]:
    """A view that receives deliveries and hands each event to ``handler`` once.

    ``path("onepay", view(receiver, handler))``. It takes POST only and needs no CSRF token: a
    delivery proves itself by its signature. Django itself refuses bodies above its setting
    ``DATA_UPLOAD_MAX_MEMORY_SIZE``.
    """

    @csrf_exempt
    @require_POST
    def onepay_webhook(request: HttpRequest) -> HttpResponse:
        answer = receiver.handle(request.body, request.headers, handler)
        return HttpResponse(answer.text, status=answer.status, content_type="text/plain")

    return onepay_webhook
