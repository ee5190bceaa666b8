"""The speed of reading payments: against `json.loads`, against peers, and of replies that depart from the contract."""

from __future__ import annotations

import json
from functools import partial
from time import process_time
from typing import TYPE_CHECKING

from benches import payments
from benches.figures import Figure, compare
from benches.peers import peers
from onepay_api import models, read

if TYPE_CHECKING:
    from benches.peers import Decode
    from benches.timing import Effort

DECODE_BARS = {"onepay_api": 0.4}
FULL_BARS = {"onepay_api": 0.5}
BENT_BARS = {"unknown field": 4.0, "missing field": 6.0, "wrong type": 6.0}


def decoding(effort: Effort) -> list[Figure]:
    """Typed objects, ours and those of peers, against the plain dicts that `json.loads` makes of the same bytes."""
    body = payments.body(payments.mixed(effort.payments))
    with peers() as others:
        readers: dict[str, Decode] = {"json.loads": json.loads, "onepay_api": _read, **others}
        runs = {name: partial(reader, body) for name, reader in readers.items()}
        return compare(f"reading {effort.payments:,} payments", runs, effort.rounds, DECODE_BARS, process_time)


def decoding_full(effort: Effort) -> list[Figure]:
    """The same where nothing is null: a card and metadata come in several forms, and choosing takes time."""
    body = payments.body(payments.full(effort.payments))
    runs = {"json.loads": partial(json.loads, body), "onepay_api": partial(_read, body)}
    return compare("each with customer, card and metadata", runs, effort.rounds, FULL_BARS, process_time)


def departing(effort: Effort) -> list[Figure]:
    """Bodies with something wrong in every payment, against the same body as the contract has it."""
    fitting = payments.mixed(effort.payments)
    bodies = {"a fitting body": payments.body(fitting)}
    bodies |= {name: payments.bent(fitting, bend) for name, bend in payments.BENDS.items()}
    runs = {name: partial(_read, body) for name, body in bodies.items()}
    return compare("departing in each payment", runs, effort.rounds, BENT_BARS, process_time)


def _read(body: bytes) -> object:
    return read(body, list[models.Payment])
