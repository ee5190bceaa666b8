"""Amounts as people write them into tables: whole pesos, or a refusal that says how to write them."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isnan
from typing import Final

from onepay_client.money import MAX_AMOUNT

_PLAIN: Final = re.compile(r"[0-9]{1,16}")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_CENTS: Final = re.compile(r"[0-9.]*[0-9],[0-9]{1,2}|[0-9,]*[0-9]\.[0-9]{1,2}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_COMMAS: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_SHORTENED: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_BLANKS: Final = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\t"
_EXACT: Final = 10**15
_WRITE: Final = "Write whole pesos, as 1500000 or $1.500.000."


def read_amount(cell: object) -> int:
    """The pesos in a cell: ``1500000``, ``$1.500.000`` or ``$ 1.500.000``, or a whole number of a sheet or a database.

    Raises:
        ValueError: it is written in another way; the text says how to write it, and never repeats the cell.
    """
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise ValueError(f"This is no amount. {_WRITE}")  # noqa: TRY004 - cells have types of all kinds
    amount = _of_text(cell) if isinstance(cell, str) else _of_number(cell)
    if amount == 0:
        raise ValueError("The amount is zero. Leave the row out, or write the amount.")
    if amount > MAX_AMOUNT:
        raise ValueError("The amount is larger than any sum that can be sent.")
    return amount


def whole_number(cell: object) -> int | None:
    """A whole number of a sheet or a database as an integer; None for all else, and for more digits than are exact."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return None
    if isinstance(cell, Decimal) and not cell.is_finite():
        return None
    return int(cell) if -_EXACT < cell < _EXACT and cell == int(cell) else None


def _of_number(number: float | Decimal) -> int:
    if number.is_nan() if isinstance(number, Decimal) else isinstance(number, float) and isnan(number):
        raise ValueError(f"This is no amount. {_WRITE}")
    if number < 0:
        raise ValueError("The amount is negative. Write it without a sign: no payout calls money back.")
    if number > MAX_AMOUNT:
        raise ValueError("The amount is larger than any sum that can be sent.")
    if number != int(number):
        raise ValueError(
            "The amount has a fraction of a peso. Decide how it is rounded, and round it in the sheet: =ROUND(A1,0)."
        )
    return int(number)


def _of_text(text: str) -> int:
    written = text.strip(_BLANKS)
    written = written.removeprefix("$").lstrip(_BLANKS)
    if _PLAIN.fullmatch(written):
        return int(written)
    if _GROUPED.fullmatch(written):
        return int(written.replace(".", ""))
    raise ValueError(_why_not(written))


def _why_not(written: str) -> str:
    if not written:
        return f"The amount is missing. {_WRITE}"
    if written.startswith(("-", "\N{MINUS SIGN}", "(")):
        return "The amount is negative. Write it without a sign: no payout calls money back."
    if _SHORTENED.fullmatch(written):
        return f"The spreadsheet has shortened the amount. Format the column as a number without decimals. {_WRITE}"
    if _COMMAS.fullmatch(written):
        return f"A comma may separate thousands or cents here, and a guess could be wrong by 1000 times. {_WRITE}"
    if _CENTS.fullmatch(written):
        return f"The amount has decimals, and OnePay pays whole pesos. Round it, and leave the decimals out. {_WRITE}"
    return f"This is no amount. {_WRITE}"
