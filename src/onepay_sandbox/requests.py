"""From a request to a call: the key, the parameters and the body are read and held against the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onepay_sandbox.card_masking import has_card_number
from onepay_sandbox.checking import Checker, read_parameters
from onepay_sandbox.contract import Operation, Parameter
from onepay_sandbox.json_input import InvalidJson, decode
from onepay_sandbox.life import Assumption
from onepay_sandbox.messages import Request
from onepay_sandbox.refusals import InvalidParameter, invalid, invalid_field, key_missing
from onepay_sandbox.values import Json, is_object

_SHOWN: Final = 100
_LONGEST_KEY: Final = 255
_OF_CARDS: Final = frozenset(("card_number", "number"))
_CARD_NUMBER: Final = "Contiene el número de una tarjeta, que el sandbox no guarda."

ASSUMPTIONS: Final = (
    Assumption(
        "unknown-parameter",
        "ours",
        "A query parameter that the contract does not know, or whose value breaks it, is refused with 422.",
        "No page says what the API does; programs take the first of what a filter answers, if it is ignored too.",
    ),
    Assumption(
        "null-is-absence",
        "inferred",
        "A null in an optional field of a request says the same as no field, and a body `[]` the same as `{}`.",
        "Programs send both; the API's pages and errors are Laravel's, where nullable is the rule and PHP's empty "
        "array is written as a list.",
    ),
    Assumption(
        "card-number-misplaced",
        "ours",
        "A card number in any other field, or in an idempotency key, is refused with 422, and in a path with 404.",
        "What the API does is not known; a sandbox that kept one would spread it into files and logs.",
    ),
    Assumption(
        "success-status",
        "inferred",
        "Where no page prints the number, a create answers 201, an empty success 204 and the rest 200.",
        "201 was observed for payments and documented for plans; see the contract's 2XX.",
    ),
    Assumption(
        "refusal-status",
        "inferred",
        "A refusal takes the first status of 422, 409, 403 and 401 that its operation lists.",
        "Business errors are documented with 401 on withdrawals, where a client must read code_name anyhow.",
    ),
    Assumption(
        "moments-in-bogota",
        "ours",
        "A moment without a zone is meant in Bogotá, and one that cannot be read is refused with status 422.",
        "The fields are texts without a documented form.",
    ),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a request that keeps the contract."""

    query: dict[str, Json]
    body: Json
    key: str | None


def read_request(operation: Operation, request: Request, checker: Checker) -> Reading:
    """Read a request. Raises `Refusal`, which names each field, where it breaks the contract."""
    return Reading(
        query=_query(operation, request, checker),
        body=_body(operation, request, checker),
        key=_idempotency_key(operation, request),
    )


def _query(operation: Operation, request: Request, checker: Checker) -> dict[str, Json]:
    listed = [one for one in operation.parameters if one.place == "query"]
    texts = request.parameters()
    unknown = texts.keys() - {one.name for one in listed}
    if unknown:
        raise InvalidParameter({name[:_SHOWN]: [_unknown(name[:_SHOWN], listed)] for name in sorted(unknown)})
    values = read_parameters(listed, texts)
    errors = checker.parameters(operation, "query", values) if listed else {}
    errors.pop("page" if "page" not in values else "", None)  # a list that is asked for no page begins with its first
    if errors:
        raise InvalidParameter(errors)
    return values


def _unknown(name: str, listed: Sequence[Parameter]) -> str:
    known = ", ".join(one.name for one in listed) or "ninguno"
    return f"El parámetro {name} no existe en esta operación, y no se ignora. Parámetros que acepta: {known}."


def _body(operation: Operation, request: Request, checker: Checker) -> Json:
    if operation.body is None:
        return None
    if not request.body and not operation.body_required:
        return {}
    try:
        value = decode(request.body)
    except InvalidJson as error:
        raise invalid_field("body", f"El cuerpo de la solicitud no se puede leer: {error}.") from error
    misplaced = _misplaced(value)
    if misplaced:
        raise invalid_field(misplaced, _CARD_NUMBER)
    value = checker.without_nulls(operation.body, {} if value == [] else value)
    errors = checker.body(operation, value)
    if errors:
        raise invalid(errors)
    return value


def _misplaced(value: Json) -> str | None:
    """The field of a body that holds the number of a card and is none for it."""
    if not is_object(value):
        return "body" if has_card_number(value) else None
    for name, item in value.items():
        if has_card_number(name):
            return "body"
        if name not in _OF_CARDS and has_card_number(item):
            return name
    return None


def _idempotency_key(operation: Operation, request: Request) -> str | None:
    if operation.idempotency is None:
        return None
    key = request.headers.get("x-idempotency")
    if key and len(key) > _LONGEST_KEY:
        raise invalid_field("x-idempotency", f"El token de idempotencia tiene más de {_LONGEST_KEY} caracteres.")
    if not key and operation.idempotency.required:
        raise key_missing()
    if key and has_card_number(key):
        raise invalid_field("x-idempotency", _CARD_NUMBER)
    return key or None
