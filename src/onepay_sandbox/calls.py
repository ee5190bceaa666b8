"""One call of an operation, as the function that answers it sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from onepay_sandbox.contract import Operation
from onepay_sandbox.objects import Record
from onepay_sandbox.refusals import not_found
from onepay_sandbox.unit import Unit
from onepay_sandbox.values import Json


@dataclass(frozen=True, slots=True)
class Call:
    """A request that keeps the contract.

    `ids` holds the ids of the path, `query` the query parameters with their types, `body` the body (an empty
    object where an optional one was left out). `session` is the customer's session where the operation needs
    one. `url` is the address that was called, without its query.
    """

    operation: Operation
    unit: Unit
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, Json] = field(default_factory=dict[str, Json])
    body: Json = None
    session: Record | None = None
    url: str = ""

    def find(self, kind: str, identifier: str) -> Record:
        """The object of that kind and id. Raises the refusal `not_found`."""
        record = self.unit.objects.get(kind, identifier)
        if record is None:
            raise not_found()
        return record

    def named(self, kind: str) -> Record:
        """The object that the path names in its last id. Raises the refusal `not_found`."""
        return self.find(kind, list(self.ids.values())[-1])


Function: TypeAlias = Callable[[Call], Json]
"""Answers a call with the body of the reply, None where it has none; raises `Refusal` to refuse."""
