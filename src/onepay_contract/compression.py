"""Bodies that are still compressed, as proxies and recordings keep them: unpacked by what `content-encoding` says."""

from __future__ import annotations

import zlib
from types import MappingProxyType
from typing import Final

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
    named = [one.strip().lower() for one in content_encoding.split(",")]
    found = next((one for one in reversed(named) if one in _WITHOUT_MAGIC), None)
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
