"""The parts of the tour and the stories: a sandbox in its own process, its control, an endpoint for webhooks."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import httpx

from onepay_client.webhooks import Delivery, Receiver

_ADDRESS: Final = re.compile(r"listens on (http://\S+)")
_PATIENCE: Final = 30.0
_TAKEN: Final = 200
_DOWN: Final = 503


class Sandbox:
    """`onepay sandbox start` with its clock frozen; with `database`, a file, it survives `kill`."""

    def __init__(self, database: Path | None = None, *, fake_live: bool = False) -> None:
        """Remember how to start it."""
        self.url = ""
        self._options: Final = [
            *(["--database", str(database)] if database else []),
            *(["--fake-live"] if fake_live else []),
        ]
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, on the same port as before if there was one, and wait until it listens."""
        port = self.url.rpartition(":")[2] or "0"
        start = ["sandbox", "start", "--frozen", "--seed", "7", "--port", port]
        command = [sys.executable, "-m", "onepay_cli", *start, *self._options]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
        greeting = self._process.stdout.readline() if self._process.stdout else ""
        found = _ADDRESS.search(greeting)
        if not found:
            raise RuntimeError("The sandbox did not start; what it wrote to stderr says why.")
        self.url = found[1]

    def kill(self) -> None:
        """End it at once, without a word to it, as a power cut does."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


class SandboxControl:
    """Decides about time, chance, money and payers in one account of a sandbox."""

    def __init__(self, sandbox: Sandbox, key: str) -> None:
        """`key` opens the account."""
        self._sandbox: Final = sandbox
        self._client: Final = httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=_PATIENCE)

    def decide(self, method: str, path: str, body: Any = None) -> Any:
        """What the control API answers; anything but a success is raised."""
        reply = self._client.request(method, f"{self._sandbox.url}/_sandbox{path}", json=body)
        if not reply.is_success:
            raise RuntimeError(f"{method} /_sandbox{path}: {reply.status_code} {reply.text}")
        return reply.json() if reply.content else None

    def pays(self, payment_id: str, method: str = "card", **wish: Any) -> Any:
        """Let a payer try to pay a payment."""
        return self.decide("POST", f"/payments/{payment_id}/attempts", {"method": method, **wish})

    def advance(self, by: str) -> None:
        """Let time pass, such as `P1D`."""
        self.decide("POST", "/clock/advance", {"by": by})

    def deposit(self, amount: int) -> None:
        """Put pesos into the balance."""
        self.decide("POST", "/ledger/deposits", {"amount": amount})

    def fails(self, **rule: Any) -> None:
        """From now on, calls fail by this rule."""
        self.decide("POST", "/faults", rule)

    def now(self) -> float:
        """What the account's clock shows, in Unix seconds."""
        return datetime.fromisoformat(self.decide("GET", "/clock")["now"]).timestamp()

    def ledger(self) -> dict[str, int]:
        """What each account of the ledger holds.

        Raises:
            RuntimeError: the entries do not sum to zero.
        """
        ledger = self.decide("GET", "/ledger")
        if ledger["sum"] != 0:
            raise RuntimeError(f"The ledger's entries sum to {ledger['sum']}, not to zero.")
        balances: dict[str, int] = ledger["balances"]
        return balances

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


class Endpoint:
    """The merchant's webhook endpoint, on loopback."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Listen on a free port; `clock` is the sandbox's."""
        self._clock: Final = clock
        self._received: Final[queue.Queue[Delivery]] = queue.Queue()
        self._receiver: Receiver | None = None
        self.is_down = False
        self._refused: Final[queue.Queue[int]] = queue.Queue()
        self._server: Final = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.take))
        self.url: Final = f"http://127.0.0.1:{self._server.server_port}/onepay"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def trust(self, secret: str | list[str], token: str | list[str] | None) -> None:
        """Verify with these from now on."""
        self._receiver = Receiver(secret=secret, token=token, environment="test", clock=self._clock)

    def take(self, body: bytes, headers: list[tuple[str, str]]) -> int:
        """The status that answers one delivery."""
        receiver = None if self.is_down else self._receiver
        status = receiver.handle(body, headers, self._received.put).status if receiver else _DOWN
        if status != _TAKEN:
            self._refused.put(status)
        return status

    def next_delivery(self) -> Delivery:
        """The next delivery that was taken; it is waited for."""
        return self._received.get(timeout=_PATIENCE)

    def refuses(self) -> int:
        """The status of the next delivery that was refused; it is waited for."""
        return self._refused.get(timeout=_PATIENCE)

    def has_refused(self) -> bool:
        """Whether a delivery was refused that nobody has asked about."""
        return not self._refused.empty()

    def close(self) -> None:
        """Stop to listen."""
        self._server.shutdown()
        self._server.server_close()


def _handler(take: Callable[[bytes, list[tuple[str, str]]], int]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(take(body, self.headers.items()))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class chose the name
            """Stay silent."""

    return Handler
