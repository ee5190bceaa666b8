"""The parts of a request, each with the schema that it is validated against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from onepay_contract.document import Contract, Fact, Operation, Parameter
from onepay_contract.exchanges import Exchange, UnreadableBody
from onepay_contract.findings import Finding, Kind, OperationInfo
from onepay_contract.judging.describe import field_name
from onepay_core.json_values import Json

_WHOLE: Final = re.compile("-?[0-9]{1,18}", re.ASCII)
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
_BOOLEANS: Final = {"true": True, "false": False}
_PREFIXES: Final = {"path": "path", "query": "query", "header": "request-header"}


@dataclass(frozen=True, slots=True)
class RequestPart:
    """One part of a request."""

    value: Json
    fact: Fact
    pointer: str


class RequestReader:
    """Takes requests apart."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract

    def parts(self, exchange: Exchange, operation: Operation) -> Iterator[RequestPart]:
        """Every part of the request that is there and that the contract describes."""
        for parameter in operation.parameters:
            for text in self._texts(exchange, operation, parameter):
                kind = self._contract.followed(parameter.fact).schema.get("type")
                yield RequestPart(_typed(text, kind), parameter.fact, _pointer(parameter))
        if operation.body and exchange.request_body:
            try:
                yield RequestPart(_body(exchange, operation), operation.body, "request:")
            except UnreadableBody:
                return

    def findings(self, exchange: Exchange, info: OperationInfo) -> Iterator[Finding]:
        """What is missing, unknown or unreadable in the request."""
        operation = info.operation
        for parameter in operation.parameters:
            if parameter.required and not self._texts(exchange, operation, parameter):
                kind = Kind.MISSING_HEADER if parameter.place == "header" else Kind.MISSING_FIELD
                yield info.finding(kind, _pointer(parameter), "this parameter", "nothing")
        known = {parameter.name for parameter in operation.parameters if parameter.place == "query"}
        for name in sorted({name for name, _ in _query(exchange)} - known):
            place = f"query:{field_name(name)}"
            yield info.finding(Kind.UNDOCUMENTED_FIELD, place, "no such parameter", "a value")
        yield from _body_findings(exchange, info)

    def _texts(self, exchange: Exchange, operation: Operation, parameter: Parameter) -> list[str]:
        if parameter.place == "query":
            return [value for name, value in _query(exchange) if name == parameter.name]
        if parameter.place == "header":
            value = exchange.request_header(parameter.name)
            return [] if value is None else [value]
        match = self._contract.find(exchange.method, exchange.url)
        is_found = match is not None and match.operation.id == operation.id and parameter.name in match.ids
        return [match.ids[parameter.name]] if match and is_found else []


def _body_findings(exchange: Exchange, info: OperationInfo) -> Iterator[Finding]:
    operation = info.operation
    if not exchange.request_body:
        if operation.body_required:
            yield info.finding(Kind.MISSING_BODY, "request:", "a JSON body", "no body")
        return
    try:
        body = _body(exchange, operation)
    except UnreadableBody as error:
        body = None
        if operation.body is not None:
            yield info.finding(Kind.UNREADABLE_BODY, "request:", "JSON", str(error))
    if operation.body is None and not (operation.method != "GET" and body == {}):
        size = f"{len(exchange.request_body)} bytes"
        yield info.finding(Kind.UNEXPECTED_BODY, "request:", "no body", size)


def _body(exchange: Exchange, operation: Operation) -> Json:
    """The body of a request; `[]` is an empty object where programs send it so, and where no body says anything."""
    body = exchange.request_json()
    return {} if body == [] and (operation.takes_empty_list or operation.body is None) else body


def _query(exchange: Exchange) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)
    except ValueError:
        return []


def _typed(text: str, kind: Json) -> Json:
    """The value of a text in a URL or a header, by the type that the schema expects."""
    if kind == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text):
        return float(text)
    return _BOOLEANS.get(text, text) if kind == "boolean" else text


def _pointer(parameter: Parameter) -> str:
    return f"{_PREFIXES[parameter.place]}:{parameter.name}"
