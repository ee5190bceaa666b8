"""The transports over which the fault matrix runs: httpx's own, and those of others."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx
from httpx_aiohttp import AiohttpTransport
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from pyreqwest.client import ClientBuilder, SyncClientBuilder
from pyreqwest.compatibility.httpx import HttpxTransport, SyncHttpxTransport

from support.harness import Harness


@dataclass
class HookedClient:
    """A client of the caller's, which counts what its event hooks see."""

    requests: int = 0
    responses: int = 0

    def sync(self) -> httpx.Client:
        """One that blocks."""

        def on_request(_: httpx.Request) -> None:
            self.requests += 1

        def on_response(_: httpx.Response) -> None:
            self.responses += 1

        return httpx.Client(follow_redirects=True, event_hooks={"request": [on_request], "response": [on_response]})

    def asynchronous(self) -> httpx.AsyncClient:
        """One that does not."""

        async def on_request(_: httpx.Request) -> None:
            self.requests += 1

        async def on_response(_: httpx.Response) -> None:
            self.responses += 1

        hooks: Any = {"request": [on_request], "response": [on_response]}
        return httpx.AsyncClient(follow_redirects=True, event_hooks=hooks)


def pyreqwest_transport() -> SyncHttpxTransport:
    """One that follows no redirects."""
    return SyncHttpxTransport(SyncClientBuilder().follow_redirects(enable=False).build())


def async_pyreqwest_transport() -> HttpxTransport:
    """The same without blocking."""
    return HttpxTransport(ClientBuilder().follow_redirects(enable=False).build())


PROVED: Final = frozenset({"httpcore", "hooks", "opentelemetry"})
"""Those whose errors always prove whether a request left; those of "fast" do so only while a connection is made."""

SETTINGS: Final[Mapping[str, Mapping[str, Callable[[], dict[str, Any]]]]] = {
    "sync": {
        "httpcore": dict[str, Any],
        "fast": lambda: {"fast": True},
        "hooks": lambda: {"http_client": HookedClient().sync()},
        "opentelemetry": dict[str, Any],
        "pyreqwest": lambda: {"transport": pyreqwest_transport()},
    },
    "async": {
        "httpcore": dict[str, Any],
        "fast": lambda: {"fast": True},
        "hooks": lambda: {"http_client": HookedClient().asynchronous()},
        "opentelemetry": dict[str, Any],
        "pyreqwest": lambda: {"transport": async_pyreqwest_transport()},
        "aiohttp": lambda: {"transport": AiohttpTransport()},
    },
}
"""For each side and transport, what a client is told to use it."""

TRANSPORTS: Final = [(side, name) for side, made in SETTINGS.items() for name in made]


@contextmanager
def opened(rig: Harness, name: str, **settings: Any) -> Generator[Any]:
    """A client of the rig's side that sends over that transport; both are closed at the end."""
    instrumentor = HTTPXClientInstrumentor()
    if name == "opentelemetry":
        instrumentor.instrument()
    given: dict[str, Any] = SETTINGS[rig.name][name]()
    client = rig.made(**settings, **given)
    try:
        yield client
    finally:
        rig.close(client)
        http = given.get("http_client")
        if http is not None:
            rig.wait(http.close() if rig.name == "sync" else http.aclose())
        if name == "opentelemetry":
            instrumentor.uninstrument()
