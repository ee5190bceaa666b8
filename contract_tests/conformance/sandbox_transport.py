"""The sandbox in one's own process, whose deliveries to webhooks go nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import httpx

from onepay_conformance.target import Server, around
from onepay_sandbox.core.messages import DeliveryRequest, DeliveryResponse, Request, Steps
from onepay_sandbox.sandbox import Sandbox

T = TypeVar("T")
_NOTHING: Final = DeliveryResponse(200)


class OfflineSandboxTransport(httpx.BaseTransport):
    """Carries requests to a sandbox. Unlike `SandboxTransport` it opens no connection, whatever is registered.

    What the sandbox raises becomes a reply with status 500, as any server would make it; `errors` keeps it. A delivery
    is handed to `deliver`.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox: Final = sandbox
        self.deliver: Callable[[DeliveryRequest], DeliveryResponse] = _taken
        self.errors: Final[list[Exception]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        try:
            answer = _driven(self.sandbox.answer(_read(request)), self.deliver)
            _driven(self.sandbox.afterwards(answer), self.deliver)
        except Exception as error:  # noqa: BLE001 - whatever it is, a server would go on
            self.errors.append(error)
            return httpx.Response(500, text="Internal Server Error", request=request)
        return httpx.Response(answer.status, headers=answer.fields, content=answer.body, request=request)


def in_process(sandbox: Sandbox, tenant: str = "contract") -> Server:
    """The sandbox in one's own process."""
    return around(OfflineSandboxTransport(sandbox), tenant)


def _taken(_: DeliveryRequest) -> DeliveryResponse:
    return DeliveryResponse(200)


def _driven(steps: Steps[T], deliver: Callable[[DeliveryRequest], DeliveryResponse]) -> T:
    try:
        step = next(steps)
        while True:
            step = steps.send(deliver(step) if isinstance(step, DeliveryRequest) else _NOTHING)
    except StopIteration as stop:
        result: T = stop.value
        return result


def _read(request: httpx.Request) -> Request:
    path, _, query = request.url.raw_path.partition(b"?")
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method, path, query.decode("latin-1"), headers, request.read(), request.url.scheme)
