"""The errors of a call that got nothing usable back; ``onepay_client.errors`` exports them and draws the tree."""

from __future__ import annotations

from onepay_core.errors import NoReply, UnreadableBody

from .attempts import tried
from .headers import Headers


class NotSent(NoReply):
    """The server was never reached: no byte of any attempt left. Nothing happened; call again when you like."""

    def __init__(self, operation: str, reason: str) -> None:
        super().__init__(operation, reason, may_have_arrived=False)

    def __str__(self) -> str:
        return (
            f"{self.operation}: the server was never reached ({self.reason}), so nothing happened. "
            f"{tried(self.attempts)}Check the network, the proxy and the address, and call again."
        )


class BadReply(UnreadableBody):
    """A reply to a read that cannot be used: cut, HTML, empty, too large, not UTF-8. ``body`` keeps the bytes.

    A pickled one has forgotten ``body``.
    """

    def __init__(self, operation: str, status: int, body: bytes, reason: str, headers: Headers | None = None) -> None:
        super().__init__(body, reason)
        self.operation = operation
        self.status = status
        self.request_id: str | None = headers.request_id if headers else None

    def __str__(self) -> str:
        return (
            f"{self.operation}: HTTP {self.status} with a body of {self.size} bytes that cannot be used: "
            f"{self.reason}. {tried(self.attempts)}Call again; if it stays, give OnePay the request id "
            f"({self.request_id or 'none was sent'})."
        )
