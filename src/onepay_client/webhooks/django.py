"""A view for Django."""

from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any, TypeAlias, TypeVar, cast, overload

from django.db import connections, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import RawPostDataException

from onepay_client.errors import ConfigurationError

from .deliveries import Delivery, WebhookResponse
from .receiver import AsyncHandler, Handler, Receiver, checked_handler, is_async

View: TypeAlias = Callable[[HttpRequest], HttpResponse]
AsyncView: TypeAlias = Callable[[HttpRequest], Coroutine[Any, Any, HttpResponse]]
V = TypeVar("V")


@overload
def view(receiver: Receiver, handler: Handler) -> View: ...


@overload
def view(receiver: Receiver, handler: AsyncHandler) -> AsyncView: ...


def view(receiver: Receiver, handler: Handler | AsyncHandler) -> View | AsyncView:
    """A view that receives deliveries and hands each event to ``handler`` once.

    ``path("onepay", view(receiver, handler))``. It takes POST only. With ``async def handler`` the view is
    asynchronous.

    A delivery proves itself by its signature, so the view needs neither a CSRF token nor a login, and a missing
    slash is answered with 404 and not with a redirect, which OnePay would take for a success. Where the setting
    ``ATOMIC_REQUESTS`` is on, an ordinary handler runs in a transaction of its own, which is committed before the
    event counts as handled; a handler that is awaited makes its own. Django itself refuses bodies above its setting
    ``DATA_UPLOAD_MAX_MEMORY_SIZE``.
    """
    checked_handler(handler)
    if is_async(handler):
        return _exempt(_async_view(receiver, handler))
    return _exempt(_view(receiver, handler))


def _view(receiver: Receiver, handler: Handler | AsyncHandler) -> View:
    def handle(delivery: Delivery) -> object:
        with ExitStack() as transactions:
            for alias in _atomic_databases():
                transactions.enter_context(transaction.atomic(using=alias))
            return handler(delivery)

    def onepay_webhook(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return _response(receiver.handle(_raw_body(request), request.headers, cast(Handler, handle)))

    return onepay_webhook


def _async_view(receiver: Receiver, handler: Handler | AsyncHandler) -> AsyncView:
    async def onepay_webhook(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return _response(await receiver.ahandle(_raw_body(request), request.headers, handler))

    return onepay_webhook


def _exempt(view: V) -> V:
    """The view with the marks of four decorators of Django's.

    ``csrf_exempt``, ``login_not_required``, ``no_append_slash`` and ``non_atomic_requests``: not every version of
    Django that is still in use has each of them, and takes an asynchronous view in it.
    """
    marks = {"csrf_exempt": True, "login_required": False, "should_append_slash": False}
    for name, value in {**marks, "_non_atomic_requests": _EveryDatabase()}.items():
        setattr(view, name, value)
    return view


class _EveryDatabase(set[str]):
    """Every alias, also of databases that are configured after the view was made."""

    def __contains__(self, alias: object) -> bool:
        return True


def _atomic_databases() -> list[str]:
    return [alias for alias in connections if connections.settings[alias]["ATOMIC_REQUESTS"]]


def _raw_body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RawPostDataException:
        pass
    raise ConfigurationError(
        "Something before this view read the body of the request as a stream, and its raw bytes are gone, so that no "
        "delivery can be verified. Let that middleware leave out the path of this view, or read request.body itself."
    )


def _response(answer: WebhookResponse) -> HttpResponse:
    return HttpResponse(answer.text, status=answer.status, content_type="text/plain")
