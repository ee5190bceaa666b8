"""Draw JSON values by schemathesis, which was written by others and knows nothing of our own strategies.

Each schema becomes the request body of a made-up operation, because request bodies are what the
public interface of schemathesis draws.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import schemathesis
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode

from onepay_core.json_values import Json
from support.contract import Contract, Schema


class Mirror:
    """Strategies for named schemas of one contract."""

    def __init__(self, contract: Contract, schemas: Mapping[str, Schema]) -> None:
        document = {
            "openapi": "3.1.0",
            "info": {"title": "Replies as requests", "version": "1"},
            "components": {"schemas": contract.schemas},
            "paths": {f"/{name}": {"post": _operation(schema)} for name, schema in schemas.items()},
        }
        self._mirror: Any = schemathesis.openapi.from_dict(cast("dict[str, Any]", document))

    def of(self, name: str) -> SearchStrategy[Json]:
        """Values that the schema of that name allows."""
        operation = self._mirror[f"/{name}"]["POST"]
        cases: SearchStrategy[Any] = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        return cases.map(lambda case: _with_whole_numbers(case.body))


def _with_whole_numbers(body: Json) -> Json:
    """`body` with `1` for `1.0`.

    JSON Schema calls both an integer. The client reads the second as a departure, which `test_bent_replies.py` holds
    it to: an amount in whole pesos that comes with a fraction is worth a look.
    """
    return json.loads(json.dumps(body), parse_float=_whole)


def _whole(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _operation(schema: Schema) -> dict[str, Any]:
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"description": "Never asked for."}},
    }
