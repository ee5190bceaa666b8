"""Every way in which a server can fail a client, as data.

`acts` says what the client cannot know: whether the server did what it was asked for before it failed. Where both are
possible, both are in the table, since a client that is right about one alone is wrong.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Final

from support.connection import Connection


class Stage(Enum):
    """How far a request gets."""

    CONNECT = auto()
    """There is no connection."""
    REQUEST = auto()
    """The connection is cut before the request is read."""
    REPLY = auto()
    """The request is read to its end."""


@dataclass(frozen=True)
class Success:
    """What the server would have answered."""

    status: int
    body: bytes


Answer = Callable[[Connection, Success], object]


@dataclass(frozen=True)
class Fault:
    """One way to fail. `slow` ones end only when the client gives up."""

    name: str
    answer: Answer
    acts: bool = False
    stage: Stage = Stage.REPLY
    slow: bool = False
    proves_nothing_done: bool = False
    """Its reply says that nothing was done, so that even what has no key may be sent again."""

    def __str__(self) -> str:
        return self.name


def _cut(connection: Connection, _: Success) -> None:
    connection.cut()


def _hold(connection: Connection, _: Success) -> None:
    connection.hold()


def _half(connection: Connection, success: Success) -> None:
    whole = reply(success.status, success.body or b"{}")
    connection.send(whole[: -max(1, len(success.body) // 2)])
    connection.cut()


def _head_only(connection: Connection, success: Success) -> None:
    connection.send(reply(success.status, success.body or b"{}").partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    connection.hold()


def _drip(connection: Connection, success: Success) -> None:
    """A byte now and then, for ever: no wait for data is long, and the reply never ends."""
    connection.drip(head(200 if success.status == 204 else success.status, {"Content-Length": "100000"}))


def _drip_head(connection: Connection, _: Success) -> None:
    connection.drip(b"HTTP/1.1 200 OK\r\nX-Slow: ")


def _nonsense(connection: Connection, _: Success) -> None:
    connection.send(b"\x00\x01 this is no HTTP \xff\r\n\r\n")
    connection.cut()


def head(status: int, headers: dict[str, str]) -> bytes:
    """A status line and headers."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def reply(status: int, body: bytes, **headers: str) -> bytes:
    """A whole reply; an underscore in a header's name stands for a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    length = {} if status == 204 else {"Content-Length": str(len(body))}
    return head(status, {"Content-Type": "application/json"} | length | named) + body


def answering(status: int, body: bytes = b"", **headers: str) -> Answer:
    """Answer this, whatever was asked."""
    whole = reply(status, body, **headers)
    return lambda connection, _: connection.send(whole)


def _error(code_name: str) -> bytes:
    return f'{{"message": "No se pudo.", "code": "1", "code_name": "{code_name}"}}'.encode()


_HTML: Final = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
_FAILED: Final = _error("server_error")


def _both(name: str, answer: Answer, *, slow: bool = False) -> tuple[Fault, Fault]:
    return (
        Fault(f"{name}, done", answer, acts=True, slow=slow),
        Fault(f"{name}, not done", answer, acts=False, slow=slow),
    )


REFUSED: Final = Fault("refused", _cut, stage=Stage.CONNECT)
CONNECT_STALLED: Final = Fault("connecting stalls", _cut, stage=Stage.CONNECT, slow=True)
UNREAD: Final = Fault("cut before reading", _cut, stage=Stage.REQUEST)
CUT: Final = _both("cut after reading", _cut)
HALF: Final = Fault("cut in the middle of the reply", _half, acts=True)
STALLED: Final = _both("headers stall", _hold, slow=True)

CONNECTION_FAULTS: Final = (
    REFUSED,
    CONNECT_STALLED,
    UNREAD,
    *CUT,
    HALF,
    *STALLED,
    Fault("body stalls", _head_only, acts=True, slow=True),
    Fault("body drips", _drip, acts=True, slow=True),
    Fault("headers drip", _drip_head, acts=True, slow=True),
    *_both("not HTTP", _nonsense),
)

RETRY_AFTER: Final = {
    "seconds": "2",
    "zero": "0",
    "date ahead": "Wed, 21 Oct 2099 07:28:00 GMT",
    "date past": "Wed, 21 Oct 2015 07:28:00 GMT",
    "fraction": "0.5",
    "negative": "-5",
    "nonsense": "soon",
    "huge": "99999999999999999999",
    "not ASCII digits": "\u00b2",
}
"""Each form in which a server can say when to come back."""


def _limited(form: str, value: str) -> Fault:
    answer = answering(429, _error("too_many_requests"), Retry_After=value)
    return Fault(f"429, Retry-After: {form}", answer, proves_nothing_done=True)


RETRY_AFTER_FAULTS: Final = {form: _limited(form, value) for form, value in RETRY_AFTER.items()}

STATUS_FAULTS: Final = (
    *_both("408", answering(408, _error("timeout"))),
    Fault("409 idempotency_error", answering(409, _error("idempotency_error"))),
    Fault("425", answering(425, _error("too_early")), proves_nothing_done=True),
    Fault("429", answering(429, _error("too_many_requests")), proves_nothing_done=True),
    RETRY_AFTER_FAULTS["seconds"],
    RETRY_AFTER_FAULTS["date ahead"],
    *_both("500", answering(500, _FAILED)),
    *_both("502 with HTML", answering(502, _HTML, Content_Type="text/html")),
    *_both("503", answering(503, _FAILED)),
    *_both("503, Retry-After", answering(503, _FAILED, Retry_After="1")),
    *_both("504", answering(504, b"")),
    *_both("520", answering(520, _HTML, Content_Type="text/html")),
)


def _redirect(status: int) -> Fault:
    return Fault(f"redirect {status}", answering(status, b"", Location="/elsewhere"))


def _said(body: bytes, **headers: str) -> Answer:
    return lambda connection, success: connection.send(reply(success.status if success.body else 200, body, **headers))


def _too_short(connection: Connection, success: Success) -> None:
    body = success.body or b"{}"
    connection.send(reply(success.status, body, Content_Length=str(len(body) + 10)))
    connection.end()


def _endless(connection: Connection, success: Success) -> None:
    connection.send(
        head(
            200 if success.status == 204 else success.status,
            {"Content-Type": "application/json", "Content-Length": str(10**10)},
        )
    )
    connection.flood(b" " * 65536)


@cache
def _packed() -> bytes:
    return gzip.compress(b" " * 50_000_000, compresslevel=1)


def _bomb(connection: Connection, success: Success) -> None:
    connection.send(reply(200 if success.status == 204 else success.status, _packed(), Content_Encoding="gzip"))


BAD_REPLIES: Final = (
    Fault("gzip garbage", _said(b"\x00\xffnot gzip at all", Content_Encoding="gzip"), acts=True),
    Fault("body shorter than its length", _too_short, acts=True),
    Fault("cut JSON", _said(b'{"id": "5000'), acts=True),
    Fault("HTML", _said(_HTML, Content_Type="text/html"), acts=True),
    Fault("empty 200", answering(200), acts=True),
    Fault("204", answering(204), acts=True),
    Fault("plain text", _said(b"ok", Content_Type="text/plain"), acts=True),
    Fault("not UTF-8", _said(b'{"id": "\xff\xfe"}'), acts=True),
    Fault("duplicate keys", _said(b'{"id": "1", "id": "2"}'), acts=True),
    Fault("number beyond int64", _said(b'{"amount": 123456789012345678901234567890}'), acts=True),
    Fault("number beyond float", _said(b'{"amount": 1e999}'), acts=True),
    Fault("nested 1,000 deep", _said(b"[" * 1000 + b"]" * 1000), acts=True),
    Fault("nested 10,000 deep", _said(b'{"a":' * 10_000 + b"1" + b"}" * 10_000), acts=True),
    Fault("another shape", _said(b'"text"'), acts=True),
    Fault("null", _said(b"null"), acts=True),
    _redirect(301),
    _redirect(302),
    _redirect(303),
    _redirect(307),
    _redirect(308),
    Fault("304", answering(304)),
    *(Fault(str(status), answering(status, _error("refused"))) for status in (400, 401, 403)),
    Fault("410", answering(410, _error("gone"))),
    Fault("418 with HTML", answering(418, _HTML, Content_Type="text/html")),
    Fault("422", answering(422, b'{"message": "No.", "errors": {"amount": ["es invalido"]}}')),
)

HUGE_REPLIES: Final = (
    Fault("10 GB body", _endless, acts=True),
    Fault("gzip bomb", _bomb, acts=True),
)

REFUSALS: Final = tuple(fault for fault in BAD_REPLIES if fault.name in ("400", "401", "403", "410", "422"))
"""Replies that say plainly that this request was not carried out."""

FAULTS: Final = (*CONNECTION_FAULTS, *STATUS_FAULTS, *BAD_REPLIES, *HUGE_REPLIES)
