"""Close a connection on which more came than one reply.

httpcore keeps what follows a reply in the buffer of its connection, and takes it for the reply to the next request.
What comes later, while the connection is idle, httpcore notices itself: such a connection is not used again.
"""

from __future__ import annotations

from typing import Any

import httpx

_WRAPPERS = 6
"""How many streams httpx and httpcore lay around the connection, and one more."""


def close_if_more_came(response: httpx.Response) -> None:
    """Close the connection of a reply that has been read, if it holds bytes that do not belong to the reply.

    This must happen before the response is closed, since the connection is free for others from then on.
    """
    network = response.extensions.get("network_stream")
    if network is not None and _holds_more(response):
        network.close()


async def close_if_more_came_async(response: httpx.Response) -> None:
    """The same for ``httpx.AsyncClient``, whose streams have buffers of their own."""
    network = response.extensions.get("network_stream")
    if network is not None and (_holds_more(response) or _is_buffered(network)):
        await network.aclose()


def _holds_more(response: httpx.Response) -> bool:
    """Whether bytes are left in the buffer of HTTP/1.1; a reply of HTTP/2 names its request."""
    if response.extensions.get("http_version") == b"HTTP/2":
        return False
    state = _h11_state(response.stream)
    return state is None or bool(state.trailing_data[0])  # where it cannot be seen, nothing is known


def _h11_state(stream: Any) -> Any:
    for _ in range(_WRAPPERS):
        connection = getattr(stream, "_connection", None)
        if connection is not None:
            return getattr(connection, "_h11_state", None)
        stream = getattr(stream, "_httpcore_stream", None) or getattr(stream, "_stream", None)
    return None


def _is_buffered(network: Any) -> bool:
    """Whether anyio has received bytes that nobody has read: in TLS, and in the queue of the event loop."""
    stream = getattr(network, "_stream", None)
    while stream is not None:
        undecrypted = getattr(stream, "_read_bio", None)
        protocol = getattr(stream, "_protocol", None)
        if (undecrypted is not None and undecrypted.pending) or (protocol is not None and protocol.read_queue):
            return True
        stream = getattr(stream, "transport_stream", None)
    return False
