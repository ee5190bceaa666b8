"""A call of each operation as somebody would write it, from the examples of the contract, and its reply."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from onepay_contract.document import Operation
from onepay_core.json_values import Json
from support.building import Builder
from support.contract import Contract, attribute_of
from support.faults import Success
from support.ledger import Arrival

AN_ID: Final = "50000000-0000-4000-8000-000000000001"
TOKEN: Final = "token-of-a-customer"  # noqa: S105 - made up


class Calls:
    """The examples of one contract, ready to be called and answered."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract
        self._builder: Final = Builder(contract)
        self._raw: Final = {
            raw["operationId"]: raw for item in contract.document["paths"].values() for raw in item.values()
        }
        self._routes: Final = [(o, re.compile(_pattern(o))) for o in _fixed_paths_first(contract)]
        self._successes: Final[dict[str, Success]] = {}

    def body(self, operation: Operation) -> Json:
        """The first example of its body, or None."""
        return self._example(self._raw[operation.id].get("requestBody", {}))

    def keywords(self, operation: Operation, bend: Callable[[Json], Json] = lambda body: body) -> dict[str, Any]:
        """The arguments of the call but for the path; `bend` may change the body before."""
        body = bend(self.body(operation))
        fields = self._builder.arguments(operation.body_schema, body) if operation.body_schema and body else {}
        required = [p for p in operation.parameters_in("query") if p.required]
        query = {attribute_of(p.name): 1 for p in required}
        token = {"customer_token": TOKEN} if "CustomerToken" in operation.schemes else {}
        return fields | query | token

    def path(self, operation: Operation) -> list[str]:
        """The arguments that stand in the path."""
        return [AN_ID for _ in operation.parameters_in("path")]

    def success(self, arrival: Arrival) -> Success:
        """What a request gets when nothing fails."""
        operation = self.operation_of(arrival)
        if operation is None:
            return Success(200, b"{}")
        if operation.id not in self._successes:
            self._successes[operation.id] = self._success(operation)
        return self._successes[operation.id]

    def operation_of(self, arrival: Arrival) -> Operation | None:
        """The operation that a request calls."""
        found = (o for o, pattern in self._routes if o.method == arrival.method and pattern.fullmatch(arrival.path))
        return next(found, None)

    def _success(self, operation: Operation) -> Success:
        responses: Mapping[str, Any] = self._raw[operation.id]["responses"]
        status = next(status for status in responses if status.startswith("2"))
        example = self._example(self._contract.dereferenced(responses[status]))
        body = b"" if example is None else json.dumps(example, ensure_ascii=False).encode()
        number = int(status) if status.isdigit() else (201 if body else 204)
        return Success(number, body)

    def _example(self, holder: Mapping[str, Any]) -> Json:
        examples = holder.get("content", {}).get("application/json", {}).get("examples", {})
        first = next(iter(examples.values()), None)
        return None if first is None else self._contract.dereferenced(first)["value"]


def _fixed_paths_first(contract: Contract) -> list[Operation]:
    return sorted(contract.operations.values(), key=lambda operation: operation.path.count("{"))


def _pattern(operation: Operation) -> str:
    return "(?:/v1)?" + re.sub(r"\{[^}]+\}", "[^/]+", operation.path)
