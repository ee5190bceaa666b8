"""An `httpx` transport to a sandbox in the same process, without a socket or an event loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from typing import Final, TypeAlias, TypeVar

import httpx

from onepay_sandbox.core.faults import FaultRule
from onepay_sandbox.core.messages import (
    DeliveryRequest,
    DeliveryResponse,
    DeliveryTarget,
    Request,
    Response,
    Steps,
    Wait,
)
from onepay_sandbox.sandbox import Sandbox

T = TypeVar("T")
Post: TypeAlias = Callable[[DeliveryRequest], DeliveryResponse]


class SandboxTransport(httpx.BaseTransport):
    """Carries requests to a sandbox. When a request is answered, its deliveries have been sent.

    Where several threads call at once, one of them sends for all, so that a handler of a webhook may call, too.

    `pause` waits out the delays of faults; tests pass one that does not.
    """

    def __init__(self, sandbox: Sandbox, pause: Callable[[float], None] = time.sleep) -> None:
        """Carry to `sandbox`."""
        self.sandbox: Final = sandbox
        self._pause: Final = pause

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        answer = drive(self.sandbox.answer(to_request(request)), self.sandbox.delivery_target)
        drive(self.sandbox.afterwards(answer), self.sandbox.delivery_target)
        self._apply_fault(answer)
        return httpx.Response(answer.status, headers=answer.fields, content=answer.body, request=request)

    def _apply_fault(self, answer: Response) -> None:
        rule = answer.fault
        if isinstance(rule, FaultRule):
            self._pause(rule.seconds)
            if rule.kind in ("cut", "reset"):
                raise connection_error(rule.kind)


def connection_error(kind: str) -> httpx.TransportError:
    """What a client meets whose connection was `cut`, or `reset`."""
    if kind == "cut":
        return httpx.RemoteProtocolError("Server disconnected without sending a response.")
    return httpx.ReadError("Connection reset by peer.")


def drive(steps: Steps[T], target: DeliveryTarget | None = None) -> T:
    """Run steps to their end, sending the deliveries that they yield to `target`, or over the network without one."""
    with closing(steps), ExitStack() as stack:
        post: Post | None = target.post if target else None
        try:
            step = next(steps)
            while True:
                if isinstance(step, Wait):
                    _wait(step)
                    step = steps.send(None)
                else:
                    if post is None:
                        post = stack.enter_context(_http_client())
                    step = steps.send(post(step))
        except StopIteration as stop:
            result: T = stop.value
            return result


def _wait(step: Wait) -> None:
    if step.until:
        step.until.result()
    else:
        time.sleep(step.seconds)  # with 0, another thread that waits for the database may go first


def _http_client() -> AbstractContextManager[Post]:
    from onepay_sandbox.http.delivery_client import delivery_client  # noqa: PLC0415 - most sandboxes send nothing

    return delivery_client()


def to_request(request: httpx.Request) -> Request:
    """The request as the sandbox reads it."""
    path, _, query = request.url.raw_path.partition(b"?")
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method, path, query.decode("latin-1"), headers, request.read(), request.url.scheme)
