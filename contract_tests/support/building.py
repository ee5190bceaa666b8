"""From drawn JSON to what a person writes in Python: keyword arguments, models, enums, aware datetimes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from onepay_api import models
from onepay_contract.document import component_name
from onepay_core.json_values import Json, is_array, is_object
from support.contract import Contract, Schema, attribute_of


class Builder:
    """Builds Python values along the schemas of one contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def value(self, schema: Schema, body: Json) -> Any:
        """`body` as the Python value that stands for it."""
        if "$ref" in schema:
            return self._component(component_name(schema), body)
        if "anyOf" in schema and "properties" not in schema:
            fitting = next(option for option in schema["anyOf"] if self._contract.allows(option, body))
            return self.value(fitting, body)
        if is_array(body):
            return [self.value(schema["items"], item) for item in body]
        if is_object(body):
            return {name: self.value(schema["additionalProperties"], item) for name, item in body.items()}
        return _scalar(schema, body)

    def arguments(self, schema: Schema, body: Json) -> dict[str, Any]:
        """The fields of an object as keyword arguments."""
        properties = self._contract.dereferenced(schema)["properties"]
        return {attribute_of(name): self.value(properties[name], item) for name, item in body.items()}

    def _component(self, name: str, body: Json) -> Any:
        schema = self._contract.schemas[name]
        if "properties" in schema:
            return getattr(models, name)(**self.arguments(schema, body))
        if "enum" in schema or "x-extensible-enum" in schema:
            return getattr(models, name)(body)
        return self.value(schema, body)


def _scalar(schema: Schema, body: Json) -> Any:
    if isinstance(body, str) and schema.get("format") == "date-time":
        return datetime.fromisoformat(body)
    return date.fromisoformat(body) if isinstance(body, str) and schema.get("format") == "date" else body
