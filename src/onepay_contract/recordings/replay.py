"""Recordings played again: to the judge, and to another server, whose replies should have the recorded shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange, UnreadableBody, write_json
from onepay_contract.findings import Finding, Findings, Kind
from onepay_contract.judging import Judge
from onepay_contract.judging.describe import field_name, kind_of, one_of
from onepay_contract.redaction import Vocabulary, vocabulary
from onepay_core.json_values import Json, is_array, is_object

Shape: TypeAlias = dict[str, set[str]]
"""The types that stand at each pointer; null says nothing about a type, and is left out."""


class Difference(NamedTuple):
    """A place where two shapes differ."""

    pointer: str
    expected: str
    actual: str


def shape_of(value: Json, known: Vocabulary) -> Shape:
    """The shape of a value; the names in maps are data and count as one."""
    shape: Shape = defaultdict(set)
    for pointer, kind in _kinds(value, "", known, is_map=False):
        shape[pointer].add(kind)
    return dict(shape)


def differences(recorded: Shape, actual: Shape) -> Iterator[Difference]:
    """Where `actual` differs; a field counts as missing only if the object that it is a field of is there."""
    for pointer in sorted(recorded.keys() | actual.keys()):
        before, after = recorded.get(pointer, set()), actual.get(pointer, set())
        then, now = before - {"null"}, after - {"null"}
        if before and after and then and now and not _numbers(then) & _numbers(now):
            yield Difference(pointer, one_of(sorted(then)), one_of(sorted(now)))
        elif before and not after and _is_there(pointer, actual):
            yield Difference(pointer, one_of(sorted(before)), "no such field")
        elif after and not before and _is_there(pointer, recorded):
            yield Difference(pointer, "no such field", one_of(sorted(after)))


def _kinds(value: Json, pointer: str, known: Vocabulary, *, is_map: bool) -> Iterator[tuple[str, str]]:
    yield pointer, kind_of(value)
    if is_array(value):
        for item in value:
            yield from _kinds(item, f"{pointer}/*", known, is_map=is_map)
    if is_object(value):
        for name, item in value.items():
            step = "*" if is_map else field_name(name)
            yield from _kinds(item, f"{pointer}/{step}", known, is_map=is_map or known.is_map(name))


def _numbers(kinds: set[str]) -> set[str]:
    """The types without the difference between 1 and 1.5."""
    return {"number" if kind == "whole number" else kind for kind in kinds}


def _is_there(pointer: str, shape: Shape) -> bool:
    """Whether the object around a field is there, so that the field itself is what is missing."""
    above, _, step = pointer.rpartition("/")
    return step != "*" and "object" in shape.get(above, set())


Send: TypeAlias = Callable[[Exchange], Exchange]
"""Sends the request of an exchange, with keys of its own, and returns what came of it."""


def judged(exchanges: Iterable[Exchange], judge: Judge) -> Findings:
    """The findings about recorded replies."""
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
        """Send one request; the ids in its reply replace the recorded ones from then on."""
        answered = self._send(self._with_known_ids(recorded))
        self._learn(_body(recorded), _body(answered))
        return list(self._differences(recorded, answered))

    def _with_known_ids(self, recorded: Exchange) -> Exchange:
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
            for field in recorded.keys() & answered.keys():
                self._learn(recorded[field], answered[field], field)
        elif is_array(recorded) and is_array(answered):
            for before, now in zip(recorded, answered, strict=False):
                self._learn(before, now, name)
        elif vocabulary(self._contract).is_id(name) and isinstance(recorded, str) and isinstance(answered, str):
            self._ids.setdefault(recorded, answered)

    def _differences(self, recorded: Exchange, answered: Exchange) -> Iterator[Finding]:
        operation, status = self._name(recorded), recorded.status
        if recorded.status // 100 != answered.status // 100:
            expected, actual = f"{recorded.status // 100}XX", str(answered.status)
            yield Finding.of(Kind.STATUS_DIFFERS, operation, status, expected=expected, actual=actual)
            return
        known = vocabulary(self._contract)
        shapes = [shape_of(_body(exchange), known) for exchange in (recorded, answered)]
        for pointer, expected, actual in differences(*shapes):
            yield Finding.of(Kind.SHAPE_DIFFERS, operation, status, pointer=pointer, expected=expected, actual=actual)

    def _name(self, exchange: Exchange) -> str:
        match = self._contract.find(exchange.method, exchange.url)
        return exchange.operation or (match.operation.id if match else "unknown")


def _body(exchange: Exchange) -> Json:
    """The reply's body; one that is no JSON is compared as no more than that."""
    try:
        return exchange.json()
    except UnreadableBody:
        return None if not exchange.reply_body else "(not JSON)"
