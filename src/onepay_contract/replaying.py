"""Recordings played again: to the judge, and to another server, whose answers should be like those recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Findings, Kind
from onepay_contract.judging import Judge
from onepay_contract.shapes import differences, shape_of
from onepay_contract.values import UnreadableBody, write_json
from onepay_contract.vocabulary import vocabulary
from onepay_core.json_values import Json, is_array, is_object

Send: TypeAlias = Callable[[Exchange], Exchange]
"""Sends the request of an exchange, with keys of its own, and returns what came of it."""


def judged(exchanges: Iterable[Exchange], judge: Judge) -> Findings:
    """What the contract says to recorded replies."""
    return Findings(finding for exchange in exchanges for finding in judge.judge(exchange))


class Replay:
    """Sends recorded requests to a server, in order, with its ids in the place of the recorded ones."""

    def __init__(self, contract: Contract, send: Send) -> None:
        self._contract: Final = contract
        self._send: Final = send
        self._ids: Final[dict[str, str]] = {}

    def run(self, exchanges: Iterable[Exchange]) -> Findings:
        """Every difference between what was recorded and what the server answers."""
        return Findings(finding for exchange in exchanges for finding in self.once(exchange))

    def once(self, recorded: Exchange) -> list[Finding]:
        """Send one request; what its reply says of ids is used from then on."""
        answered = self._send(self._asked(recorded))
        self._learn(_body(recorded), _body(answered))
        return list(self._differences(recorded, answered))

    def _asked(self, recorded: Exchange) -> Exchange:
        parts = urlsplit(recorded.url)
        path = "/".join(quote(self._ids.get(unquote(step), unquote(step)), safe="") for step in parts.path.split("/"))
        query = [(name, self._ids.get(value, value)) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
        url = urlunsplit(parts._replace(path=path, query=urlencode(query)))
        return replace(recorded, url=url, request_body=self._sent(recorded))

    def _sent(self, recorded: Exchange) -> bytes:
        try:
            value = recorded.request_json()
        except UnreadableBody:
            return recorded.request_body
        return write_json(self._replaced(value))

    def _replaced(self, value: Json) -> Json:
        if is_object(value):
            return {name: self._replaced(item) for name, item in value.items()}
        if is_array(value):
            return [self._replaced(item) for item in value]
        return self._ids.get(value, value) if isinstance(value, str) else value

    def _learn(self, recorded: Json, answered: Json, name: str = "") -> None:
        """Which id of the server stands where one was recorded; the first meeting counts."""
        if is_object(recorded) and is_object(answered):
            for one in recorded.keys() & answered.keys():
                self._learn(recorded[one], answered[one], one)
        elif is_array(recorded) and is_array(answered):
            for before, now in zip(recorded, answered, strict=False):
                self._learn(before, now, name)
        elif vocabulary(self._contract).is_id(name) and isinstance(recorded, str) and isinstance(answered, str):
            self._ids.setdefault(recorded, answered)

    def _differences(self, recorded: Exchange, answered: Exchange) -> Iterator[Finding]:
        operation, status = self._name(recorded), recorded.status
        if recorded.status // 100 != answered.status // 100:
            expected, seen = f"{recorded.status // 100}XX", str(answered.status)
            yield Finding.of(Kind.STATUS_DIFFERS, operation, status, expected=expected, seen=seen)
            return
        known = vocabulary(self._contract)
        shapes = [shape_of(_body(one), known) for one in (recorded, answered)]
        for pointer, expected, seen in differences(*shapes):
            yield Finding.of(Kind.SHAPE_DIFFERS, operation, status, pointer=pointer, expected=expected, seen=seen)

    def _name(self, exchange: Exchange) -> str:
        match = self._contract.find(exchange.method, exchange.url)
        return exchange.operation or (match.operation.id if match else "unknown")


def _body(exchange: Exchange) -> Json:
    """The reply's body; one that is no JSON is compared as no more than that."""
    try:
        return exchange.json()
    except UnreadableBody:
        return None if not exchange.reply_body else "(not JSON)"
