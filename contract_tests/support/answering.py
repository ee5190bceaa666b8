"""A small server on a real socket that answers from a function, for tests of what a client makes of replies."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from onepay_core.json_values import Json


class ReceivedRequest(NamedTuple):
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Answer(NamedTuple):
    """What is sent back."""

    status: int = 200
    body: Json = None
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed


class Server:
    """Where it listens, and every request that it received."""

    def __init__(self, answer: Callable[[ReceivedRequest], Answer]) -> None:
        self.answer: Final = answer
        self.requests: Final[list[ReceivedRequest]] = []
        self._listening = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url: Final = f"http://127.0.0.1:{self._listening.server_port}/v1"

    @classmethod
    @contextmanager
    def running(cls, answer: Callable[[ReceivedRequest], Answer]) -> Generator[Server]:
        """A server that answers until the end of the block."""
        server = cls(answer)
        thread = threading.Thread(target=server._listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server._listening.shutdown()
            server._listening.server_close()
            thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                address = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = ReceivedRequest(
                    str(self.command), address.path, dict(parse_qsl(address.query)), headers, body
                )
                server.requests.append(request)
                self._send(server.answer(request))

            def _send(self, answer: Answer) -> None:
                body = b"" if answer.body is None else json.dumps(answer.body).encode()
                self.send_response(answer.status)
                for name, value in ({"Content-Type": "application/json"} | answer.headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _serve  # noqa: N815 - the names that http.server calls

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature is http.server's
                """Keep the output of the tests clean."""

        return Handler
