"""What JSON may be for everything that reads or writes it here: how deeply nested, and with which small flaws.

Python's own limit is that of its stack: it differs between versions, between threads and between callers, and a
value that one part could still read another can no longer walk through. So the depth is measured before a body is
parsed and before a value is sent. The deepest documented body of the API has fewer than ten levels.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias, TypeGuard

Json: TypeAlias = Any
"""A JSON value: types cannot say more of what strangers send."""

Document: TypeAlias = Mapping[str, Json]
"""A JSON object that nobody changes."""

JsonObject: TypeAlias = dict[str, Json]
"""A JSON object that its owner may change."""

MAX_DEPTH: Final = 100
"""Levels of arrays and objects, the outermost included, that a JSON text or value may have."""

_COMMON_DEPTH: Final = 8
_OPENING: Final = ord("[")
_ONE_KIND: Final = bytes.maketrans(b"{}", b"[]")
_NOT_MARKS: Final = bytes(code for code in range(256) if code not in b'[]{}"')


BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""What some programs write before UTF-8, where it means nothing."""

_ESCAPES: Final = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a whole pair
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"  # half of one
    rb"|\\.",
    re.DOTALL,
)
_REPLACEMENT: Final = rb"\ufffd"


def without_flaws(body: bytes) -> bytes:
    """``body`` without a byte order mark, and with U+FFFD for each escaped half of a surrogate pair.

    Servers that cut a text by its length make such halves; RFC 8259 leaves open what they mean, and many other
    readers take them.
    """
    return _ESCAPES.sub(lambda found: _REPLACEMENT if found[1] else found[0], body.removeprefix(BYTE_ORDER_MARK))


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
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return body
    marks = body.translate(None, _NOT_MARKS)
    if b"\\" in body:
        marks = body.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, _NOT_MARKS)
    if _is_deep(marks):
        raise TooDeep
    return body


def _is_deep(marks: bytes) -> bool:
    marks = marks.replace(b'""', b"")  # strings without brackets, and gaps between strings
    brackets = b"".join(marks.split(b'"')[::2]).translate(_ONE_KIND)
    brackets += b"]" * brackets.count(b"[")  # close what the text leaves open
    for _ in range(_COMMON_DEPTH):  # nearly every text ends here, without a step for each bracket
        if b"[" not in brackets:
            return False
        brackets = brackets.replace(b"[]", b"")  # the innermost level
    return _exceeds(brackets, MAX_DEPTH - _COMMON_DEPTH)


def _exceeds(brackets: bytes, limit: int) -> bool:
    depth = 0
    for bracket in brackets:
        depth = depth + 1 if bracket == _OPENING else max(depth - 1, 0)
        if depth > limit:
            return True
    return False


def is_object(value: Json) -> TypeGuard[JsonObject]:
    """Whether the value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Json) -> TypeGuard[list[Json]]:
    """Whether the value is a JSON array."""
    return isinstance(value, list)


def mapping(value: object) -> JsonObject:
    """The value if it is a JSON object, and an empty one for anything else."""
    return value if is_object(value) else {}


def items(value: object) -> list[Json]:
    """The value if it is a JSON array, and an empty one for anything else."""
    return value if is_array(value) else []


def escape(key: str) -> str:
    """The key as one step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def unescape(step: str) -> str:
    """The key that one step of a JSON pointer stands for."""
    return step.replace("~1", "/").replace("~0", "~")
