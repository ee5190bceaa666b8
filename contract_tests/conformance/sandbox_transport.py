"""The sandbox in one's own process, whose deliveries to webhooks go nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import httpx

from onepay_conformance.target import Server, around
from onepay_sandbox.core.messages import DeliveryRequest, DeliveryResponse
from onepay_sandbox.http.transport import drive, to_request
from onepay_sandbox.sandbox import Sandbox


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
        target = _Target(self.deliver)
        try:
            answer = drive(self.sandbox.answer(to_request(request)), target)
            drive(self.sandbox.afterwards(answer), target)
        except Exception as error:  # noqa: BLE001 - whatever it is, a server would go on
            self.errors.append(error)
            return httpx.Response(500, text="Internal Server Error", request=request)
        return httpx.Response(answer.status, headers=answer.fields, content=answer.body, request=request)


def in_process(sandbox: Sandbox, tenant: str = "contract") -> Server:
    """The sandbox in one's own process."""
    return around(OfflineSandboxTransport(sandbox), tenant)


class _Target:
    """Hands each delivery to a function."""

    def __init__(self, deliver: Callable[[DeliveryRequest], DeliveryResponse]) -> None:
        self._deliver: Final = deliver

    def post(self, outgoing: DeliveryRequest) -> DeliveryResponse:
        """Deliver, and wait for the answer."""
        return self._deliver(outgoing)

    async def async_post(self, outgoing: DeliveryRequest) -> DeliveryResponse:
        """Deliver in the event loop that runs."""
        return self.post(outgoing)


def _taken(_: DeliveryRequest) -> DeliveryResponse:
    return DeliveryResponse(200)
