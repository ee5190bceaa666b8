"""Callers over httpx that send each call once: they neither repeat it nor keep a record of it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, Self

import httpx
from msgspec.structs import asdict

from .decode import interpret
from .errors import NoResponse
from .operation import Call, R, Timeouts
from .requests import Credentials, build

TIMEOUT = 30.0
"""Seconds that connecting, writing, and each wait for data may take, unless a client or call says otherwise."""

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""What httpx's own transports raise only before a request leaves; those of others may raise it later."""


class _Settings:
    """What the two callers share: keys, addresses, and how a call becomes a request."""

    def __init__(
        self, credentials: Credentials, servers: Mapping[str, str], *, timeout: float = TIMEOUT, check: bool = True
    ) -> None:
        self._credentials = credentials
        self._servers = servers
        self._timeout = timeout
        self._check = check

    def __repr__(self) -> str:
        return f"{type(self).__name__}({next(iter(self._servers.values()))!r})"

    def _request(self, call: Call[Any]) -> dict[str, Any]:
        """The arguments of httpx for ``call``."""
        request = build(call, self._credentials, self._servers, check=self._check)
        return {
            "method": request.method,
            "url": request.url,
            "headers": request.headers,
            "content": request.content,
            "timeout": self._time_limit(call),
            "follow_redirects": False,
        }

    def _time_limit(self, call: Call[Any]) -> httpx.Timeout | float:
        given = self._timeout if call.options.timeout is None else call.options.timeout
        return httpx.Timeout(**asdict(given)) if isinstance(given, Timeouts) else given


class HttpCaller(_Settings):
    """Sends calls over an ``httpx.Client``; close it, or use it in a ``with`` block.

    ``servers`` maps each server of the contract to the address that is used for it. ``timeout`` is in seconds.
    ``check=False`` sends requests that the contract forbids. An ``http`` client that is passed in is not closed.
    """

    def __init__(
        self,
        credentials: Credentials,
        servers: Mapping[str, str],
        *,
        timeout: float = TIMEOUT,
        check: bool = True,
        http: httpx.Client | None = None,
    ) -> None:
        super().__init__(credentials, servers, timeout=timeout, check=check)
        self._http = http or httpx.Client()
        self._owns_http = http is None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that this client opened."""
        if self._owns_http:
            self._http.close()

    def call(self, call: Call[R]) -> R:
        """Send ``call`` once and read its reply.

        Raises:
            InvalidRequest: the contract forbids it; nothing was sent.
            NoResponse: no whole reply came back.
            StatusError: the reply is not a success.
            UnreadableBody: the reply is a success, but not JSON.
        """
        request = self._request(call)
        with _failures_of(call, ours=self._owns_http):
            response = self._http.request(**request)
        return interpret(call.operation, response.status_code, response.content).value


class AsyncHttpCaller(_Settings):
    """Sends calls over an ``httpx.AsyncClient``; the arguments are those of ``HttpCaller``."""

    def __init__(
        self,
        credentials: Credentials,
        servers: Mapping[str, str],
        *,
        timeout: float = TIMEOUT,
        check: bool = True,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        super().__init__(credentials, servers, timeout=timeout, check=check)
        self._http = http or httpx.AsyncClient()
        self._owns_http = http is None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections that this client opened."""
        if self._owns_http:
            await self._http.aclose()

    async def call(self, call: Call[R]) -> R:
        """Send ``call`` once and read its reply; raises what ``HttpCaller.call`` raises."""
        request = self._request(call)
        with _failures_of(call, ours=self._owns_http):
            response = await self._http.request(**request)
        return interpret(call.operation, response.status_code, response.content).value


@contextmanager
def _failures_of(call: Call[Any], *, ours: bool) -> Generator[None]:
    try:
        yield
    except httpx.RequestError as error:
        arrived = not (ours and isinstance(error, _NEVER_SENT))
        raise NoResponse(call.operation.id, type(error).__name__, may_have_arrived=arrived) from None
