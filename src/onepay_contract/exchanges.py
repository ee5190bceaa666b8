"""Exchanges: one request with its reply, and how the bodies of both are unpacked and read."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NoReturn
from urllib.parse import urlsplit

from onepay_core.json_values import Json, TooDeep, limit_depth

_SHOWN: Final = 40


class UnreadableBody(ValueError):
    """A body is not JSON; the message says where it stops being so, and repeats nothing of it."""


def read_json(body: bytes) -> Json:
    """The value that the bytes mean; `UnreadableBody` for anything that RFC 8259 does not allow or leaves open."""
    if not body.strip():
        raise UnreadableBody("The body is empty.")
    try:
        text = limit_depth(body).decode()
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refused, parse_float=_finite)
    except UnreadableBody:
        raise
    except UnicodeDecodeError as error:
        raise UnreadableBody(f"The body is not UTF-8: byte {error.start} cannot be read.") from None
    except json.JSONDecodeError as error:
        raise UnreadableBody(
            f"The body is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        ) from None
    except TooDeep:
        raise UnreadableBody("The body is nested too deeply to be read.") from None
    except ValueError:
        raise UnreadableBody("The body holds a number too long to be read.") from None


def write_json(value: Json) -> bytes:
    """The value in one line of ASCII, so that half a surrogate pair survives too."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """An object; that a name stands twice is refused, since two readers would take two different values."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableBody("The body has an object in which one name stands twice.")
    return found


def _refused(name: str) -> NoReturn:
    raise UnreadableBody(f"The body is not JSON: it holds {name}.")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise UnreadableBody(f"The body holds a number too large to be read, of {min(len(text), _SHOWN)} characters.")
    return number


_MAGIC: Final = MappingProxyType({b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"})
"""How compressed data begins; JSON never does."""
_WITHOUT_MAGIC: Final = frozenset(("deflate", "br"))
_MOST_LAYERS: Final = 3
_MOST_BYTES: Final = 64 * 1024 * 1024
"""The largest body that is unpacked; a few bytes can otherwise become more than the memory holds."""
_GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32


class CompressedBody(ValueError):
    """A body is compressed and cannot be unpacked here; the message says how it is compressed, and why not."""


def unpacked(body: bytes, content_encoding: str | None) -> bytes:
    """The body without its compression; as it is where it is not compressed (any more).

    Most tools keep the header and unpack the body, so the header alone proves nothing: what already reads as JSON is
    left alone. gzip and deflate are unpacked. Raises `CompressedBody` for br and zstd, which the standard library of
    the oldest supported Python cannot unpack, and for damaged data.
    """
    for _ in range(_MOST_LAYERS):
        encoding = _encoding(body, content_encoding or "")
        if encoding is None:
            return body
        if encoding not in {"gzip", "deflate"}:
            raise CompressedBody(f"the body is compressed with {encoding}, which is not unpacked here")
        body = _inflated(body, encoding)
    raise CompressedBody(f"the body is compressed more than {_MOST_LAYERS} times over")


def _encoding(body: bytes, content_encoding: str) -> str | None:
    """How the body is still compressed; None where it is text."""
    for magic, name in _MAGIC.items():
        if body.startswith(magic):
            return name
    named = [coding.strip().lower() for coding in content_encoding.split(",")]
    found = next((coding for coding in reversed(named) if coding in _WITHOUT_MAGIC), None)
    return found if found and body and not _is_text(body) else None


def _is_text(body: bytes) -> bool:
    """Whether a body is text; compressed data is not."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(letter >= " " or letter in "\r\n\t" for letter in text)


def _inflated(body: bytes, encoding: str) -> bytes:
    for window in (_GZIP_OR_ZLIB, -zlib.MAX_WBITS):  # some servers call the bare stream `deflate`
        engine = zlib.decompressobj(window)
        try:
            content = engine.decompress(body, _MOST_BYTES)
        except zlib.error:
            continue
        if engine.unconsumed_tail:
            raise CompressedBody(f"the body unpacks to more than {_MOST_BYTES // 2**20} MiB")
        if not engine.eof:
            raise CompressedBody(f"the body is compressed with {encoding}, and its end is missing")
        return content
    raise CompressedBody(f"the body is called {encoding}, and is not")


_USUAL: Final = """
    accept-ranges access-control-allow-credentials access-control-allow-headers access-control-allow-methods
    access-control-allow-origin access-control-expose-headers access-control-max-age age allow alt-svc cache-control
    cf-cache-status cf-ray connection content-encoding content-language content-length content-security-policy
    content-type cross-origin-embedder-policy cross-origin-opener-policy cross-origin-resource-policy date etag expires
    keep-alive last-modified location nel permissions-policy pragma ratelimit ratelimit-limit ratelimit-policy
    ratelimit-remaining ratelimit-reset referrer-policy report-to retry-after server server-timing set-cookie
    strict-transport-security trailer transfer-encoding upgrade vary via www-authenticate x-cache
    x-content-type-options x-frame-options x-powered-by x-ratelimit-limit x-ratelimit-remaining x-ratelimit-reset
    x-request-id x-runtime x-xss-protection
"""
"""Headers of HTTP itself, of proxies, and of rate limits; a contract need not name them."""

_MEDIA_TYPE: Final = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,60}")


def is_usual(name: str) -> bool:
    """Whether any server may send a header of this name."""
    return name.lower() in _USUAL.split()


def media_type(value: str) -> str:
    """The media type of a content type, without its parameters; what is none is not repeated."""
    name = value.partition(";")[0].strip().lower()
    return name if _MEDIA_TYPE.fullmatch(name) else "something else"


@dataclass(frozen=True, slots=True, repr=False)
class Exchange:
    """A request and its reply.

    `operation` is the operationId when whoever sent it knows it, `at` the moment of sending (ISO 8601, UTC) and
    `milliseconds` the time until the whole reply was there. Header names keep their spelling and repeat where they
    were repeated. The repr shows neither keys nor bodies, so an exchange may stand in a log or in a failed test.
    """

    operation: str | None
    method: str
    url: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    status: int
    reply_headers: tuple[tuple[str, str], ...]
    reply_body: bytes
    milliseconds: float
    at: str

    @property
    def path(self) -> str:
        """The path of the URL, with the base path of its server and without its query."""
        try:
            return urlsplit(self.url).path
        except ValueError:
            return "/?"  # brackets that are no address; the judge says so

    def header(self, name: str) -> str | None:
        """The value of a header of the reply, repeated ones joined by commas; None when it has none."""
        return _joined(self.reply_headers, name)

    def request_header(self, name: str) -> str | None:
        """The same of the request."""
        return _joined(self.request_headers, name)

    def json(self) -> Json:
        """The reply's body as JSON; raises `UnreadableBody` when it is none."""
        return read_json(self.reply_body)

    @property
    def value(self) -> Json:
        """The reply's body as JSON; None when it is none."""
        try:
            return self.json()
        except UnreadableBody:
            return None

    def request_json(self) -> Json:
        """The same of the request's body."""
        return read_json(self.request_body)

    def __repr__(self) -> str:
        return f"<Exchange {self.method} {self.operation or self.path}: {self.status}>"


def _joined(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    values = [value for found, value in headers if found.lower() == name.lower()]
    return ", ".join(values) if values else None
