"""A sandbox for one test, inside of the test's process, with the control calls that tests make most."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import httpx

from onepay_core.json_values import Json
from onepay_sandbox.core.clock import Clock
from onepay_sandbox.http.application import Application
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox

_CONTROL: Final = "https://api.onepay.la/_sandbox"


class ControlRefused(Exception):
    """The control API has refused a call; the message is its own."""


class LocalSandbox:
    """A sandbox with one account, whose keys are `secret_key` and `public_key`.

    `transport` and `async_transport` carry the calls of an `httpx` client, and of `OnePay` and `AsyncOnePay`, to
    it. When a call is answered, its deliveries have been sent. The clock stands at eight in the morning of
    Monday, 2 February 2026, in Bogotá, until `advance` moves it.
    """

    secret_key: Final = "sk_test_local"  # noqa: S105 - it opens nothing but this sandbox
    public_key: Final = "pk_test_local"

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        """Begin with nothing, in memory; see `create_app` for the arguments."""
        self.sandbox: Final = Sandbox(clock=clock, seed=seed)
        self.transport: Final = SandboxTransport(self.sandbox)

    @property
    def async_transport(self) -> httpx.AsyncBaseTransport:
        """What carries the calls of an asynchronous client."""
        return httpx.ASGITransport(Application(self.sandbox))

    def advance(self, by: str | None = None, *, to: str | None = None) -> Json:
        """Let time pass by a duration such as `P3D`, or to a moment; without either, to the next event.

        Returns the clock: `now`, `running`, `next_event_at`. Raises `ControlRefused`.
        """
        named = {name: value for name, value in (("by", by), ("to", to)) if value is not None}
        return self.control("POST", "/clock/advance", named or {"to_next_event": True})

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

    def close(self) -> None:
        """Forget everything."""
        self._client.close()
        self.sandbox.close()

    @cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(transport=self.transport, headers={"Authorization": f"Bearer {self.secret_key}"})
