"""A sandbox with one fault, or with none, for one run of one tool in this process."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import httpx
import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from conformance.planted.faults import Fault, Pause
from conformance.planted.faulty import Faulty
from conformance.planted.trying import sandbox
from conformance.sandbox_transport import OfflineSandboxTransport
from onepay_contract import document as contracts

ROOT: Final = "http://127.0.0.1"
DESCRIPTION: Final = f"{ROOT}/openapi.json"
CONTROL: Final = "/_sandbox/"


class Counting(httpx.BaseTransport):
    """Carries requests to `inner`, and counts those of the API, and those of them that were carried out."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self.requests = 0
        self.successes = 0
        self._inner: Final = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        reply = self._inner.handle_request(request)
        if not request.url.path.startswith(CONTROL):
            self.requests += 1
            self.successes += reply.is_success
        return reply


@contextmanager
def served(fault: Fault | None, pause: Pause = time.sleep) -> Generator[Counting]:
    """What leads to a server with one fault, or with none. `pause` waits where the fault is a slow reply."""
    with sandbox() as true:
        inner = OfflineSandboxTransport(true)
        yield Counting(Faulty(inner, fault, contracts.load(), pause) if fault else inner)


class TransportAdapter(BaseAdapter):
    """Lets `requests` send through a transport of httpx; the contract stands at `DESCRIPTION`."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        super().__init__()
        self._transport: Final = transport

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        """Answer one request."""
        body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
        if request.url == DESCRIPTION:
            reply = httpx.Response(200, json=described())
        elif CONTROL in str(request.url):
            reply = httpx.Response(404)
        else:
            sent = httpx.Request(str(request.method), str(request.url), headers=_text(request.headers), content=body)
            reply = self._transport.handle_request(sent)
        raw = HTTPResponse(
            body=io.BytesIO(reply.read()),
            headers=HTTPHeaderDict(reply.headers.multi_items()),
            status=reply.status_code,
            reason=reply.reason_phrase,
            version=11,
            preload_content=False,
        )
        return HTTPAdapter().build_response(request, raw)

    def close(self) -> None:
        """There is nothing to close."""


def _text(headers: Mapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """The headers as they would leave: `requests` takes letters and bytes."""
    return [(_bytes(name), _bytes(value)) for name, value in headers.items()]


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")


def described() -> Any:
    """The contract, with the address of this server."""
    text = json.dumps(contracts.load().document)
    for name, place in (("api", ROOT), ("cards", f"{ROOT}/cards")):
        text = text.replace(f"https://{name}.onepay.la/v1", f"{place}/v1")
    return json.loads(text)
