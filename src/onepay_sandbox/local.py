"""A sandbox for one test, inside of the test's process, with the control calls that tests make most."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any, Final

import httpx

from onepay_core.json_values import Json
from onepay_sandbox.core.clock import Clock, parse_datetime
from onepay_sandbox.http.application import Application
from onepay_sandbox.http.delivery_client import ApplicationTarget
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.registry import shared_config
from onepay_sandbox.sandbox import Sandbox

_API: Final = "https://api.onepay.la/v1"
_CONTROL: Final = "https://api.onepay.la/_sandbox"


class ControlRefused(Exception):
    """The control API has refused a call; the message is its own."""


class LocalSandbox:
    """A sandbox with one account, whose keys are `secret_key` and `public_key`.

    `transport` and `async_transport` carry the calls of an `httpx` client, and of `OnePay` and `AsyncOnePay`, to
    it. When a call is answered, its deliveries have been sent. The clock stands at eight in the morning of
    Monday, 2 February 2026, in Bogotá, until `advance` moves it.
    """

    secret_key: str = "sk_test_local"  # noqa: S105 - it opens nothing but this sandbox
    public_key: str = "pk_test_local"

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None, live: bool = False) -> None:
        """Begin with nothing, in memory; see `create_app` for the arguments.

        With `live` the keys are those of a false live account, in which charges can be refunded and no test scenario
        counts.
        """
        if live:
            self.secret_key, self.public_key = "sk_live_local", "pk_live_local"
        self.sandbox: Final = Sandbox(clock=clock, seed=seed, live=live)
        self.transport: Final = SandboxTransport(self.sandbox)
        self._target: ApplicationTarget | None = None

    @property
    def async_transport(self) -> httpx.AsyncBaseTransport:
        """What carries the calls of an asynchronous client."""
        return httpx.ASGITransport(Application(self.sandbox))

    def deliver_to(self, app: Any) -> None:
        """Let every delivery go into an ASGI or WSGI application of this process, in place of the network.

        The path of a webhook's address decides which endpoint gets it, and its host is not looked at, but has to be
        one that the sandbox allows, such as `http://127.0.0.1/onepay`. What the application raises is logged, and is
        an answer 500 to the sandbox, which tries again later. Raises `TypeError` for what is no application.
        """
        self.sandbox.delivery_target = self._target = ApplicationTarget(app)

    def webhook(self, url: str = "http://127.0.0.1/onepay", events: Collection[str] = ()) -> dict[str, Json]:
        """Register a webhook for `events`, or for every event; the reply has its `secret` and `header` (the token).

        Raises `ControlRefused`.
        """
        wanted = {"name": "Test", "url": url, "events": list(events) or sorted(shared_config().events)}
        headers = {"x-idempotency": f"webhook-{next(self._numbers)}"}
        reply = self._client.post(f"{_API}/webhooks", json=wanted, headers=headers)
        if not reply.is_success:
            raise ControlRefused(f"POST /webhooks was answered {reply.status_code}: {reply.text}")
        webhook: dict[str, Json] = reply.json()["data"]
        return webhook

    def time(self) -> float:
        """What the clock of the account shows, in Unix seconds: the `clock` of a `Receiver`."""
        return parse_datetime(self.control("GET", "/clock")["now"]).timestamp()

    def advance(self, by: str | timedelta | None = None, *, to: str | datetime | None = None) -> Json:
        """Let time pass by a duration such as `P3D`, `P1M` or a `timedelta`, or to a moment; else to the next event.

        Returns the clock: `now`, `running`, `next_event_at`. Raises `ControlRefused`, also where the handler of a
        webhook calls it, since time does not pass while a delivery is under way.
        """
        if self._target and self._target.under_way:
            raise ControlRefused(
                "Time does not pass while a delivery is under way, so the handler of a webhook would wait for itself. "
                "Let it return, and advance the clock in the test."
            )
        named = {name: value for name, value in (("by", _duration(by)), ("to", _moment(to))) if value is not None}
        return self.control("POST", "/clock/advance", named or {"to_next_event": True})

    def reset(self) -> None:
        """Forget everything of the account, in a millisecond or two; as at the first example of a property."""
        self.control("POST", "/reset")

    def deposit(self, amount: int) -> Json:
        """Put so many pesos into the balance; returns the ledger. Raises `ControlRefused`."""
        return self.control("POST", "/ledger/deposits", {"amount": amount})

    def deliveries(self) -> list[Json]:
        """The deliveries to webhooks, newest first, with their replies."""
        deliveries: list[Json] = self.control("GET", "/deliveries")["data"]
        return deliveries

    def control(self, method: str, path: str, body: Json = None) -> Any:
        """Make any call of the control API, such as `control("POST", "/faults", {"kind": "cut", "times": 1})`.

        Raises `ControlRefused`.
        """
        reply = self._client.request(method, f"{_CONTROL}{path}", json=body)
        if not reply.is_success:
            raise ControlRefused(f"{method} {path} was answered {reply.status_code}: {reply.text}")
        return reply.json() if reply.content else None

    @cached_property
    def _numbers(self) -> Iterator[int]:
        return count(1)

    def close(self) -> None:
        """Forget everything."""
        self._client.close()
        self.sandbox.close()

    @cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(transport=self.transport, headers={"Authorization": f"Bearer {self.secret_key}"})


def _duration(by: str | timedelta | None) -> str | None:
    """The text that the control API takes for a span of time."""
    if not isinstance(by, timedelta):
        return by
    if by < timedelta(0) or by % timedelta(seconds=1):
        raise ControlRefused(f"The clock goes forward, by whole seconds; it cannot be advanced by {by}.")
    return f"P{by.days}DT{by.seconds}S"


def _moment(to: str | datetime | None) -> str | None:
    """The text that the control API takes for a moment."""
    if not isinstance(to, datetime):
        return to
    if to.tzinfo is None:
        raise ControlRefused(f"{to} has no zone: say which moment is meant, such as with tzinfo=UTC.")
    return to.isoformat()
