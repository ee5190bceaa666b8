"""Is money counted in whole pesos, and does its label say the same?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks.check import history_check
from onepay_conformance.history import History, Interaction
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Document, Json, is_array, is_object

_LABEL: Final = re.compile(r"(-?)\s*\$?\s*(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{2}))?(?:\s*COP)?")
_PESOS: Final = "COP"
_SIGN: Final = "$"
_SUFFIX: Final = "_label"
_PLAIN: Final = ("balance", "amount")


@history_check
def amounts_are_whole(history: History) -> Iterable[Finding]:
    """Amounts are written without a fraction, not even one of zero."""
    names = frozenset(_money_fields(history.contract_index.contract.document))
    for seen in history.successes:
        for pointer, one in seen.parts:
            for name in names & one.keys():
                if isinstance(one[name], float):
                    yield seen.finding(Kind.AMOUNT_NOT_WHOLE_PESOS, f"{pointer}/{name}", "a whole number", "a fraction")


@history_check
def labels_agree(history: History) -> Iterable[Finding]:
    """The label of an amount shows that amount, in pesos."""
    for seen in history.successes:
        for pointer, one in seen.parts:
            yield from _labels(seen, pointer, one)


@history_check
def pesos_are_the_usual_currency(history: History) -> Iterable[Finding]:
    """What was made without naming a currency is counted in pesos, as is documented."""
    for seen in history.creations:
        told = seen.objects[0].get("currency", _PESOS)
        if is_object(seen.asked) and "currency" not in seen.asked and told != _PESOS:
            yield seen.finding(Kind.VALUE_NOT_KEPT, "/currency", _PESOS, "another currency")


def _labels(seen: Interaction, pointer: str, one: dict[str, Json]) -> Iterator[Finding]:
    for name, label in one.items():
        amount = _labelled(one, name)
        if type(amount) is int and isinstance(label, str) and _says(label) not in _fitting(name, label, amount):
            expected = f"the amount beside it, such as {_written(12_345)}"
            yield seen.finding(Kind.LABEL_DISAGREES, f"{pointer}/{name}", expected, "another amount, or none")


def _labelled(one: dict[str, Json], name: str) -> Json:
    """The amount that a field is the label of; None where it is no such label."""
    if name.endswith(_SUFFIX):
        return one.get(name.removesuffix(_SUFFIX))
    return next((one[plain] for plain in _PLAIN if plain in one), None) if name == "label" else None


def _fitting(name: str, label: str, amount: int) -> tuple[int | None, ...]:
    """What a label may say; one that is only called `label`, and shows no pesos, may be something else."""
    return (amount,) if name.endswith(_SUFFIX) or _SIGN in label else (amount, None)


def _says(label: str) -> int | None:
    """The pesos that a label shows; None where it shows no amount."""
    found = _LABEL.fullmatch(label.strip())
    if not found or found[4] not in (None, "00"):
        return None
    return int(found[3].replace(".", "")) * (-1 if found[1] or found[2] else 1)


def _written(amount: int) -> str:
    return "$" + f"{amount:,}".replace(",", ".")


def _money_fields(value: Json) -> Iterator[str]:
    """The names of all fields that the contract counts in whole numbers of 64 bits: amounts, all of them."""
    if is_array(value):
        for item in value:
            yield from _money_fields(item)
    elif is_object(value):
        properties: Document = value.get("properties", {})
        yield from (name for name, one in properties.items() if is_object(one) and one.get("format") == "int64")
        for item in value.values():
            yield from _money_fields(item)
