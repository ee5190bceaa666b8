"""A program that reports failing calls to Sentry, as `sentry_sdk.init` sets it up, and prints the reports.

``python -m support.sentry_program``: each operation whose body holds something sensitive fails in each way.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import sentry_sdk

from onepay_client import OnePay, OnePayError, SqliteJournal, set_up_logging
from support import canaries
from support.calls import Calls
from support.canaries import Marker
from support.contract import Contract


class Printer(sentry_sdk.Transport):
    """Prints what would be sent."""

    def capture_envelope(self, envelope: Any) -> None:
        sys.stdout.buffer.write(envelope.serialize() + b"\n")


def refusing(request: httpx.Request) -> httpx.Response:
    said = f"No sirve: {request.content.decode()}"
    return httpx.Response(422, json={"message": said, "errors": {"field": [said]}})


def cutting(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError(str(request.headers))


def answering_html(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, html=f"<p>{request.content.decode()}</p>")


class FailingCall:
    """A call with marked values; its `repr` shows none, as the frames of this program are not what is looked at."""

    def __init__(self, method: Callable[..., object], path: list[str], arguments: dict[str, Any]) -> None:
        self._method = method
        self._path = path
        self._arguments = arguments

    def __repr__(self) -> str:
        return "FailingCall()"

    def __call__(self) -> None:
        try:
            self._method(*self._path, **self._arguments)
        except OnePayError:
            logging.getLogger("a.program").exception("a payment failed")
            sentry_sdk.capture_exception()


def failing_calls(journal: SqliteJournal) -> Iterator[FailingCall]:
    """Every operation whose body holds something sensitive, each with three ends."""
    contract = Contract.load()
    calls, marker = Calls(contract), Marker(contract)
    for handler in (refusing, cutting, answering_html):
        transport = httpx.MockTransport(handler)
        client: Any = OnePay(
            canaries.SECRET_KEY, public_key=canaries.PUBLIC_KEY, transport=transport, retries=0, journal=journal
        )
        for operation in contract.operations.values():
            body = calls.body(operation)
            marked = marker.marked(operation.body_schema or {}, body)
            if marked != body:
                arguments = calls.keywords(operation, partial(marker.marked, operation.body_schema or {}))
                if "CustomerToken" in operation.schemes:
                    arguments["customer_token"] = canaries.TOKEN
                method = getattr(getattr(client, operation.tag), operation.method_name)
                yield FailingCall(method, calls.path(operation), arguments)


def main() -> None:
    """Let each call fail."""
    sentry_sdk.init(
        dsn="http://key@127.0.0.1:9/1",
        transport=Printer(),
        send_default_pii=True,
        attach_stacktrace=True,
        enable_logs=True,
        traces_sample_rate=1.0,
    )
    set_up_logging({"ONEPAY_LOG": "debug"})
    with tempfile.TemporaryDirectory() as folder, closing(SqliteJournal(Path(folder) / "journal")) as journal:
        for call in list(failing_calls(journal)):
            call()
    sentry_sdk.flush()


if __name__ == "__main__":
    main()
