"""The judge: findings about exchanges that depart from the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from onepay_contract.document import Contract, Fact, Operation, Reply
from onepay_contract.exchanges import (
    CompressedBody,
    Exchange,
    UnreadableBody,
    is_usual,
    media_type,
    read_json,
    unpacked,
)
from onepay_contract.findings import ANY_OPERATION, Finding, Kind, OperationInfo, Severity
from onepay_contract.judging.describe import field_name, one_of
from onepay_contract.judging.requests import RequestReader
from onepay_contract.judging.validation import Validator, Violation, refuse_unknown_keywords
from onepay_core.json_values import Json, is_object

_KEY: Final = re.compile(rb"\b(?:sk|pk)_(?:test|live)_\w{4,}")
_SENT: Final = ("authorization", "x-customer-token")
_SHORTEST: Final = 8
_SHORTEST_COOKIE: Final = 16
_LOGIN: Final = re.compile("sess|token|auth|sid$|jwt", re.IGNORECASE)
_SETS_COOKIE: Final = "header:set-cookie"
_TRACES: Final = re.compile(
    rb"""
      Traceback\ \(most\ recent\ call\ last\)
    | Stack\ trace:
    | "trace"\s*:\s*\[\s*\{\s*"file"
    | \bat\ [\w.$<>]+\([\w./]+:\d+ (?: :\d+ )?\)
    | [/\\](?:vendor|site-packages|node_modules)[/\\]\S+[.](?:php|py|js)\b
    | [#]\d+\ /\S+[.]php\(\d+\)
    | File\ "[^"\n]+[.]py",\ line\ \d+
    | SQLSTATE\[
    """,
    re.VERBOSE,
)


def _leaks(exchange: Exchange, info: OperationInfo) -> Iterator[Finding]:
    """Keys and traces in the headers and the body of a reply."""
    for pointer, content in _places(exchange):
        if _holds_secret(exchange, pointer, content):
            yield info.finding(Kind.SECRET_IN_REPLY, pointer, "no key", "a key")
        if _TRACES.search(content):
            yield info.finding(Kind.STACK_TRACE_IN_REPLY, pointer, "no trace", "a trace")


def _places(exchange: Exchange) -> Iterator[tuple[str, bytes]]:
    for name, value in exchange.reply_headers:
        yield f"header:{name.lower()}", value.encode(errors="replace")
    yield "", exchange.reply_body.replace(b"\\/", b"/").replace(b'\\"', b'"')


def _holds_secret(exchange: Exchange, pointer: str, content: bytes) -> bool:
    secrets = [*_keys(exchange), *(() if pointer == _SETS_COOKIE else _session_cookies(exchange))]
    return bool(_KEY.search(content)) or any(secret in content for secret in secrets)


def _keys(exchange: Exchange) -> Iterator[bytes]:
    """What the request authenticated itself with, without the word before it."""
    for name in _SENT:
        value = (exchange.request_header(name) or "").rpartition(" ")[2]
        if len(value) >= _SHORTEST:
            yield value.encode(errors="replace")


def _session_cookies(exchange: Exchange) -> Iterator[bytes]:
    """The cookies that stand for a login, by their names; others, such as those of load balancers, are no secrets.

    A server may set a cookie again with each reply, so none is a secret in `set-cookie`.
    """
    for cookie in re.split("[;,]", exchange.request_header("cookie") or ""):
        name, _, value = cookie.strip().partition("=")
        if _LOGIN.search(name) and len(value) >= _SHORTEST_COOKIE:
            yield value.encode(errors="replace")


_UNKNOWN: Final = "unknown"
_SERVER_ERRORS: Final = 500
_TOO_MANY: Final = 429
_GATEWAY_ERRORS: Final = frozenset((502, 503, 504))


class Judge:
    """Judges exchanges by one contract. It keeps nothing, so one judge serves all threads."""

    def __init__(self, contract: Contract) -> None:
        """Raises `ContractError` for a contract with a keyword that no value would be validated against."""
        refuse_unknown_keywords(contract.document)
        self._contract: Final = contract
        self._validator: Final = Validator(contract)
        self._requests: Final = RequestReader(contract)

    def judge(self, exchange: Exchange) -> tuple[Finding, ...]:
        """The findings about a reply; raises `UnknownOperation` for a name that the contract lacks."""
        info = self._info(exchange)
        if info is None:
            kind, actual = Kind.UNDOCUMENTED_OPERATION, f"{exchange.method} of a path that no operation has"
            return (Finding.of(kind, _UNKNOWN, exchange.status, expected="a path of the contract", actual=actual),)
        if found := _not_of_the_api(exchange, info):
            return (found,)
        try:
            exchange = _unpacked(exchange)
        except CompressedBody as error:
            found = info.finding(Kind.UNREADABLE_BODY, "", "a body that can be unpacked here", str(error))
            return (*_status(info), *_headers(exchange, info), found.rated(Severity.NOTE))
        content_type = exchange.header("content-type")
        is_json = content_type is None or "json" in content_type.lower()
        return (
            *_status(info),
            *_headers(exchange, info),
            *self._body(info, exchange.reply_body, is_json=is_json),
            *_leaks(exchange, info),
        )

    def judge_request(self, exchange: Exchange) -> tuple[Finding, ...]:
        """The same of the request: its parameters and its body. The status of these findings is that of the reply."""
        info = self._info(exchange)
        if info is None:
            return ()
        found = list(self._requests.findings(exchange, info))
        for part in self._requests.parts(exchange, info.operation):
            violations = self._validator.violations(part.value, part.fact, pointer=part.pointer)
            found += [_violated(info, violation) for violation in violations]
        return tuple(found)

    def judge_body(self, operation: str, status: int, body: bytes) -> tuple[Finding, ...]:
        """What is wrong with a status and a body alone, of which neither headers nor request are known."""
        return self.judge_as(self._contract.operation(operation), status, body)

    def judge_as(self, operation: Operation, status: int, body: bytes) -> tuple[Finding, ...]:
        """The same for an operation that need not be one of the contract's, such as a delivery to a webhook."""
        info = OperationInfo(operation, status)
        bare = Exchange(operation.id, "", "", (), b"", status, (), body, 0.0, "")
        return (*_status(info), *self._body(info, body, is_json=True), *_leaks(bare, info))

    def violations(self, value: Json, fact: Fact) -> list[Violation]:
        """How a value violates any schema of the contract."""
        return self._validator.violations(value, fact)

    def _info(self, exchange: Exchange) -> OperationInfo | None:
        if exchange.operation is not None:
            return OperationInfo(self._contract.operation(exchange.operation), exchange.status)
        match = self._contract.find(exchange.method, exchange.url)
        return OperationInfo(match.operation, exchange.status) if match else None

    def _body(self, info: OperationInfo, body: bytes, *, is_json: bool) -> Iterator[Finding]:
        reply = _nearest(info)
        if reply is None:
            return
        if not body or not reply.media:
            yield from _emptiness(info, reply, body)
            return
        try:
            value = read_json(body)
        except UnreadableBody as error:
            if is_json:
                yield info.finding(Kind.UNREADABLE_BODY, "", "JSON", str(error))
            return
        fact = next(iter(reply.media.values()))
        yield from (_violated(info, violation) for violation in self._validator.violations(value, fact))


def _violated(info: OperationInfo, violation: Violation) -> Finding:
    return info.finding(violation.kind, violation.pointer, violation.expected, violation.actual, violation.fact)


def _not_of_the_api(exchange: Exchange, info: OperationInfo) -> Finding | None:
    """One finding for all operations where a rate limit, or a gateway before the API, has answered in its place.

    Such a reply comes from elsewhere, so what the contract promises of the operation does not apply to it.
    """
    if info.operation.reply(info.status):
        return None
    if info.status == _TOO_MANY:
        expected, actual = "a reply of the operation", "a rate limit"
        found = Finding.of(Kind.UNDOCUMENTED_STATUS, ANY_OPERATION, info.status, expected=expected, actual=actual)
        return found.rated(Severity.NOTE)
    if is_of_gateway(exchange):
        expected, actual = "a reply of the API", "that of a gateway before it"
        return Finding.of(Kind.SERVER_ERROR, ANY_OPERATION, info.status, expected=expected, actual=actual)
    return None


def is_of_gateway(exchange: Exchange) -> bool:
    """Whether a proxy or a load balancer answered, in a form of its own, that it does not reach the API."""
    return exchange.status in _GATEWAY_ERRORS and not is_object(exchange.value)


def _unpacked(exchange: Exchange) -> Exchange:
    """The exchange with its body unpacked, where the recording kept it compressed."""
    body = unpacked(exchange.reply_body, exchange.header("content-encoding"))
    return exchange if body is exchange.reply_body else replace(exchange, reply_body=body)


def _nearest(info: OperationInfo) -> Reply | None:
    """The reply that a body is validated against; for an undocumented status, one of its family."""
    return info.operation.reply(info.status) or info.operation.reply_of_family(info.status)


def _status(info: OperationInfo) -> Iterator[Finding]:
    if not info.operation.reply(info.status):
        kind = Kind.SERVER_ERROR if info.status >= _SERVER_ERRORS else Kind.UNDOCUMENTED_STATUS
        yield info.finding(kind, "", one_of(list(info.operation.replies)), str(info.status))


def _emptiness(info: OperationInfo, reply: Reply, body: bytes) -> Iterator[Finding]:
    if body:
        yield info.finding(Kind.UNEXPECTED_BODY, "", "no body", f"{len(body)} bytes")
    elif reply.media:
        yield info.finding(Kind.MISSING_BODY, "", "a JSON body", "no body")


def _headers(exchange: Exchange, info: OperationInfo) -> Iterator[Finding]:
    reply = _nearest(info)
    if reply is None:
        return
    if reply.media and exchange.reply_body:
        yield from _content_type(exchange, info, reply)
    present = {name.lower() for name, _ in exchange.reply_headers}
    for name, required in reply.headers.items():
        if required and name not in present:
            yield info.finding(Kind.MISSING_HEADER, f"header:{name}", "this header", "nothing")
    for name in sorted(present):
        if name not in reply.headers and not is_usual(name):
            yield info.finding(Kind.UNDOCUMENTED_HEADER, f"header:{field_name(name)}", "no such header", "a value")


def _content_type(exchange: Exchange, info: OperationInfo, reply: Reply) -> Iterator[Finding]:
    content_type, expected = exchange.header("content-type"), one_of(list(reply.media))
    if content_type is None:
        yield info.finding(Kind.MISSING_HEADER, "header:content-type", expected, "nothing")
    elif media_type(content_type) not in reply.media:
        yield info.finding(Kind.WRONG_CONTENT_TYPE, "header:content-type", expected, media_type(content_type))
