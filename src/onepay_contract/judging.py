"""The judge: everything that an exchange does and the contract does not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from onepay_contract import leaks
from onepay_contract.about import About
from onepay_contract.compression import CompressedBody, unpacked
from onepay_contract.departures import Departure
from onepay_contract.document import Contract, Fact, Reply
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import ANY_OPERATION, Finding, Kind, Severity
from onepay_contract.headers import is_usual, media_type
from onepay_contract.limits import refuse_unknown_keywords
from onepay_contract.requests import RequestReader
from onepay_contract.telling import field_name, one_of
from onepay_contract.values import UnreadableBody, read_json
from onepay_contract.walking import Walk
from onepay_core.json_values import Json, is_object

_UNKNOWN: Final = "unknown"
_SERVER_ERRORS: Final = 500
_TOO_MANY: Final = 429
_GATEWAY_ERRORS: Final = frozenset((502, 503, 504))


class Judge:
    """Holds exchanges against one contract. It keeps nothing, so one judge serves all threads."""

    def __init__(self, contract: Contract) -> None:
        """Raises `ContractError` for a contract with a rule that nothing would be held to."""
        refuse_unknown_keywords(contract.document)
        self._contract: Final = contract
        self._walk: Final = Walk(contract)
        self._requests: Final = RequestReader(contract)

    def judge(self, exchange: Exchange) -> tuple[Finding, ...]:
        """What the reply does that the contract does not say; raises `UnknownOperation` for a name it lacks."""
        about = self._about(exchange)
        if about is None:
            kind, seen = Kind.UNDOCUMENTED_OPERATION, f"{exchange.method} of a path that no operation has"
            return (Finding.of(kind, _UNKNOWN, exchange.status, expected="a path of the contract", seen=seen),)
        if found := _not_of_the_api(exchange, about):
            return (found,)
        try:
            exchange = _unpacked(exchange)
        except CompressedBody as error:
            found = about.finding(Kind.UNREADABLE_BODY, "", "a body that can be unpacked here", str(error))
            return (*_status(about), *_headers(exchange, about), found.rated(Severity.NOTE))
        content_type = exchange.header("content-type")
        is_json = content_type is None or "json" in content_type.lower()
        return (
            *_status(about),
            *_headers(exchange, about),
            *self._body(about, exchange.reply_body, is_json=is_json),
            *leaks.findings(exchange, about),
        )

    def judge_request(self, exchange: Exchange) -> tuple[Finding, ...]:
        """The same of the request: its parameters and its body. The status of these findings is that of the reply."""
        about = self._about(exchange)
        if about is None:
            return ()
        found = list(self._requests.findings(exchange, about))
        for asked in self._requests.asked(exchange, about.operation):
            departures = self._walk.departures(asked.value, asked.fact, pointer=asked.pointer)
            found += [about.told(one) for one in departures]
        return tuple(found)

    def judge_body(self, operation: str, status: int, body: bytes) -> tuple[Finding, ...]:
        """What is wrong with a status and a body alone, of which neither headers nor request are known."""
        about = About(self._contract.operation(operation), status)
        bare = Exchange(operation, "", "", (), b"", status, (), body, 0.0, "")
        return (*_status(about), *self._body(about, body, is_json=True), *leaks.findings(bare, about))

    def departures(self, value: Json, fact: Fact) -> list[Departure]:
        """How a value departs from any schema of the contract."""
        return self._walk.departures(value, fact)

    def _about(self, exchange: Exchange) -> About | None:
        if exchange.operation is not None:
            return About(self._contract.operation(exchange.operation), exchange.status)
        match = self._contract.find(exchange.method, exchange.url)
        return About(match.operation, exchange.status) if match else None

    def _body(self, about: About, body: bytes, *, is_json: bool) -> Iterator[Finding]:
        reply = _nearest(about)
        if reply is None:
            return
        if not body or not reply.media:
            yield from _emptiness(about, reply, body)
            return
        try:
            value = read_json(body)
        except UnreadableBody as error:
            if is_json:
                yield about.finding(Kind.UNREADABLE_BODY, "", "JSON", str(error))
            return
        fact = next(iter(reply.media.values()))
        yield from (about.told(one) for one in self._walk.departures(value, fact))


def _not_of_the_api(exchange: Exchange, about: About) -> Finding | None:
    """One finding for all operations where a rate limit, or a gateway before the API, has answered in its place.

    Such a reply says nothing of the operation, so it is not held against what the contract says of it.
    """
    if about.operation.reply(about.status):
        return None
    if about.status == _TOO_MANY:
        expected, seen = "a reply of the operation", "a rate limit"
        found = Finding.of(Kind.UNDOCUMENTED_STATUS, ANY_OPERATION, about.status, expected=expected, seen=seen)
        return found.rated(Severity.NOTE)
    if is_of_gateway(exchange):
        expected, seen = "a reply of the API", "that of a gateway before it"
        return Finding.of(Kind.SERVER_ERROR, ANY_OPERATION, about.status, expected=expected, seen=seen)
    return None


def is_of_gateway(exchange: Exchange) -> bool:
    """Whether a proxy or a load balancer says, in words of its own, that it does not reach the API."""
    return exchange.status in _GATEWAY_ERRORS and not is_object(exchange.value)


def _unpacked(exchange: Exchange) -> Exchange:
    """The exchange with its body as the server meant it, where whoever kept it has kept it compressed."""
    body = unpacked(exchange.reply_body, exchange.header("content-encoding"))
    return exchange if body is exchange.reply_body else replace(exchange, reply_body=body)


def _nearest(about: About) -> Reply | None:
    """The reply to hold a body against; an undocumented status is held against its family."""
    return about.operation.reply(about.status) or about.operation.reply_of_family(about.status)


def _status(about: About) -> Iterator[Finding]:
    if not about.operation.reply(about.status):
        kind = Kind.SERVER_ERROR if about.status >= _SERVER_ERRORS else Kind.UNDOCUMENTED_STATUS
        yield about.finding(kind, "", one_of(list(about.operation.replies)), str(about.status))


def _emptiness(about: About, reply: Reply, body: bytes) -> Iterator[Finding]:
    if body:
        yield about.finding(Kind.UNEXPECTED_BODY, "", "no body", f"{len(body)} bytes")
    elif reply.media:
        yield about.finding(Kind.MISSING_BODY, "", "a JSON body", "no body")


def _headers(exchange: Exchange, about: About) -> Iterator[Finding]:
    reply = _nearest(about)
    if reply is None:
        return
    if reply.media and exchange.reply_body:
        yield from _content_type(exchange, about, reply)
    present = {name.lower() for name, _ in exchange.reply_headers}
    for name, required in reply.headers.items():
        if required and name not in present:
            yield about.finding(Kind.MISSING_HEADER, f"header:{name}", "this header", "nothing")
    for name in sorted(present):
        if name not in reply.headers and not is_usual(name):
            yield about.finding(Kind.UNDOCUMENTED_HEADER, f"header:{field_name(name)}", "no such header", "a value")


def _content_type(exchange: Exchange, about: About, reply: Reply) -> Iterator[Finding]:
    told, expected = exchange.header("content-type"), one_of(list(reply.media))
    if told is None:
        yield about.finding(Kind.MISSING_HEADER, "header:content-type", expected, "nothing")
    elif media_type(told) not in reply.media:
        yield about.finding(Kind.WRONG_CONTENT_TYPE, "header:content-type", expected, media_type(told))
