"""``fast_transport`` without blocking."""

from __future__ import annotations

import os
from typing import Any

from .async_transport import AsyncConnectionLimiter, AsyncSender
from .effects import Failed, Failure, Received, Send
from .fast_transport import FORKED, client_for, clients_by_server, failed, head_of, with_request
from .replies import RawReply
from .transport import Body, Closed
from .transport_config import TransportConfig


class AsyncFastSender(AsyncSender):
    """Sends over connections of pyreqwest, in any event loop."""

    def __init__(self, config: TransportConfig) -> None:
        from pyreqwest.client import ClientBuilder  # noqa: PLC0415 - an extra

        self._config = config
        self._clients: dict[str, Any] = clients_by_server(config, ClientBuilder)
        self._process = os.getpid()
        self._limiter = AsyncConnectionLimiter(turns=0)
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._is_closed

    async def aclose(self) -> None:
        """Close the connections."""
        self._is_closed = True
        for client in dict.fromkeys(self._clients.values()):
            await client.close()

    async def send(self, send: Send) -> Received | Failed:
        """One attempt; every failure becomes a ``Failed``."""
        if self._process != os.getpid():
            return Failed(Failure.NEVER_SENT, FORKED, expected=False)
        if self._is_closed:
            return failed(Closed(), send.state, None)
        try:
            async with self._limiter.slot(send.timeouts["pool"]):
                return await self._exchange(send)
        except Exception as error:  # noqa: BLE001 - whatever making a request raises is an answer to "what happened?"
            return failed(error, send.state, None)

    async def _exchange(self, send: Send) -> Received | Failed:
        partial: RawReply | None = None
        try:
            client = client_for(self._clients, send.request.url)
            request = with_request(client.request(send.request.method, send.request.url), send, self._config)
            send.state.handed_over = True
            async with request.build_streamed() as response:
                partial = head_of(response)
                body = Body(partial.headers, self._config.max_body)
                while (piece := await response.body_reader.read_chunk()) is not None:
                    body.take(piece)
                return Received(RawReply(partial.status, partial.headers, body.whole()))
        except Exception as error:  # noqa: BLE001 - whatever a transport raises is an answer to "what happened?"
            return failed(error, send.state, partial)
