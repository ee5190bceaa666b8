"""What no reply may hold, whatever the contract says: keys, and the inside of a server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onepay_contract.about import About
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind

_KEY: Final = re.compile(rb"\b(?:sk|pk)_(?:test|live)_\w{4,}")
_SENT: Final = ("authorization", "x-customer-token", "cookie")
_SHORTEST: Final = 8
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
        if _holds_secret(exchange, content):
            yield about.finding(Kind.SECRET_IN_REPLY, pointer, "no key", "a key")
        if _TRACES.search(content):
            yield about.finding(Kind.STACK_TRACE_IN_REPLY, pointer, "no trace", "a trace")


def _places(exchange: Exchange) -> Iterator[tuple[str, bytes]]:
    for name, value in exchange.reply_headers:
        yield f"header:{name.lower()}", value.encode(errors="replace")
    yield "", exchange.reply_body.replace(b"\\/", b"/").replace(b'\\"', b'"')


def _holds_secret(exchange: Exchange, content: bytes) -> bool:
    return bool(_KEY.search(content)) or any(secret in content for secret in _secrets(exchange))


def _secrets(exchange: Exchange) -> Iterator[bytes]:
    """What the request authenticated itself with, without the word before it."""
    for name in _SENT:
        value = (exchange.request_header(name) or "").rpartition(" ")[2]
        if len(value) >= _SHORTEST:
            yield value.encode(errors="replace")
