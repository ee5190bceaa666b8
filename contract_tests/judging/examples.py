"""Bodies and exchanges that the tests of the judge use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from onepay_contract.document import Contract, Fact
from onepay_contract.exchanges import Exchange
from onepay_core.json_values import Json

JSON_TYPE = (("Content-Type", "application/json"),)


class Example(NamedTuple):
    """An example of the contract, and where it belongs."""

    operation: str
    status: int
    name: str
    value: Json
    fact: Fact


def reply(  # noqa: PLR0913 (an exchange has many parts)
    operation: str | None,
    status: int,
    body: Json = None,
    *,
    raw: bytes | None = None,
    headers: tuple[tuple[str, str], ...] = JSON_TYPE,
    url: str = "https://api.onepay.la/v1/payments/50000000-0000-4000-8000-000000000001",
    method: str = "GET",
    request_headers: tuple[tuple[str, str], ...] = (),
    sent: bytes = b"",
) -> Exchange:
    """An exchange whose reply is the value, or the bytes."""
    content = json.dumps(body).encode() if raw is None else raw
    return Exchange(
        operation, method, url, request_headers, sent, status, headers, content, 12.5, "2026-03-02T15:04:05Z"
    )


def examples(contract: Contract) -> Iterator[Example]:
    """Every example of a reply that the contract has."""
    for operation in contract.operations.values():
        for key, documented in operation.replies.items():
            raw = contract.followed(Fact(contract.resolve(documented.place), documented.place, "", "")).schema
            for media, fact in documented.media.items():
                for name, example in raw["content"][media].get("examples", {}).items():
                    target = contract.followed(Fact(example, "", "", "")).schema
                    yield Example(operation.id, int(key.replace("XX", "00")), name, target["value"], fact)
