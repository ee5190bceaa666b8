"""The control API of a sandbox: of one that runs, or of one that the command starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from onepay_cli.calls import client_errors, make_client
from onepay_cli.exits import CommandError, ExitStatus
from onepay_cli.start_options import VARIABLES

if TYPE_CHECKING:
    from onepay_client import OnePay

__all__ = ("Control", "open_control")


class Control:
    """Calls the control API of a sandbox."""

    def __init__(self, client: OnePay) -> None:
        """Take address and key of `client`."""
        import httpx  # noqa: PLC0415 - see onepay_cli.app

        from onepay_api.servers import API_SERVER  # noqa: PLC0415 - the same

        api = client.settings.servers[API_SERVER]
        if api == API_SERVER:
            raise CommandError("ONEPAY_BASE_URL names the real API, which is no sandbox.")
        self.root: str = api.removesuffix("/v1")
        headers = {"Authorization": f"Bearer {client.settings.keys.secret_key}"}
        token = os.environ.get(f"{VARIABLES}CONTROL_TOKEN")
        if token:
            headers["X-Control-Token"] = token
        self._http = httpx.Client(
            base_url=f"{self.root}/_sandbox",
            headers=headers,
            trust_env=False,
            timeout=30.0,
            verify=self.root.startswith("https:"),  # reading certificates takes longer than a call over plain http
        )

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of a reply; None where there is none.

        Raises:
            CommandError: nobody listens there, or the sandbox refused.
        """
        import httpx  # noqa: PLC0415 - see onepay_cli.app

        try:
            reply = self._http.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise CommandError(
                f"No sandbox answers at {self.root} ({type(error).__name__}). Start one with `onepay sandbox start`, "
                "or name it in ONEPAY_BASE_URL.",
                ExitStatus.NOT_REACHED,
            ) from None
        if not reply.is_success:
            raise CommandError(f"The sandbox refused ({reply.status_code}): {_words(reply.text)}", ExitStatus.REFUSED)
        return reply.json() if reply.content else None

    def is_there(self) -> bool:
        """Whether a sandbox answers."""
        try:
            return bool(self("GET", "/health").get("status") == "ok")
        except CommandError as error:
            if error.status is ExitStatus.NOT_REACHED:
                return False
            raise

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _words(text: str) -> str:
    with suppress(ValueError):
        problem = json.loads(text)
        return str(problem.get("detail") or problem.get("message") or problem)
    return text[:200]


@contextmanager
def open_control(*, may_start: bool = False) -> Generator[Control]:
    """The control API of the sandbox of the environment; with `may_start`, one is started where none listens."""
    with client_errors(), make_client(sandbox=True) as client:
        control = Control(client)
    with closing(control):
        if not may_start or control.is_there():
            yield control
            return
        with _started(control):
            yield control


@contextmanager
def _started(control: Control) -> Generator[None]:
    """A sandbox of this command's own, for as long as it runs."""
    from urllib.parse import urlsplit  # noqa: PLC0415 - see onepay_cli.app

    from onepay_core.loopback import is_loopback  # noqa: PLC0415 - the same

    parts = urlsplit(control.root)
    if not is_loopback(parts.hostname or "") or parts.scheme != "http":
        raise CommandError(f"No sandbox answers at {control.root}.", ExitStatus.NOT_REACHED)
    options = ["--host", parts.hostname or "", "--port", str(parts.port or 80)]
    command = [sys.executable, "-m", "onepay_cli", "sandbox", "start", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own words
        try:
            greeting = server.stdout.readline() if server.stdout else ""
            if not greeting:
                raise CommandError("The sandbox did not start.", ExitStatus.NOT_REACHED)
            sys.stderr.write(greeting)
            yield
        finally:
            server.terminate()
