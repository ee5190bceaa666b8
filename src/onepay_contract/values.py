"""Bytes read as JSON without the liberties that Python's reader takes."""

from __future__ import annotations

import json
from typing import Final, NoReturn

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
