"""Numbers of cards where none belongs: found by their brand, length and check digit (Luhn), and masked or refused."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from onepay_sandbox.card_numbers import has_brand_and_check_digit
from onepay_sandbox.values import Json, is_array, is_object

MASK: Final = "***"
_CANDIDATE: Final = re.compile(
    r"(?<!\d)\d{13,19}(?!\d)"
    r"|(?<![\w-])\d{4}([ .\u00a0-])\d{4}\1\d{4}\1\d{1,7}(?![\w-])"
    r"|(?<![\w-])\d{4}([ .\u00a0-])\d{6}\2\d{4,5}(?![\w-])"
)
_DIGEST: Final = re.compile(r"[0-9a-fA-F]{32,}")
_WORD: Final = re.compile(r"\w*")


def mask(text: str) -> str:
    """The text with every card number replaced by `MASK`."""
    return _CANDIDATE.sub(lambda found: MASK if _is_card_number(found) else found[0], text)


def has_card_number(value: Json) -> bool:
    """Whether a JSON value holds a card number: in a text, as a number, or in the name of a field."""
    if is_object(value):
        return any(has_card_number(key) or has_card_number(item) for key, item in value.items())
    if is_array(value):
        return any(map(has_card_number, value))
    if isinstance(value, (str, int)):
        return any(map(_is_card_number, _CANDIDATE.finditer(str(value))))
    return False


def masked(value: Json) -> Json:
    """A JSON value without card numbers."""
    if is_object(value):
        return {mask(key): masked(item) for key, item in value.items()}
    if is_array(value):
        return [masked(item) for item in value]
    if isinstance(value, str):
        return mask(value)
    return MASK if has_card_number(value) else value


def _is_card_number(found: re.Match[str]) -> bool:
    digits = "".join(str(unicodedata.decimal(one)) for one in found[0] if one.isdecimal())
    return has_brand_and_check_digit(digits) and not _is_within_digest(found)


def _is_within_digest(found: re.Match[str]) -> bool:
    """Whether the digits are part of a long hexadecimal text, in which such runs come by chance."""
    start = found.start()
    while start and found.string[start - 1].isalnum():
        start -= 1
    word = _WORD.match(found.string, start)
    return bool(word and _DIGEST.fullmatch(word[0]) and not word[0].isdecimal())
