"""What a request asked for: its parameters and its body, with the part of the contract that each is held to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from onepay_contract.about import About
from onepay_contract.document import Contract, Fact, Operation, Parameter
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_contract.telling import field_name
from onepay_contract.values import UnreadableBody
from onepay_core.json_values import Json

_WHOLE: Final = re.compile("-?[0-9]{1,18}", re.ASCII)
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
_BOOLEANS: Final = {"true": True, "false": False}
_PREFIXES: Final = {"path": "path", "query": "query", "header": "request-header"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of a request."""

    value: Json
    fact: Fact
    pointer: str


class RequestReader:
    """Takes requests apart."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract

    def asked(self, exchange: Exchange, operation: Operation) -> Iterator[Asked]:
        """Every part of the request that is there and that the contract describes."""
        for parameter in operation.parameters:
            for text in self._texts(exchange, operation, parameter):
                kind = self._contract.followed(parameter.fact).schema.get("type")
                yield Asked(_meant(text, kind), parameter.fact, _pointer(parameter))
        if operation.body and exchange.request_body:
            try:
                yield Asked(_body(exchange), operation.body, "request:")
            except UnreadableBody:
                return

    def findings(self, exchange: Exchange, about: About) -> Iterator[Finding]:
        """What is missing, unknown or unreadable in the request."""
        operation = about.operation
        for parameter in operation.parameters:
            if parameter.required and not self._texts(exchange, operation, parameter):
                kind = Kind.MISSING_HEADER if parameter.place == "header" else Kind.MISSING_FIELD
                yield about.finding(kind, _pointer(parameter), "this parameter", "nothing")
        known = {parameter.name for parameter in operation.parameters if parameter.place == "query"}
        for name in sorted({name for name, _ in _query(exchange)} - known):
            place = f"query:{field_name(name)}"
            yield about.finding(Kind.UNDOCUMENTED_FIELD, place, "no such parameter", "a value")
        yield from _body_findings(exchange, about)

    def _texts(self, exchange: Exchange, operation: Operation, parameter: Parameter) -> list[str]:
        if parameter.place == "query":
            return [value for name, value in _query(exchange) if name == parameter.name]
        if parameter.place == "header":
            value = exchange.request_header(parameter.name)
            return [] if value is None else [value]
        match = self._contract.find(exchange.method, exchange.url)
        is_found = match is not None and match.operation.id == operation.id and parameter.name in match.ids
        return [match.ids[parameter.name]] if match and is_found else []


def _body_findings(exchange: Exchange, about: About) -> Iterator[Finding]:
    operation = about.operation
    if not exchange.request_body:
        if operation.body_required:
            yield about.finding(Kind.MISSING_BODY, "request:", "a JSON body", "no body")
        return
    try:
        body = _body(exchange)
    except UnreadableBody as error:
        body = None
        if operation.body is not None:
            yield about.finding(Kind.UNREADABLE_BODY, "request:", "JSON", str(error))
    if operation.body is None and not (operation.method != "GET" and body == {}):
        size = f"{len(exchange.request_body)} bytes"
        yield about.finding(Kind.UNEXPECTED_BODY, "request:", "no body", size)


def _body(exchange: Exchange) -> Json:
    """The body of a request; `[]` is an empty object, as PHP writes one."""
    body = exchange.request_json()
    return {} if body == [] else body


def _query(exchange: Exchange) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)
    except ValueError:
        return []


def _meant(text: str, kind: Json) -> Json:
    """The value that a text of a URL or a header means, by the type that is expected."""
    if kind == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "number" and _NUMBER.fullmatch(text):
        return float(text)
    return _BOOLEANS.get(text, text) if kind == "boolean" else text


def _pointer(parameter: Parameter) -> str:
    return f"{_PREFIXES[parameter.place]}:{parameter.name}"
