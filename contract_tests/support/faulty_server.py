"""A small HTTP server on a real socket of this machine that fails on cue, and keeps a ledger.

It follows a script: each request (or, where a fault keeps requests from arriving, each attempt) takes the next fault
from it; when the script has run out, every request succeeds. Nothing here sleeps. A server that must come back between
two attempts is told so by `paused`, which a test calls where the client would sleep.

It keeps the documented rule for idempotency keys (a repeated key gets the first reply, and nothing is done again)
or, with `repeats="conflict"`, the other one that was met: 409 `idempotency_error`.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Any, Final, Literal, Self

from support.connection import Connection
from support.faults import REFUSED, Fault, Stage, Success, reply
from support.ledger import Arrival, Ledger

HOST: Final = "127.0.0.1"
Repeats = Literal["replay", "conflict"]
_CONFLICT: Final = reply(409, b'{"message": "Llave repetida.", "code": "409", "code_name": "idempotency_error"}')
_GONE: Final = reply(404, b'{"message": "No existe.", "code": "404", "code_name": "not_found"}')


class FaultyServer:
    """`success` says what a request gets when nothing fails."""

    def __init__(self, success: Callable[[Arrival], Success], repeats: Repeats = "replay") -> None:
        self._success: Final = success
        self._repeats: Repeats = repeats
        self._lock: Final = threading.RLock()
        self._connections: set[Connection] = set()
        self._threads: list[threading.Thread] = []
        self._script: deque[Fault] = deque()
        self._known: dict[str, bytes] = {}
        self._gone: set[str] = set()
        self._waiting: list[socket.socket] = []
        self._busy = 0
        self.accepted = 0
        self._arrived: Final = threading.Condition(self._lock)
        self.ledger = Ledger()
        self._listener = _listening(0, 128)
        self.port: Final[int] = self._listener.getsockname()[1]
        self._accept()

    @classmethod
    @contextmanager
    def running(cls, success: Callable[[Arrival], Success], repeats: Repeats = "replay") -> Generator[Self]:
        """A server that is closed at the end, with every connection and thread of it."""
        server = cls(success, repeats)
        try:
            yield server
        finally:
            server.close()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def play(self, script: Iterable[Fault], repeats: Repeats = "replay") -> Ledger:
        """Forget everything, and follow a new script; returns the ledger that is written from now on."""
        with self._lock:
            self._known, self._gone, self._repeats = {}, set(), repeats
            self.ledger = Ledger()
        self.follow(script)
        return self.ledger

    def follow(self, script: Iterable[Fault]) -> None:
        """Follow a new script, and forget nothing."""
        with self._lock:
            self._script = deque(script)
            self._set_the_stage()

    def paused(self, seconds: float = 0.0) -> None:  # noqa: ARG002 - it stands where a client sleeps
        """The client waits before it tries again: an attempt that found no server is over."""
        with self._lock:
            if self._script and self._script[0].stage is Stage.CONNECT:
                self._script.popleft()
            self._set_the_stage()

    def wait_for(self, arrivals: int, timeout: float = 10.0) -> bool:
        """Wait until so many requests have arrived."""
        with self._arrived:
            return self._arrived.wait_for(lambda: self.ledger.sent >= arrivals, timeout)

    def wait_until_idle(self, timeout: float = 10.0) -> bool:
        """Wait until nothing that was sent is unread or unanswered, so that the ledger is complete."""
        until = time.monotonic() + timeout
        with self._arrived:
            while not self._is_idle():
                if time.monotonic() > until:
                    return False
                self._arrived.wait(0.001)
        return True

    def _is_idle(self) -> bool:
        numbers = [connection.fileno() for connection in self._connections]
        numbers += [] if self._waiting else [self._listener.fileno()]
        try:
            return self._busy == 0 and not select.select([n for n in numbers if n >= 0], [], [], 0)[0]
        except OSError:  # one of them has just been closed
            return False

    def wait_until_left(self, timeout: float = 10.0, *, but: int = 0) -> bool:
        """Wait until nobody is connected, `but` for some."""
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self._connections) == but, timeout)

    def hang_up(self) -> None:
        """End every connection that there is; new ones are welcome."""
        with self._lock:
            for connection in self._connections:
                connection.shut()

    def close(self) -> None:
        """Stop listening, hang up on everybody, and wait for the threads."""
        with self._lock:
            self._stop_listening()
        for thread in self._threads:
            thread.join()

    def _set_the_stage(self) -> None:
        """Listen, unless the next attempt is to find nobody, or nobody who has time."""
        fault = self._script[0] if self._script else None
        listening = fault is None or fault.stage is not Stage.CONNECT
        if listening and self._listener.fileno() >= 0 and not self._waiting:
            return
        self._stop_listening()
        if listening:
            self._listener = _listening(self.port, 128)
            self._accept()
        elif fault is not REFUSED:
            self._listen_without_time()

    def _listen_without_time(self) -> None:
        """Fill a queue of one that nobody serves, so that connecting takes for ever."""
        self._listener = _listening(self.port, 0)
        while len(self._waiting) < 2:
            waiting = socket.socket()
            waiting.settimeout(0)
            waiting.connect_ex((HOST, self.port))
            self._waiting.append(waiting)

    def _stop_listening(self) -> None:
        _shut(self._listener)
        while self._waiting:
            self._waiting.pop().close()
        self.hang_up()

    def _accept(self) -> None:
        self._start(self._accepting, self._listener)

    def _start(self, run: Callable[[Any], None], what: socket.socket | Connection) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=run, args=(what,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accepting(self, listener: socket.socket) -> None:
        while True:
            try:
                accepted, _ = listener.accept()
            except OSError:
                return
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.accepted += 1
                self._connections.add(connection := Connection(accepted))
                self._start(self._serving, connection)

    def _serving(self, connection: Connection) -> None:
        with connection:
            while connection.wait() and self._serve_one(connection):
                pass
        with self._arrived:
            self._connections.discard(connection)
            self._arrived.notify_all()

    @contextmanager
    def _answering(self) -> Generator[Fault | None]:
        with self._lock:
            self._busy += 1
            fault = self._script.popleft() if self._script else None
        try:
            yield fault
        finally:
            with self._arrived:
                self._busy -= 1
                self._arrived.notify_all()

    def _serve_one(self, connection: Connection) -> bool:
        with self._answering() as fault:
            return self._serve(connection, fault)

    def _serve(self, connection: Connection, fault: Fault | None) -> bool:
        if fault is not None and fault.stage is not Stage.REPLY:
            self._note(unread=1)
            connection.cut()
            return False
        arrival = connection.read()
        if arrival is None:
            return False
        self._answer(connection, arrival, fault)
        return True

    def _answer(self, connection: Connection, arrival: Arrival, fault: Fault | None) -> None:
        if arrival.path.startswith("/elsewhere"):
            self.ledger.elsewhere.append(arrival)
        success = self._success(arrival)
        done = self._do(arrival, success) if fault is None or fault.acts else b""
        self._note(arrival)
        if fault is None:
            connection.send(done)
        else:
            fault.answer(connection, success)
            self.ledger.outlasted += connection.outlasted

    def _note(self, arrival: Arrival | None = None, unread: int = 0) -> None:
        with self._arrived:
            self.ledger.unread += unread
            if arrival is not None:
                self.ledger.arrivals.append(arrival)
            self._arrived.notify_all()

    def _do(self, arrival: Arrival, success: Success) -> bytes:
        """Carry a request out, unless it was carried out before, and make its reply."""
        with self._lock:
            if arrival.key is not None and arrival.key in self._known:
                return self._known[arrival.key] if self._repeats == "replay" else _CONFLICT
            if arrival.method == "DELETE" and arrival.path in self._gone:
                return _GONE
            if arrival.method == "DELETE":
                self._gone.add(arrival.path)
            made = reply(success.status, success.body)
            if arrival.key is not None:
                self._known[arrival.key] = made
            if arrival.writes:
                self.ledger.deeds.append(arrival)
            return made


def _listening(port: int, backlog: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    listener.listen(backlog)
    return listener


def _shut(listener: socket.socket) -> None:
    """Closing alone would not wake the thread that accepts."""
    try:
        listener.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        listener.close()
