"""How deeply JSON may be nested, for everything that reads or writes it here.

Python's own limit is that of its stack: it differs between versions, between threads and between callers, and a
value that one part could still read another can no longer walk through. So the depth is measured before a body is
parsed and before a value is sent. The deepest documented body of the API has fewer than ten levels.
"""

from typing import Final

MAX_DEPTH: Final = 100
"""Levels of arrays and objects, the outermost included, that a JSON text or value may have."""

_ONE_KIND: Final = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS: Final = bytes(code for code in range(256) if code not in b"[]{}")


class TooDeep(ValueError):
    """A JSON text or value has more than ``MAX_DEPTH`` levels of arrays and objects."""

    def __init__(self) -> None:
        super().__init__(f"arrays and objects are nested more than {MAX_DEPTH} levels deep")


def limit_depth(body: bytes) -> bytes:
    """``body`` itself, a JSON text in UTF-8 that is safe to parse.

    Only brackets outside of strings count. What follows a mistake in the text counts too, although no parser comes
    to it.

    Raises:
        TooDeep: it has more than ``MAX_DEPTH`` levels.
    """
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH and _is_deep(body):
        raise TooDeep
    return body


def _is_deep(body: bytes) -> bool:
    without_escapes = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    outside_strings = b"".join(without_escapes.split(b'"')[::2])
    brackets = outside_strings.translate(_ONE_KIND, _NOT_BRACKETS)
    brackets += b"]" * brackets.count(b"[")  # close what the text leaves open
    for _ in range(MAX_DEPTH):
        if b"[" not in brackets:
            return False
        brackets = brackets.replace(b"[]", b"")  # the innermost level
    return b"[" in brackets
