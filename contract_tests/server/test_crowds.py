"""A server goes on serving while thousands of clients keep it waiting."""

from __future__ import annotations

import resource
import socket
from contextlib import ExitStack
from typing import Final
from urllib.parse import urlsplit

import httpx

from onepay_sandbox.http.server import raise_open_file_limit
from server.sockets import started

CROWD: Final = 10_000
RESERVE: Final = 500
EACH: Final = 64 * 1024


def _places() -> int:
    """How many connections this process may hold: ten thousand, or what its system allows."""
    raise_open_file_limit()
    return min(CROWD, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - RESERVE)


def test_idle_connections_keep_nobody_from_being_served() -> None:
    with started() as sandbox, ExitStack() as crowd:
        address = urlsplit(sandbox.url)
        before, places = sandbox.memory, _places()
        for _ in range(places):
            crowd.enter_context(socket.create_connection((address.hostname, address.port)))
        reply = httpx.get(
            f"{sandbox.url}/v1/payments", headers={"Authorization": "Bearer sk_test_alborada"}, timeout=60
        )
        assert (reply.status_code, sandbox.memory - before < places * EACH) == (200, True)
