"""From a request to a call: the key, the parameters and the body are read and held against the contract."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import msgspec

from onepay_core.json_values import TooDeep, limit_depth
from onepay_sandbox.checking import Checker, read_parameters
from onepay_sandbox.contract import Operation
from onepay_sandbox.life import Assumption
from onepay_sandbox.messages import Request
from onepay_sandbox.refusals import invalid, invalid_field, key_missing
from onepay_sandbox.values import Json

_UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, TooDeep)

ASSUMPTIONS: Final = (
    Assumption(
        "bad-parameter-without-422",
        "inferred",
        "A query parameter that an operation without status 422 cannot read counts as absent.",
        "The pages of lists such as customers document no refusal, and Laravel's paginator does the same.",
    ),
    Assumption(
        "unknown-parameter",
        "inferred",
        "A query parameter that the contract does not know is ignored.",
        "No page says that one is refused.",
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
    if not listed:
        return {}
    values = read_parameters(listed, request.parameters())
    errors = checker.parameters(operation, "query", values)
    if errors and operation.key_of(422):
        raise invalid(errors)
    return {name: value for name, value in values.items() if name not in errors}


def _body(operation: Operation, request: Request, checker: Checker) -> Json:
    if operation.body is None:
        return None
    if not request.body and not operation.body_required:
        return {}
    try:
        value = msgspec.json.Decoder(float_hook=_number).decode(limit_depth(request.body))
    except _UNREADABLE as error:
        raise invalid_field("body", "El cuerpo de la solicitud no es JSON válido.") from error
    errors = checker.body(operation, value)
    if errors:
        raise invalid(errors)
    return value


def _idempotency_key(operation: Operation, request: Request) -> str | None:
    if operation.idempotency is None:
        return None
    key = request.headers.get("x-idempotency")
    if not key and operation.idempotency.required:
        raise key_missing()
    return key or None


def _number(text: str) -> float:
    """A number as JSON means it: `1000.0` is the integer 1000. Raises `ValueError` where it has no end."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:40]} is out of range.")
    return int(number) if number.is_integer() else number
