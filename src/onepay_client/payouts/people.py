"""Documents, telephones and addresses of people, as Colombian tables write them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from onepay_client.tables.optional import library

_FORMS: Final = {
    "CC": (re.compile(r"[1-9][0-9]{2,9}"), "3 to 10 digits"),
    "CE": (re.compile(r"[1-9][0-9]{2,11}"), "3 to 12 digits"),
    "PASSPORT": (re.compile(r"[A-Z0-9]{3,20}"), "3 to 20 letters and digits"),
}
DOCUMENT_TYPES: Final = (*_FORMS, "NIT")
COMPANY: Final = "NIT"

_NIT: Final = re.compile(r"([1-9][0-9]{7,9})-([0-9])")
_WEIGHTS: Final = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)
_MODULUS: Final = 11
_EMAIL: Final = re.compile(r"[^@\s.](?:[^@\s]*[^@\s.])?@[^@\s.]+(?:\.[^@\s.]+)+")
_SEPARATORS: Final = re.compile(r"[.\s]")
_FOREIGN: Final = re.compile(r"[^A-Z0-9]")


def read_kind(written: str) -> str:
    """The kind of a document as OnePay names it: ``C.C.`` is ``CC``."""
    kind = written.replace(".", "").upper()
    return "PASSPORT" if kind == "PASAPORTE" else kind


def read_document(kind: str, text: str) -> str:
    """The number of a document without separators, and of a NIT without its check digit, which is verified.

    Raises:
        ValueError: it is no number of that kind; the text says why, and never repeats it.
    """
    number = _SEPARATORS.sub("", text).upper()
    if kind == COMPANY:
        return _read_nit(number)
    form, meaning = _FORMS[kind]
    if not form.fullmatch(number):
        raise ValueError(f"A {kind} has {meaning}.")
    return number


def _read_nit(number: str) -> str:
    found = _NIT.fullmatch(number)
    if found is None:
        raise ValueError("Write a NIT with a hyphen and its check digit, as 900123456-8.")
    if nit_check_digit(found[1]) != int(found[2]):
        raise ValueError("The check digit does not belong to this NIT; one of its digits is wrong.")
    return found[1]


def nit_check_digit(number: str) -> int:
    """The check digit of a NIT, by the sum that the DIAN prescribes (modulus 11, prime weights)."""
    weighted = zip(reversed(number), _WEIGHTS, strict=False)
    rest = sum(int(digit) * weight for digit, weight in weighted) % _MODULUS
    return rest if rest < 2 else _MODULUS - rest  # noqa: PLR2004 - the rule's own


def spellings(kind: str, number: str) -> tuple[str, ...]:
    """A document as a server may keep it: a NIT with or without its check digit."""
    if kind != COMPANY:
        return (number,)
    digit = nit_check_digit(number)
    return number, f"{number}-{digit}", f"{number}{digit}"


def is_same_document(kind: str, number: str, theirs: object) -> bool:
    """Whether a server's spelling of a document is the one of the row."""
    plain = _FOREIGN.sub("", str(theirs).upper())
    return plain in {_FOREIGN.sub("", spelling) for spelling in spellings(kind, number)}


@lru_cache(maxsize=1024)
def read_phone(text: str) -> str:
    """A telephone in E.164 form; without a country it is Colombian.

    Raises:
        ValueError: there is no such number.
        ConfigurationError: phonenumberslite is not installed.
    """
    phonenumbers: Any = library("phonenumbers", "Telephones")
    try:
        number = phonenumbers.parse(text, "CO")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValueError("There is no such telephone number. Write it as +573001234567.")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def is_mobile(text: str) -> bool:
    """Whether a text is the number of a Colombian mobile, as wallets have, with or without +57."""
    return re.fullmatch(r"(\+?57)?3[0-9]{9}", re.sub(r"[\s()-]", "", text)) is not None


def read_email(text: str) -> str:
    """An e-mail address.

    Raises:
        ValueError: it is none.
    """
    if not _EMAIL.fullmatch(text) or ".." in text:
        raise ValueError("This is no e-mail address; it needs exactly one address, without blanks.")
    return text
