"""The rules that a request on the wire keeps, as the contract describes them.

Every rule is read from the contract, and none from the client: a request is taken apart by the
standard library, and its values are judged by a JSON Schema validator.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

import httpx

from onepay_contract.document import Operation
from onepay_core.json_values import Json
from support.client_variants import PUBLIC_KEY, SECRET_KEY
from support.contract import Contract, Schema
from support.intents import ABSENT, Intent
from support.sameness import differences, moments_in

_TRANSPORT: Final = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length"}
"""Headers that belong to HTTP, and not to the contract."""


@dataclass(frozen=True)
class WireRules:
    """The rules of one operation."""

    contract: Contract
    operation: Operation

    def complaints(self, request: httpx.Request, intent: Intent, body: Any) -> list[str]:
        """Everything that is wrong with a request that was to say `intent`; `body` is the model of its body."""
        headers = dict(request.headers)
        return [
            *self.misplaced(request, intent.path),
            *self._query(request, intent.query),
            *self._keys(headers, intent.token),
            *self._idempotency(headers, intent.key),
            *self._other_headers(headers, has_body=body is not ABSENT),
            *self._body(request.content, intent.body, body),
        ]

    def misplaced(self, request: httpx.Request, ids: Mapping[str, str]) -> Iterator[str]:
        """What is wrong with method, server and path of a request that was to name these ids."""
        if request.method != self.operation.method:
            yield f"the method is {request.method}"
        server = urlsplit(self.operation.server)
        if (request.url.scheme, request.url.host) != (server.scheme, server.hostname):
            yield f"the request went to {request.url.host}"
        path = request.url.raw_path.decode("ascii").partition("?")[0]
        template = (server.path + self.operation.path).split("/")
        segments = path.split("/")
        wanted = [ids[step[1:-1]] if step.startswith("{") else step for step in template]
        if [unquote(segment, errors="strict") for segment in segments] != wanted:
            yield f"the path is {path}, which does not say {wanted}"

    def _query(self, request: httpx.Request, query: Mapping[str, Json]) -> Iterator[str]:
        text = request.url.query.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict") if text else []
        schemas = {parameter.name: parameter.schema for parameter in self.operation.parameters_in("query")}
        read = {name: self._value(schemas[name], value) for name, value in pairs if name in schemas}
        if len(read) != len(pairs) or read != query:
            yield f"the query is {text}, which does not say {query}"
        for name, value in read.items():
            yield from self.contract.complaints(schemas[name], value)

    def _value(self, schema: Schema, text: str) -> Json:
        kind = self.contract.dereferenced(schema)["type"]
        return text if kind == "string" else json.loads(text)

    def _keys(self, headers: Mapping[str, str], token: str | None) -> Iterator[str]:
        key = PUBLIC_KEY if "PublicKey" in self.operation.schemes else SECRET_KEY
        if headers.get("authorization") != f"Bearer {key}":
            yield "the header Authorization does not carry the key that the contract asks for"
        if headers.get("x-customer-token") != token:
            yield "the header X-Customer-Token does not carry the customer's token, or should not be there"

    def _idempotency(self, headers: Mapping[str, str], key: str | None) -> Iterator[str]:
        sent = headers.get("x-idempotency")
        declared = any(parameter.name == "x-idempotency" for parameter in self.operation.parameters)
        if declared is not (sent is not None):
            yield f"x-idempotency is {sent!r}, and the contract says {declared=}"
        elif sent is not None and sent != (key or str(UUID(sent))):
            yield f"x-idempotency is {sent!r} instead of {key!r}"

    def _other_headers(self, headers: Mapping[str, str], *, has_body: bool) -> Iterator[str]:
        declared = {"authorization", "x-idempotency", "x-customer-token", "content-type"}
        if unknown := headers.keys() - declared - _TRANSPORT:
            yield f"nobody asked for the headers {unknown}"
        if headers["accept"] != "application/json":
            yield f"the header Accept is {headers['accept']!r}"
        if headers.get("content-type") != ("application/json" if has_body else None):
            yield f"the header Content-Type is {headers.get('content-type')!r} ({has_body=})"

    def _body(self, content: bytes, wanted: Json, model: Any) -> Iterator[str]:
        if model is ABSENT:
            if content:
                yield f"a body of {len(content)} bytes was sent, and none was wanted"
            return
        sent = json.loads(content)
        yield from self.contract.complaints(self.operation.body_schema or {}, sent)
        yield from differences(sent, wanted, moments_in(model))
