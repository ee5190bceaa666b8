"""Numbers of cards: what may be known of one after it was read. The number itself and its code go no further."""

from __future__ import annotations

import re
from typing import Final

from onepay_sandbox import scenarios
from onepay_sandbox.life import Assumption
from onepay_sandbox.refusals import invalid_field
from onepay_sandbox.values import Document, Json

_BRANDS: Final = {
    "Visa": re.compile(r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})"),
    "Mastercard": re.compile(r"(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}"),
    "Amex": re.compile(r"3[47][0-9]{13}"),
    "Diners": re.compile(r"3(?:0[0-5]|[68][0-9])[0-9]{11}"),
}
_OTHER_BRANDS: Final = re.compile(r"6(?:011|22[0-9]|4[4-9][0-9]|5[0-9]{2})[0-9]{12,15}|35[0-9]{14}|5[06-9][0-9]{14}")
_NUMBER: Final = re.compile(r"[0-9]{12,19}")
_MONTH: Final = re.compile(r"0[1-9]|1[0-2]")
_YEAR: Final = re.compile(r"[0-9]{2}")
_SECURITY_CODE: Final = re.compile(r"[0-9]{3,4}")

ASSUMPTIONS: Final = (
    Assumption(
        "card-number-checked",
        "inferred",
        "A card whose number has a wrong check digit or belongs to no documented brand is refused with status 422.",
        "No page shows the refusal; every processor of cards has these rules.",
    ),
    Assumption(
        "card-may-be-expired",
        "ours",
        "A card that has expired can be saved, and every charge on it is declined with CARD_EXPIRED.",
        "What the real API does is not documented; so a test needs no clock to meet the decline.",
    ),
    Assumption(
        "card-facts",
        "ours",
        "Every card was issued in CO, and fails the check of its code only where its number forces CARD_CVV.",
        "Who issued a number cannot be known here, and what makes a check fail is not documented.",
    ),
)


def read(typed: Document) -> dict[str, Json]:
    """What a card (kind `card`) keeps of its typed-in data. Raises `Refusal`, which names the field."""
    number, month, year = typed["card_number"], typed["expiration_month"], typed["expiration_year"]
    brand = _brand(number)
    if not _MONTH.fullmatch(month):
        raise invalid_field("expiration_month", "El mes de vencimiento debe estar entre 01 y 12.")
    if not _YEAR.fullmatch(year):
        raise invalid_field("expiration_year", "El año de vencimiento debe tener dos dígitos.")
    if not _SECURITY_CODE.fullmatch(typed["ccv"]):
        raise invalid_field("ccv", "El código de seguridad debe tener 3 o 4 dígitos.")
    outcome = scenarios.of_number(number)
    expiration = f"{int(month)}/20{year}"
    return {**_issued(brand, number[-4:], expiration), "card_name": typed["holder_name"], "outcome": outcome}


def of_token(token: str) -> dict[str, Json]:
    """What a card keeps that stands behind a token; the token says how its charges end (`scenarios.of_token`)."""
    outcome = scenarios.of_token(token)
    return {**_issued("Visa", "4242", "12/2099"), "card_name": "TITULAR DE PRUEBA", "outcome": outcome}


def has_brand_and_check_digit(digits: str) -> bool:
    """Whether digits are the number of a card of a known brand."""
    return any(form.fullmatch(digits) for form in (*_BRANDS.values(), _OTHER_BRANDS)) and _has_check_digit(digits)


def _issued(brand: str, last_four: str, expiration_date: str) -> dict[str, Json]:
    return {"brand": brand, "last_four": last_four, "expiration_date": expiration_date, "country": "CO"}


def _brand(number: str) -> str:
    if not _NUMBER.fullmatch(number) or not _has_check_digit(number):
        raise invalid_field("card_number", "El número de la tarjeta no es válido.")
    brand = next((name for name, form in _BRANDS.items() if form.fullmatch(number)), None)
    if brand is None:
        raise invalid_field("card_number", "La franquicia de la tarjeta no está soportada.")
    return brand


def _has_check_digit(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
