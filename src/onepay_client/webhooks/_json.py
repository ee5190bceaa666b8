"""Read the JSON of a delivery, also where it is not quite JSON.

The bytes of a delivery are verified before they are read, so OnePay sent them as they are, and will send no others.
"""

import json
import re
from math import isfinite
from typing import Any

import msgspec

from onepay_core.decode import UNREADABLE
from onepay_core.json_values import limit_depth

_SURROGATES = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 40
"""Characters of a number that is read as one; a longer one is kept as text."""


def is_readable(body: bytes) -> bool:
    """Whether ``body`` is JSON in UTF-8, as RFC 8259 has it."""
    try:
        msgspec.json.decode(limit_depth(body))
    except UNREADABLE:
        return False
    return True


def repaired(body: bytes) -> bytes | None:
    """What ``body`` says, as JSON that can be read; None when it is not JSON by any means.

    Python's own parser takes more than RFC 8259 allows: a byte order mark, UTF-16, control characters inside of
    texts, and half of a surrogate pair, which servers make that cut a text. Half a pair, and a byte that is not
    UTF-8, become U+FFFD; numbers that no float holds, and ``NaN``, become texts.
    """
    text = body.decode(json.detect_encoding(body), "replace")
    try:
        limit_depth(text.encode("utf-8", "replace"))
        value = json.loads(text, strict=False, parse_int=_integer, parse_float=_number, parse_constant=str)
        readable = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", json.dumps(value, ensure_ascii=False)).encode()
    except ValueError:
        return None
    return readable if is_readable(readable) else None


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _number(digits: str) -> Any:
    number = float(digits)
    return number if isfinite(number) else digits
