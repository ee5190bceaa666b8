"""A page of payments for the contestants to read, made of the contract's own examples."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final, TypeAlias

Payment: TypeAlias = dict[str, Any]

CONTRACT: Final = Path(__file__).resolve().parents[2] / "generated" / "openapi.json"


def examples() -> Mapping[str, Any]:
    """The contract's examples, by name."""
    components = json.loads(CONTRACT.read_text(encoding="utf-8"))["components"]
    return {name: example["value"] for name, example in components["examples"].items()}


def mixed(count: int) -> list[Payment]:
    """Payments that wait and payments that were made, by turns with and without what may be null.

    Half of them have metadata, half a customer, a quarter a card.
    """
    waiting, paid = examples()["payment_pending"], examples()["payment_approved"]
    kinds = [waiting, paid, {**waiting, "metadata": None}, {**paid, "metadata": None, "method": None}]
    return _numbered(islice(cycle(kinds), count))


def full(count: int) -> list[Payment]:
    """Payments of which each has a customer, a card and metadata."""
    return _numbered([examples()["payment_approved"]] * count)


def body(payments: list[Payment]) -> bytes:
    """The payments as they come over the wire."""
    return json.dumps(payments, ensure_ascii=False).encode()


def bent(payments: list[Payment], bend: Callable[[Payment], Payment]) -> bytes:
    """The same body with something wrong in each payment."""
    return body([bend(payment) for payment in payments])


BENDS: Final[Mapping[str, Callable[[Payment], Payment]]] = {
    "unknown field": lambda payment: {**payment, "novelty": "x"},
    "unknown enum value": lambda payment: {**payment, "status": "novelty"},
    "missing field": lambda payment: {name: value for name, value in payment.items() if name != "title"},
    "wrong type": lambda payment: {**payment, "amount": str(payment["amount"])},
}


def _numbered(payments: Iterable[Payment]) -> list[Payment]:
    return [_as_number(number, payment) for number, payment in enumerate(payments)]


def _as_number(number: int, payment: Payment) -> Payment:
    own = {"id": f"50000000-0000-4000-8000-{number:012}", "external_id": f"pedido-{number}", "amount": 1000 + number}
    return {**payment, **own}
