"""Does anything odd break a server: the longest text, no letter at all, the number zero, a day in no calendar?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import listing, support
from onepay_conformance.checks.check import active_check
from onepay_conformance.reserved import made_safe
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.findings import Finding
from onepay_core.json_values import Json, is_array, is_object

_ENOUGH: Final = 500
"""So many requests this takes at most, with a contract of this size."""
_SOUGHT: Final = ("", "'", "Ñandú 🎉", "7" * 300)
_COUNTED: Final = (0, -1, 2**31, 2**64)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NO_WORDS: Final = re.compile(r"[\d\s+:./-]*$")
"""Digits and dates, which are no words."""
_ENDINGS: Final = ((" 🎉", _NO_WORDS), ("x" * 300, _NO_WORDS), ("\0", _NO_WORDS), ("\0", _DATE))
"""What all texts end with, but for those that are left as they are."""
_NUMBERS: Final = (0, -1, 2**31, 2**53 + 1)
_NO_DAY: Final = "2027-02-30"


@active_check
def odd_parameters_break_nothing(session: Session) -> Iterable[Finding]:
    """A list that is asked for odd words and numbers answers or refuses; others judge the reply."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        for one in operation.parameters if operation.method == "GET" else ():
            if one.place == "query" and not listing.words_of(session, operation, one.name):
                for odd in _COUNTED if listing.is_number(session, operation, one.name) else _SOUGHT:
                    support.attempt(session, operation, query={one.name: odd})
    return ()


@active_check
def odd_values_break_nothing(session: Session) -> Iterable[Finding]:
    """A body with odd texts, numbers or days is taken or refused; others judge whether rightly."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        body = support.body_of(session, operation) if operation.method in {"POST", "PUT"} else None
        for odd in _odd(session, operation, body) if is_object(body) else ():
            if made_safe(odd) == odd:
                support.attempt(session, operation, body=session.bodies.named(operation, odd))
    return ()


def _odd(session: Session, operation: Operation, body: dict[str, Json]) -> Iterator[Json]:
    """The body with all its texts odd in one way; and with one of its numbers or days odd."""
    for ending, left in _ENDINGS:
        yield _spelt(session, operation, body, ending, left)
    for path, value in leaves(body):
        if type(value) is int:
            yield from (replaced(body, path, number) for number in _NUMBERS)
        if isinstance(value, str) and _DATE.match(value):
            yield replaced(body, path, _DATE.sub(_NO_DAY, value))


def _spelt(session: Session, operation: Operation, body: Json, ending: str, left: re.Pattern[str]) -> Json:
    """The body with every text changed that the contract lets anybody choose."""
    for path, value in leaves(body):
        if isinstance(value, str) and not path[-1].endswith("_id") and not left.match(value):
            changed = replaced(body, path, f"{value}{ending}")
            body = (
                changed if session.contract_index.takes(operation, changed) and made_safe(changed) == changed else body
            )
    return body


def leaves(value: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Every value within a body that holds no other, with the way to it."""
    if is_object(value):
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif is_array(value):
        for number, item in enumerate(value):
            yield from leaves(item, (*path, str(number)))
    else:
        yield path, value


def replaced(value: Json, path: tuple[str, ...], item: Json) -> Json:
    """A copy with another value at the end of the way."""
    if not path:
        return item
    if is_array(value):
        return [replaced(one, path[1:], item) if str(n) == path[0] else one for n, one in enumerate(value)]
    return {name: replaced(one, path[1:], item) if name == path[0] else one for name, one in value.items()}
