"""The speed of writing a request, against writers of plain dicts."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from benches import payments
from benches.figures import Figure, compare
from onepay_api import models, read, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from benches.timing import Effort


def encoding(effort: Effort) -> list[Figure]:
    """A payment's request from our model; and from a dict, which knows neither absent fields nor undocumented ones."""
    request: dict[str, Any] = payments.examples()["payment_create"]
    typed = read(json.dumps(request).encode(), models.PaymentCreate).value
    runs = {
        "json.dumps": partial(_often, effort.payments, lambda: json.dumps(request, ensure_ascii=False).encode()),
        "onepay_api": partial(_often, effort.payments, lambda: to_json(typed)),
        "msgspec, from a dict": partial(_often, effort.payments, lambda: msgspec.json.encode(request)),
    }
    return compare(f"writing {effort.payments:,} requests", runs, effort.rounds)


def _often(times: int, work: Callable[[], bytes]) -> None:
    for _ in range(times):
        work()
