"""JSON that strangers send, decoded strictly; requests and replies validated against the contract."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import jsonschema_rs
import msgspec

from onepay_contract.document import SCHEMA_BASE, Contract, ContractError, Operation, Parameter, portable
from onepay_core.json_values import MAX_DEPTH, Document, Json, TooDeep, is_array, is_object, limit_depth

LARGEST_INTEGER: Final = 2**63 - 1
SMALLEST_INTEGER: Final = -(2**63)
_LONGEST_NUMBER: Final = 20
_WHOLE_NUMBER: Final = re.compile(r"-?[0-9]{1,18}")
_BOOLEANS: Final = {"true": True, "false": False}
_MESSAGES: Final = {
    "required": "El campo {field} es obligatorio.",
    "additionalProperties": "El campo {field} no está permitido.",
    "type": "El campo {field} no tiene el tipo correcto.",
    "enum": "El valor del campo {field} no es válido; puede ser {names}.",
    "format": "El campo {field} no tiene el formato {limit}.",
    "maxLength": "El campo {field} no debe tener más de {limit} caracteres.",
    "minLength": "El campo {field} debe tener al menos {limit} caracteres.",
    "maximum": "El campo {field} no debe ser mayor que {limit}.",
    "minimum": "El campo {field} debe ser al menos {limit}.",
    "minItems": "El campo {field} debe tener al menos {limit} elementos.",
    "pattern": "El formato del campo {field} no es válido.",
}
_FALLBACK: Final = "El campo {field} no es válido."
_NONE_OF: Final = "El campo {field} debe tener uno de estos: {names}."
_TOO_MANY: Final = "El campo {field} tiene a la vez campos que se excluyen."


class InvalidJson(ValueError):
    """The text is no JSON, or readers disagree on it; the message says why in Spanish, and quotes nothing of it."""


def decode_json(text: bytes) -> Json:
    """The value of a JSON text in UTF-8. `1000.0` is the integer 1000, as JSON means it.

    Raises `InvalidJson` for what is no JSON, for nesting deeper than `MAX_DEPTH`, a key that one object has twice,
    a number that no 64-bit integer or float holds, and half of a surrogate pair.
    """
    try:
        value = msgspec.json.Decoder(float_hook=_number).decode(limit_depth(text))
        json.loads(text, object_pairs_hook=_check_keys, parse_int=_check_integer)
    except InvalidJson:
        raise
    except TooDeep as error:
        raise InvalidJson(f"está anidado a más de {MAX_DEPTH} niveles") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise InvalidJson("no es JSON en UTF-8") from error
    return value


def _check_keys(pairs: list[tuple[str, Json]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise InvalidJson("un objeto repite un campo")


def _check_integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER or not _is_int64(int(text)):
        raise InvalidJson("un número es demasiado grande")
    return 0


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise InvalidJson("un número es demasiado grande")
    return int(number) if number.is_integer() and _is_int64(number) else number


def _is_int64(number: float) -> bool:
    return SMALLEST_INTEGER <= number <= LARGEST_INTEGER


class Validator:
    """The validators of one contract, each made when it is first needed."""

    def __init__(self, contract: Contract) -> None:
        """Register the document, so that every schema can refer into it."""
        self.card_numbers: Final = frozenset((contract.name("card_number"), contract.name("payer_card_number")))
        """The fields in which the number of a card may stand."""
        self._contract: Final = contract
        self._registry: Final = jsonschema_rs.Registry([(SCHEMA_BASE, portable(contract.document))])
        self._reply_schemas: Final[dict[tuple[str, int], Document | None]] = {}
        self._validators: Final[dict[str, jsonschema_rs.Draft202012Validator]] = {}

    def without_nulls(self, schema: Document, value: Json) -> Json:
        """A copy of a request's value without the nulls that say the same as absence.

        A null stays where a field is required, where null is a value of its own (`x-null: value`), and where the
        contract does not take it.
        """
        if is_array(value):
            return [self.without_nulls(_likeliest(schema).get("items", {}), item) for item in value]
        if not is_object(value):
            return value
        described = self._contract.dereferenced(_likeliest(schema))
        fields, required = described.get("properties", {}), described.get("required", ())
        return {
            name: self.without_nulls(fields.get(name, {}), item)
            for name, item in value.items()
            if not (item is None and name not in required and _means_absence(fields.get(name, {})))
        }

    def body(self, operation: Operation, schema: Document, value: Json) -> dict[str, list[str]]:
        """What is wrong with the body of a request, as Spanish messages by field; empty when nothing is."""
        return self._messages(f"{operation.id} request", schema, value)

    def parameters(self, operation: Operation, place: str, values: Mapping[str, Json]) -> dict[str, list[str]]:
        """The same for the parameters of one place (`query`, `header`), already read by `read_parameters`."""
        name = f"{operation.id} {place}"
        schema: Document = {} if name in self._validators else _parameter_schema(operation.parameters_in(place))
        return self._messages(name, schema, values)

    def reply(self, operation: Operation, status: int, value: Json) -> list[str]:
        """What is wrong with a reply that is about to leave, for whoever wrote it; empty when nothing is."""
        schema = self._reply_schema(operation, status)
        if schema is None:
            return [] if value is None else [f"{operation.id} documents no body for {status}."]
        return self.errors(f"{operation.id} {status}", schema, value)

    def _reply_schema(self, operation: Operation, status: int) -> Document | None:
        """The schema of a documented reply. Raises `ContractError` for a status that is not documented."""
        if (operation.id, status) not in self._reply_schemas:
            reply = operation.reply(status)
            if reply is None:
                listed = ", ".join(operation.replies)
                raise ContractError(f"{operation.id} does not document the status {status}; it lists {listed}.")
            self._reply_schemas[operation.id, status] = reply.schema
        return self._reply_schemas[operation.id, status]

    def errors(self, name: str, schema: Document, value: Json) -> list[str]:
        """What is wrong with `value` under `schema`; `name` tells this schema from others."""
        validator = self._validator(name, schema)
        if validator.is_valid(value):
            return []
        errors = validator.iter_errors(value)
        return [f"{name}: {'.'.join(map(str, error.instance_path)) or 'the body'}: {error.message}" for error in errors]

    def _messages(self, name: str, schema: Document, value: Json) -> dict[str, list[str]]:
        validator = self._validator(name, schema)
        found: dict[str, list[str]] = {}
        if not validator.is_valid(value):
            for field, message in _field_messages(validator.iter_errors(value)):
                found.setdefault(field, []).append(message)
        return found

    def _validator(self, name: str, schema: Document) -> jsonschema_rs.Draft202012Validator:
        if name not in self._validators:
            self._validators[name] = jsonschema_rs.Draft202012Validator(
                portable(schema), registry=self._registry, validate_formats=True
            )
        return self._validators[name]


def _parameter_schema(parameters: Sequence[Parameter]) -> Document:
    return {
        "type": "object",
        "properties": {parameter.name: parameter.schema for parameter in parameters},
        "required": [parameter.name for parameter in parameters if parameter.required],
    }


def read_parameters(parameters: Sequence[Parameter], texts: Mapping[str, str]) -> dict[str, Json]:
    """The values that texts of a query or of headers mean: a whole number where one is expected, and so on."""
    found: dict[str, Json] = {}
    for parameter in parameters:
        if parameter.name in texts:
            found[parameter.name] = _typed(texts[parameter.name], parameter.schema.get("type"))
    return found


def _typed(text: str, kind: Json) -> Json:
    if kind == "integer" and _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if kind == "boolean":
        return _BOOLEANS.get(text, text)
    return text


def _field_messages(errors: Iterator[jsonschema_rs.ValidationError]) -> Iterator[tuple[str, str]]:
    for error in errors:
        kind: Any = error.kind
        for name in _fields(error, kind):
            yield name, _template(kind).format(field=name, limit=_limit(kind), names=", ".join(_names(kind)))


def _template(kind: Any) -> str:
    """The message for an error of this kind."""
    if kind.name == "oneOf" and not all(kind.context):
        return _TOO_MANY
    return _NONE_OF if _alternatives(kind) else _MESSAGES.get(kind.name, _FALLBACK)


def _names(kind: Any) -> list[str]:
    """What would have been right: the values of an enum, or the fields of which one was wanted."""
    return [str(option) for option in kind.options] if kind.name == "enum" else _alternatives(kind)


def _alternatives(kind: Any) -> list[str]:
    """The fields of which one was wanted, where none was there."""
    missing = [error.kind for errors in getattr(kind, "context", ()) for error in errors]
    return [item.property for item in missing if item.name == "required"]


def _fields(error: jsonschema_rs.ValidationError, kind: Any) -> Iterator[str]:
    above = [str(step) for step in error.instance_path]
    below = [kind.property] if kind.name == "required" else getattr(kind, "unexpected", [None])
    for name in below:
        yield ".".join([*above, name] if name else above) or "body"


def _limit(kind: Any) -> Any:
    return next((getattr(kind, name) for name in ("limit", "format") if hasattr(kind, name)), "")


def _likeliest(schema: Document) -> Document:
    """The schema, or the first of those that it is any of."""
    options = schema.get("anyOf", ())
    return options[0] if options and "properties" not in schema else schema


def _means_absence(schema: Document) -> bool:
    """Whether the schema takes null, and means by it that nothing was sent."""
    takes_null = "null" in schema.get("type", ()) or {"type": "null"} in schema.get("anyOf", ())
    return takes_null and "x-null" not in schema
