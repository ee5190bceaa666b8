"""A server on loopback that speaks HTTP/2 from the first byte, and answers or fails every request alike."""

from __future__ import annotations

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Final, Literal, Self

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import Event, RequestReceived, StreamEnded

Answer = Literal["cut", "reset", "go away"] | int
"""A status, or how the server fails once it has read a request."""


class Http2Server:
    """It writes down the headers of each request."""

    def __init__(self, body: bytes, answer: Answer = 200) -> None:
        self._answer: Final[Answer] = answer
        self.request_headers: Final[list[dict[str, str]]] = []
        self._body: Final = body
        self._listener: Final = socket.create_server(("127.0.0.1", 0))
        self.url: Final = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread: Final = threading.Thread(target=self._accepting, daemon=True)

    @classmethod
    @contextmanager
    def running(cls, body: bytes, answer: Answer = 200) -> Generator[Self]:
        """A server that is closed at the end; its clients must have hung up by then."""
        server = cls(body, answer)
        server._thread.start()
        try:
            yield server
        finally:
            with suppress(OSError):  # closing alone would not wake the thread that accepts
                server._listener.shutdown(socket.SHUT_RDWR)
            server._listener.close()
            server._thread.join()

    def _accepting(self) -> None:
        with suppress(OSError):
            while True:
                accepted, _ = self._listener.accept()
                with accepted:
                    self._serve(accepted)

    def _serve(self, accepted: socket.socket) -> None:
        connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        connection.initiate_connection()
        accepted.sendall(connection.data_to_send())
        while received := accepted.recv(65536):
            for event in connection.receive_data(received):
                self._take(connection, event)
            accepted.sendall(connection.data_to_send())
            if self.request_headers and self._answer in ("cut", "go away"):
                return

    def _take(self, connection: H2Connection, event: Event) -> None:
        if isinstance(event, RequestReceived):
            self.request_headers.append({str(name): str(value) for name, value in event.headers})
        if isinstance(event, StreamEnded):
            self._answer_stream(connection, event.stream_id)

    def _answer_stream(self, connection: H2Connection, stream: int) -> None:
        if self._answer == "reset":
            connection.reset_stream(stream)
        elif self._answer == "go away":
            connection.close_connection(last_stream_id=stream)
        elif self._answer != "cut":
            headers = [(":status", str(self._answer)), ("content-type", "application/json")]
            connection.send_headers(stream, [*headers, ("location", "/elsewhere")])
            connection.send_data(stream, self._body, end_stream=True)
