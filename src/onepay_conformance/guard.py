"""What must never leave, and what ends a run when it comes back."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote, urljoin

import httpx

from onepay_conformance.aborts import LiveKeySeen, ReachesSomebody, RedirectedOffHost
from onepay_conformance.reserved import WEB, json_or_text, reaches_somebody
from onepay_conformance.target import Server, origin_of
from onepay_contract.exchanges import Exchange

_LIVE: Final = (b"sk_" + b"live_", b"pk_" + b"live_")
_REDIRECTS: Final = range(300, 400)


def check_request(request: httpx.Request, server: Server) -> None:
    """Raises a `Abort` for a request that must not be sent."""
    if origin_of(str(request.url)) not in server.origins:
        raise RedirectedOffHost(f"A request was about to go to {request.url.host!r}, which is not {server.name}.")
    if _is_live(unquote(str(request.url)).encode(), *request.headers.values(), request.content):
        raise LiveKeySeen("A request was about to carry a live key; it was not sent.")
    body = request.content
    if server.receiver:  # the one address that is ours
        body = body.replace(server.receiver.url.encode(), WEB.encode())
    reached = list(reaches_somebody(json_or_text(body)))
    if reached:
        raise ReachesSomebody(
            f"A request might have reached somebody through {', '.join(sorted(set(reached))[:5])}, so it was not sent. "
            "Whoever planned it must take values from onepay_conformance.reserved."
        )


def check_reply(exchange: Exchange, server: Server) -> None:
    """Raises a `Abort` for a reply after which nothing more may be sent."""
    if _is_live(*(value for _, value in exchange.reply_headers), exchange.reply_body):
        raise LiveKeySeen(
            f"{exchange!r} holds a live key. This is no test account, or the server leaks keys.", exchange
        )
    location = exchange.header("location")
    if exchange.status in _REDIRECTS and location:
        host, port = origin_of(_absolute(exchange.url, location))
        if (host, port) not in server.origins:
            raise RedirectedOffHost(
                f"{exchange!r} redirects to {host[:80]!r}, port {port}; the key was not sent there.", exchange
            )


def _absolute(url: str, location: str) -> str:
    """Where a redirect leads; nowhere where that is no address."""
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


def _is_live(*parts: str | bytes) -> bool:
    texts = [part if isinstance(part, bytes) else part.encode("utf-8", "replace") for part in parts]
    return any(mark in text for text in texts for mark in _LIVE)
