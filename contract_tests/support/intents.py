"""What somebody wants of an operation: values for its parameters and its body, and the Python call that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from onepay_contract.document import Operation, Parameter
from onepay_core.json_values import Json
from support.building import Builder
from support.contract import Contract, attribute_of
from support.strategies import IDS, PLAIN_MOMENTS, Strategies

ABSENT: Final = object()
"""Stands for a body that is not sent."""

_HEADER_VALUES: Final = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)


@dataclass(frozen=True)
class Intent:
    """Values by wire name; `key` and `token` are None where the caller names none."""

    path: Mapping[str, str]
    query: Mapping[str, Json]
    body: Json
    key: str | None
    token: str | None


class Intents:
    """Draws intents for the operations of one contract, and turns them into arguments."""

    def __init__(self, contract: Contract) -> None:
        self._strategies = Strategies(contract, PLAIN_MOMENTS)
        self._builder = Builder(contract)
        self._of: dict[str, SearchStrategy[Intent]] = {}

    def of(self, operation: Operation) -> SearchStrategy[Intent]:
        """What somebody may want of an operation; each strategy is built once."""
        if operation.id not in self._of:
            self._of[operation.id] = self._build(operation)
        return self._of[operation.id]

    def _build(self, operation: Operation) -> SearchStrategy[Intent]:
        secured_by_token = "CustomerToken" in operation.schemes
        has_key = bool(operation.parameters_in("header"))
        return st.builds(
            Intent,
            path=st.fixed_dictionaries({parameter.name: IDS for parameter in operation.parameters_in("path")}),
            query=self._query(operation.parameters_in("query")),
            body=st.just(ABSENT) if operation.body_schema is None else self._strategies.of(operation.body_schema),
            key=st.none() | _HEADER_VALUES if has_key else st.none(),
            token=_HEADER_VALUES if secured_by_token else st.none(),
        )

    def _query(self, parameters: tuple[Parameter, ...]) -> SearchStrategy[dict[str, Json]]:
        values = {parameter.name: self._strategies.of(parameter.schema) for parameter in parameters}
        required = {parameter.name for parameter in parameters if parameter.required}
        return st.fixed_dictionaries(
            {name: strategy for name, strategy in values.items() if name in required},
            optional={name: strategy for name, strategy in values.items() if name not in required},
        )

    def body_of(self, operation: Operation, intent: Intent) -> Any:
        """The body as the model that somebody may build."""
        return self._builder.value(operation.body_schema or {}, intent.body)

    def fields_of(self, operation: Operation, intent: Intent) -> dict[str, Any]:
        """The body as keyword arguments."""
        if operation.body_schema is None:
            return {}
        return self._builder.arguments(operation.body_schema, intent.body)

    def others_of(self, operation: Operation, intent: Intent) -> dict[str, Any]:
        """Every argument but path and body."""
        schemas = {parameter.name: parameter.schema for parameter in operation.parameters_in("query")}
        query = {attribute_of(name): self._builder.value(schemas[name], value) for name, value in intent.query.items()}
        named = {"idempotency_key": intent.key, "customer_token": intent.token}
        return query | {name: value for name, value in named.items() if value is not None}
