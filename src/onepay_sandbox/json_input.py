"""JSON that strangers send, decoded strictly: what two readers could take for two values is refused."""

from __future__ import annotations

import json
import math
from typing import Final

import msgspec

from onepay_core.json_values import MAX_DEPTH, TooDeep, limit_depth
from onepay_sandbox.values import Json

LARGEST_INTEGER: Final = 2**63 - 1
_LONGEST_NUMBER: Final = 20


class InvalidJson(ValueError):
    """The text is no JSON, or readers disagree on it; the message says why in Spanish, and quotes nothing of it."""


def decode(text: bytes) -> Json:
    """The value of a JSON text in UTF-8. `1000.0` is the integer 1000, as JSON means it.

    Raises `InvalidJson` for what is no JSON, for nesting deeper than `MAX_DEPTH`, a key that one object has twice,
    a number that no 64-bit integer or float holds, and half of a surrogate pair.
    """
    try:
        value = msgspec.json.Decoder(float_hook=_number).decode(limit_depth(text))
        json.loads(text, object_pairs_hook=_check_keys, parse_int=_check_integer)
    except InvalidJson:
        raise
    except TooDeep as error:
        raise InvalidJson(f"está anidado a más de {MAX_DEPTH} niveles") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise InvalidJson("no es JSON en UTF-8") from error
    return value


def _check_keys(pairs: list[tuple[str, Json]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise InvalidJson("un objeto repite un campo")


def _check_integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER or abs(int(text)) > LARGEST_INTEGER:
        raise InvalidJson("un número es demasiado grande")
    return 0


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise InvalidJson("un número es demasiado grande")
    return int(number) if number.is_integer() and abs(number) <= LARGEST_INTEGER else number
