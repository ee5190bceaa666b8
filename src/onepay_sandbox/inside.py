"""The sandbox inside of one's own process: a transport for `httpx.Client`, without a socket or an event loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from typing import Final, TypeAlias, TypeVar

import httpx

from onepay_sandbox.faults import Rule
from onepay_sandbox.messages import Answer, Echo, Outgoing, Request, Steps, Wait
from onepay_sandbox.sandbox import Sandbox

T = TypeVar("T")
Post: TypeAlias = Callable[[Outgoing], Echo]


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
        answer = drive(self.sandbox.answer(_read(request)))
        drive(self.sandbox.afterwards(answer))
        self._suffer(answer)
        return httpx.Response(answer.status, headers=answer.fields, content=answer.body, request=request)

    def _suffer(self, answer: Answer) -> None:
        rule = answer.fault
        if isinstance(rule, Rule):
            self._pause(rule.seconds)
            if rule.kind in ("cut", "reset"):
                raise broken(rule.kind)


def broken(kind: str) -> httpx.TransportError:
    """What a client meets whose connection was `cut`, or `reset`."""
    if kind == "cut":
        return httpx.RemoteProtocolError("Server disconnected without sending a response.")
    return httpx.ReadError("Connection reset by peer.")


def drive(steps: Steps[T]) -> T:
    """Run steps to their end, sending the deliveries that they yield."""
    with closing(steps), ExitStack() as stack:
        post: Post | None = None
        try:
            step = next(steps)
            while True:
                if isinstance(step, Wait):
                    _wait(step)
                    step = steps.send(None)
                else:
                    if post is None:
                        post = stack.enter_context(_posting())
                    step = steps.send(post(step))
        except StopIteration as stop:
            result: T = stop.value
            return result


def _wait(step: Wait) -> None:
    if step.until:
        step.until.result()
    else:
        time.sleep(0)  # another thread that waits for the database may go first


def _posting() -> AbstractContextManager[Post]:
    from onepay_sandbox.posting import posting  # noqa: PLC0415 - most sandboxes send nothing

    return posting()


def _read(request: httpx.Request) -> Request:
    path, _, query = request.url.raw_path.partition(b"?")
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method, path, query.decode("latin-1"), headers, request.read(), request.url.scheme)
