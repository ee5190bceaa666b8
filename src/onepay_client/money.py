"""Pesos: whole numbers in and out, labels for people, and cents only where they are asked for.

    >>> label(150000)
    '$150.000'
    >>> parse("$ 1.400.000")
    1400000
    >>> to_cents(150000)
    15000000

OnePay's amounts are pesos in calls and their replies: 150000 is $150.000 COP
(https://docs.onepay.la/guides/conceptos-clave). In events of payments their unit is not settled: take the amount from
``payments.get``. Only fields
whose names end in ``_in_cents`` are cents, and nothing here converts one into the other unasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, cast

from onepay_api.wire_names import MOVED_SUMS, SUMS
from onepay_core.deviations import Deviation, DeviationKind, Path, shown_value
from onepay_core.json_values import MAX_DEPTH
from onepay_core.model import Model, wire_fields
from onepay_core.tracebacks import private_locals

from .errors import InvalidRequest, InvalidValue

__all__ = ("MAX_AMOUNT", "check", "check_amounts", "exact", "from_cents", "label", "parse", "to_cents")

MAX_AMOUNT: Final = 2**53 - 1
"""Largest amount that is sent: beyond it, JSON readers in other languages lose digits without a word."""

_CENTS: Final = 100
_LABEL: Final = re.compile("(-?)[$]?[ \N{NO-BREAK SPACE}]?(0|[1-9][0-9]{0,2}(?:[.][0-9]{3})*)")
_LONGEST_LABEL: Final = 80
_LARGEST: Final = 10**40
"""Far beyond all money, and far below what Python refuses to write in digits."""


@private_locals
def check(amount: object) -> int:
    """``amount`` itself, if it is a sum that can be moved: an ``int`` of whole pesos, above zero.

    Raises:
        InvalidValue: it is a float, a Decimal, a bool, text, zero, negative, or beyond ``MAX_AMOUNT``.
    """
    if reason := _refusal(amount, zero=False):
        raise InvalidValue(f"{shown_value(amount)} is not an amount: {reason}")
    return cast("int", amount)


@private_locals
def exact(amount: Decimal) -> int:
    """A ``Decimal`` as whole pesos: ``Decimal("150000.00")`` is 150000.

    Raises:
        InvalidValue: it has a fraction, or is no number; round it yourself, so that the rule is yours.
    """
    if not isinstance(amount, Decimal):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a type checker
        raise InvalidValue(f"{shown_value(amount)} is not a Decimal: expected {_wrong_type(amount)}.")
    if not amount.is_finite() or abs(amount) > MAX_AMOUNT or amount != amount.to_integral_value():
        raise InvalidValue(
            f"{shown_value(amount)} is not a whole number of pesos, at most {MAX_AMOUNT}; "
            "decide how it is rounded, and round it first."
        )
    return int(amount)


@private_locals
def label(pesos: int) -> str:
    """An amount for people, as OnePay writes it on charges: ``$150.000``; below zero ``-$150.000``.

    Raises:
        InvalidValue: it is not an ``int``.
    """
    digits = f"{abs(_whole(pesos)):,}".replace(",", ".")
    return f"-${digits}" if pesos < 0 else f"${digits}"


@private_locals
def parse(text: str) -> int:
    """The pesos in a label, in any of the three forms that OnePay's documents show.

    They are ``$1.000`` (charges), ``$ 1.400.000`` (payments) and ``50.000`` (older invoices). Read ``amount``
    where there is one: labels are for display.

    Raises:
        InvalidValue: it is written in another way, so that guessing could be wrong by a factor of a thousand.
    """
    is_label = isinstance(text, str) and len(text) <= _LONGEST_LABEL  # pyright: ignore[reportUnnecessaryIsInstance] - as above
    found = _LABEL.fullmatch(text) if is_label else None
    if found is None:
        raise InvalidValue(f"{shown_value(text)} is not written as $1.000, $ 1.400.000 or 50.000.")
    pesos = int(found[2].replace(".", ""))
    return -pesos if found[1] else pesos


@private_locals
def to_cents(pesos: int) -> int:
    """Whole pesos as cents, for a field whose name ends in ``_in_cents``.

    Raises:
        InvalidValue: it is not an ``int``.
    """
    return _whole(pesos) * _CENTS


@private_locals
def from_cents(cents: int | str) -> int:
    """Cents as whole pesos; a field such as ``target_price`` holds them as a string of digits.

    Raises:
        InvalidValue: they are no whole number of pesos, or the text is not a string of digits.
    """
    digits = isinstance(cents, str) and len(cents) <= _LONGEST_LABEL and cents.isascii() and cents.isdigit()
    pesos, rest = divmod(int(cents) if digits else _whole(cents), _CENTS)
    if rest:
        raise InvalidValue(
            f"{shown_value(cents)} cents are not a whole number of pesos; decide yourself what to do with {rest}."
        )
    return pesos


def check_amounts(body: object, operation: str = "this request") -> None:
    """Check every sum in a request body, at any depth: whole, not negative, not too large, and not zero if it moves.

    An ``amount`` of zero is refused because a server may take it for one that was left out, and a withdrawal
    without amount takes the whole balance. Fields that the contract does not know are not looked at.

    Raises:
        InvalidRequest: ``violations`` names each field with the reason; nothing was sent.
    """
    violations = tuple(_violations(body, ()))
    if violations:
        raise InvalidRequest(operation, violations)


def _violations(value: object, path: Path) -> Iterator[Deviation]:
    if len(path) == MAX_DEPTH:
        yield Deviation(path[:1], DeviationKind.BROKEN_RULE, f"at most {MAX_DEPTH} levels of arrays and objects")
        return
    for name, item in _parts(value):
        if isinstance(name, str) and name in SUMS and isinstance(item, _NUMBERS):
            reason = _refusal(item, zero=name not in MOVED_SUMS)
            if reason:
                yield Deviation((*path, name), DeviationKind.BROKEN_RULE, reason, item, hidden=False)
        elif isinstance(item, _CONTAINERS):
            yield from _violations(cast("object", item), (*path, name))


def _parts(value: object) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, Model):
        return [(field.encode_name, getattr(value, field.name)) for field in wire_fields(type(value))]
    if isinstance(value, dict):
        return cast("dict[str, Any]", value).items()
    return enumerate(cast("list[Any]", value)) if isinstance(value, (list, tuple)) else ()


_CONTAINERS: Final = (Model, dict, list, tuple)
_NUMBERS: Final = (int, float, complex, Decimal, str)


def _refusal(amount: object, *, zero: bool) -> str | None:
    """Why ``amount`` cannot be sent, as what was expected of it; None if it can."""
    if isinstance(amount, bool) or not isinstance(amount, int):
        return _wrong_type(amount)
    if amount < 0:
        return "a positive amount; a refund or a withdrawal is an operation of its own"
    if amount == 0 and not zero:
        return "an amount above zero; leave it out where the operation may go without one"
    if amount > MAX_AMOUNT:
        return f"at most {MAX_AMOUNT}; larger numbers lose digits in other JSON readers"
    return None


def _wrong_type(amount: object) -> str:
    if isinstance(amount, float):
        whole = amount.is_integer() and abs(amount) <= MAX_AMOUNT
        return "whole pesos as int; write int(amount)" if whole else _FRACTION
    if isinstance(amount, Decimal):
        return "whole pesos as int; onepay_client.money.exact(amount) converts a Decimal without a fraction"
    if isinstance(amount, str):
        if amount.isascii() and amount.isdigit():
            return "whole pesos as int; write int(amount)"
        return "whole pesos as int; onepay_client.money.parse(amount) reads a label such as $150.000"
    return f"whole pesos as int, not {type(amount).__name__}"


_FRACTION: Final = (
    "whole pesos as int; a float loses pesos, so round it yourself, as round(amount) does, and pass an int. "
    "onepay_client.money.from_cents() converts cents"
)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(f"{shown_value(value)} is not an amount: expected {_wrong_type(value)}.")
    if abs(value) > _LARGEST:
        raise InvalidValue("This number is too large to be an amount.")
    return int.__pos__(value)
