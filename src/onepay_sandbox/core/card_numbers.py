"""Card numbers in any text: found by brand, length and check digit (Luhn), and masked or refused."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from onepay_core.json_values import Json, is_array, is_object
from onepay_core.masking import HIDDEN

_CANDIDATE: Final = re.compile(
    r"(?<!\d)\d{13,19}(?!\d)"
    r"|(?<![\w-])\d{4}([ .\u00a0-])\d{4}\1\d{4}\1\d{1,7}(?![\w-])"
    r"|(?<![\w-])\d{4}([ .\u00a0-])\d{6}\2\d{4,5}(?![\w-])"
)
_DIGITS: Final = b"0123456789"
_OTHER: Final = b"\xff"
_PLAIN: Final = (*range(0xC0), 0xC3)  # ASCII, and accented letters of Latin-1: in UTF-8 nothing else is a digit here
_TO_ZEROS: Final = bytes(ord("0") if byte in _DIGITS else byte if byte in _PLAIN else _OTHER[0] for byte in range(256))
_SEPARATORS: Final = b" .-"
_EXPONENT: Final = re.compile(rb"[0-9.][eE][+-]?[0-9]")
_SHORTEST: Final = b"0" * 13
_DIGEST: Final = re.compile(r"[0-9a-fA-F]{32,}")
_WORD: Final = re.compile(r"\w*")
BRANDS: Final = {
    "Visa": re.compile(r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})"),
    "Mastercard": re.compile(r"(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}"),
    "Amex": re.compile(r"3[47][0-9]{13}"),
    "Diners": re.compile(r"3(?:0[0-5]|[68][0-9])[0-9]{11}"),
}
_OTHER_BRANDS: Final = re.compile(r"6(?:011|22[0-9]|4[4-9][0-9]|5[0-9]{2})[0-9]{12,15}|35[0-9]{14}|5[06-9][0-9]{14}")


def may_hold_card_number(text: bytes) -> bool:
    """Whether a text of JSON in UTF-8 has to be read for card numbers; this takes a hundredth of reading it.

    What a backslash or an exponent means is known only when it was read.
    """
    if b"\\" in text:
        return True
    if not _has_enough_digits(text):
        return False
    return bool(_EXPONENT.search(text)) or has_card_number(text.decode("utf-8", "replace"))


def mask(text: str) -> str:
    """The text with every card number replaced by `HIDDEN`."""
    if not _has_enough_digits(text.encode("utf-8", "surrogatepass")):
        return text
    return _CANDIDATE.sub(lambda found: HIDDEN if _is_card_number(found) else found[0], text)


def has_card_number(value: Json) -> bool:
    """Whether a JSON value holds a card number: in a text, as a number, or in the name of a field."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (str, int)):
        text = str(value)
        enough = _has_enough_digits(text.encode("utf-8", "surrogatepass"))
        return enough and any(map(_is_card_number, _CANDIDATE.finditer(text)))
    if is_object(value):
        return any(has_card_number(key) or has_card_number(item) for key, item in value.items())
    return is_array(value) and any(map(has_card_number, value))


def masked(value: Json) -> Json:
    """A JSON value without card numbers."""
    if is_object(value):
        return {mask(key): masked(item) for key, item in value.items()}
    if is_array(value):
        return [masked(item) for item in value]
    if isinstance(value, str):
        return mask(value)
    return HIDDEN if has_card_number(value) else value


def _has_enough_digits(text: bytes) -> bool:
    """Whether there are as many digits in a row as a card number has, or characters that may be digits as well."""
    plain = text.translate(_TO_ZEROS, _SEPARATORS)
    return _SHORTEST in plain or _OTHER in plain


def _is_card_number(found: re.Match[str]) -> bool:
    digits = "".join(str(unicodedata.decimal(item)) for item in found[0] if item.isdecimal())
    return has_brand_and_check_digit(digits) and not _is_within_digest(found)


def _is_within_digest(found: re.Match[str]) -> bool:
    """Whether the digits are part of a long hexadecimal text, in which such runs come by chance."""
    start = found.start()
    while start and found.string[start - 1].isalnum():
        start -= 1
    word = _WORD.match(found.string, start)
    return bool(word and _DIGEST.fullmatch(word[0]) and not word[0].isdecimal())


def has_brand_and_check_digit(digits: str) -> bool:
    """Whether digits are the number of a card of a known brand."""
    return any(form.fullmatch(digits) for form in (*BRANDS.values(), _OTHER_BRANDS)) and has_check_digit(digits)


def has_check_digit(number: str) -> bool:
    """Whether the last digit is right by Luhn's formula."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
