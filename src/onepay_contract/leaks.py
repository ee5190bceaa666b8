"""What no reply may hold, whatever the contract says: keys, and the inside of a server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onepay_contract.about import About
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind

_KEY: Final = re.compile(rb"\b(?:sk|pk)_(?:test|live)_\w{4,}")
_SENT: Final = ("authorization", "x-customer-token")
_SHORTEST: Final = 8
_SHORTEST_COOKIE: Final = 16
_LOGIN: Final = re.compile("sess|token|auth|sid$|jwt", re.IGNORECASE)
_SETS_COOKIE: Final = "header:set-cookie"
_TRACES: Final = re.compile(
    rb"""
      Traceback\ \(most\ recent\ call\ last\)
    | Stack\ trace:
    | "trace"\s*:\s*\[\s*\{\s*"file"
    | \bat\ [\w.$<>]+\([\w./]+:\d+ (?: :\d+ )?\)
    | [/\\](?:vendor|site-packages|node_modules)[/\\]\S+[.](?:php|py|js)\b
    | [#]\d+\ /\S+[.]php\(\d+\)
    | File\ "[^"\n]+[.]py",\ line\ \d+
    | SQLSTATE\[
    """,
    re.VERBOSE,
)


def findings(exchange: Exchange, about: About) -> Iterator[Finding]:
    """Keys and traces in the headers and the body of a reply."""
    for pointer, content in _places(exchange):
        if _holds_secret(exchange, pointer, content):
            yield about.finding(Kind.SECRET_IN_REPLY, pointer, "no key", "a key")
        if _TRACES.search(content):
            yield about.finding(Kind.STACK_TRACE_IN_REPLY, pointer, "no trace", "a trace")


def _places(exchange: Exchange) -> Iterator[tuple[str, bytes]]:
    for name, value in exchange.reply_headers:
        yield f"header:{name.lower()}", value.encode(errors="replace")
    yield "", exchange.reply_body.replace(b"\\/", b"/").replace(b'\\"', b'"')


def _holds_secret(exchange: Exchange, pointer: str, content: bytes) -> bool:
    secrets = [*_keys(exchange), *(() if pointer == _SETS_COOKIE else _session_cookies(exchange))]
    return bool(_KEY.search(content)) or any(secret in content for secret in secrets)


def _keys(exchange: Exchange) -> Iterator[bytes]:
    """What the request authenticated itself with, without the word before it."""
    for name in _SENT:
        value = (exchange.request_header(name) or "").rpartition(" ")[2]
        if len(value) >= _SHORTEST:
            yield value.encode(errors="replace")


def _session_cookies(exchange: Exchange) -> Iterator[bytes]:
    """The cookies that stand for a login, by their names; others, such as those of load balancers, are no secrets.

    A server may set a cookie again with each reply, so none is a secret in `set-cookie`.
    """
    for cookie in re.split("[;,]", exchange.request_header("cookie") or ""):
        name, _, value = cookie.strip().partition("=")
        if _LOGIN.search(name) and len(value) >= _SHORTEST_COOKIE:
            yield value.encode(errors="replace")
