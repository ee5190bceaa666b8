"""Drives an exchange by hand: each attempt gets the next happening, and no time passes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from onepay_api import OPERATIONS, Call, CallOptions
from onepay_api.servers import API_SERVER, CARDS_SERVER
from onepay_client.errors import OnePayError
from onepay_client.journal import Journal
from onepay_client.sending.engine import Exchange
from onepay_client.sending.messages import (
    Failed,
    Failure,
    Headers,
    IoEvent,
    RawReply,
    Received,
    Reply,
    Send,
    Sleep,
    Step,
)
from onepay_client.settings import Keys, Runtime, Settings
from onepay_core.operation import Operation

NEVER_SENT = Failed(Failure.NEVER_SENT, "ConnectError")
CUT = Failed(Failure.MAY_HAVE_ARRIVED, "ReadError")
CASHOUT = (
    b'{"id": "c1", "customer_id": "u", "account_id": "a", "is_test": true, "amount": 1000, "status": "pending", '
    b'"created_at": "2026-04-06T15:04:05.000000Z", "scheduled_at": null, "external_id": null, "method": "ACH"}'
)


def answer(status: int, body: bytes = b"{}", **headers: str) -> Received:
    """A whole reply; an underscore in a header's name stands for a hyphen."""
    named = {"content-type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Received(RawReply(status, Headers([(k.encode(), v.encode()) for k, v in named.items()]), body))


def refusal(status: int, code_name: str = "some_error", **headers: str) -> Received:
    """A refusal in the documented shape."""
    return answer(status, f'{{"message": "No.", "code_name": "{code_name}"}}'.encode(), **headers)


class Driven:
    """One exchange, driven to its end. A single happening is what every attempt meets."""

    def __init__(  # noqa: PLR0913 - each is one circumstance of a call
        self,
        operation: str | Operation[Any],
        happenings: Iterable[IoEvent] | IoEvent,
        *,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
        journal: Journal | None = None,
        open_before: bool = False,
        **settings: Any,
    ) -> None:
        self.now = 1000.0
        self.sent: list[Send] = []
        self.pauses: list[float] = []
        self.reply: Reply[Any] | None = None
        self.error: OnePayError | None = None
        record = OPERATIONS[operation] if isinstance(operation, str) else operation
        arguments = {parameter.argument: "an-id" for parameter in record.parameters if parameter.required}
        call: Call[Any] = Call(
            operation=record,
            arguments=arguments,
            idempotency_key=idempotency_key,
            customer_token="a-token" if "CustomerToken" in record.security else None,
            options=options or CallOptions(),
        )
        around = Runtime(monotonic=lambda: self.now, now=lambda: 1_790_000_000.0, random=lambda: 1.0)
        given: dict[str, Any] = {
            "keys": Keys("sk_test_made_up", "pk_test_made_up", "test"),
            "servers": {API_SERVER: "http://127.0.0.1", CARDS_SERVER: "http://127.0.0.1"},
            "runtime": around,
            "journal": journal,
            "check": False,
        }
        self.exchange = Exchange(call, Settings(**given | settings), open_before=open_before)
        self._run(happenings)

    @property
    def tries(self) -> int:
        """How often it was sent."""
        return len(self.sent)

    @property
    def keys(self) -> set[str | None]:
        """The idempotency keys that were sent."""
        return {send.request.headers.get("x-idempotency") for send in self.sent}

    def _run(self, happenings: Iterable[IoEvent] | IoEvent) -> None:
        script = None if isinstance(happenings, (Received, Failed)) else iter(happenings)
        steps = self.exchange.steps()
        go_on: Callable[[Any], Step] = steps.send
        came: Any = None
        try:
            while True:
                step = go_on(came)
                happening = next(script) if script and isinstance(step, Send) else happenings
                try:
                    go_on, came = steps.send, self._perform(step, happening)
                except sqlite3.Error as error:
                    go_on, came = steps.throw, error
        except StopIteration as end:
            self.reply = end.value
        except OnePayError as error:
            self.error = error

    def _perform(self, step: Step, happening: Any) -> Any:
        if isinstance(step, Send):
            self.sent.append(step)
            return happening
        if isinstance(step, Sleep):
            self.pauses.append(step.seconds)
            self.now += step.seconds
            return None
        return step.function()
