"""What a run has left behind: all its exchanges, read once, for whoever looks through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.fixtures import objects_of
from onepay_conformance.target import Key, Keys
from onepay_contract.document import METHODS, Operation
from onepay_contract.exchanges import Exchange, UnreadableBody, read_json
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object


@dataclass(frozen=True, slots=True)
class Interaction:
    """One exchange of an operation, read.

    `key` is the key that was sent; `body`, without the nulls that mean absence, and `reply` are None without JSON.
    """

    exchange: Exchange
    operation: Operation
    ids: Mapping[str, str]
    query: Mapping[str, str]
    key: Key
    body: Json
    reply: Json
    parts: Sequence[tuple[str, dict[str, Json]]]
    """Every object within the reply, with its pointer."""
    family: str
    """What kind of thing the reply is about: the family of the operation, or of what it lists."""
    new_id: str | None
    """The id that the first object of the reply tells of itself."""
    is_replay: bool = False
    """Whether the same request was carried out before under the same idempotency key.

    A replay does nothing, and its reply says how things stood when the first was answered.
    """

    @property
    def succeeded(self) -> bool:
        """Whether the request was carried out."""
        return 200 <= self.exchange.status < 300

    @property
    def idempotency_key(self) -> str | None:
        """The idempotency key that was sent."""
        return self.exchange.request_header("x-idempotency")

    @property
    def objects(self) -> list[dict[str, Json]]:
        """The objects that the reply is about: the body itself, or what its `data` holds, one or many."""
        return objects_of(self.reply)

    def finding(self, kind: Kind, pointer: str, expected: str, actual: str) -> Finding:
        """A finding about this exchange."""
        operation = self.operation
        status = self.exchange.status
        facts = {"evidence": operation.evidence, "source": operation.source, "place": operation.place}
        found = Finding.of(kind, operation.id, status, pointer=pointer, expected=expected, actual=actual, **facts)
        return found.shown_by(self.exchange)


@dataclass(frozen=True, slots=True)
class UnroutedInteraction:
    """An exchange with a method that its path does not have; `operation` is one that the path has."""

    exchange: Exchange
    operation: Operation

    def finding(self, kind: Kind, pointer: str, expected: str, actual: str) -> Finding:
        """A finding about this exchange."""
        item, status = self.operation, self.exchange.status
        facts = {"evidence": item.evidence, "source": item.source, "place": item.place}
        found = Finding.of(kind, item.id, status, pointer=pointer, expected=expected, actual=actual, **facts)
        return found.shown_by(self.exchange)


@dataclass(frozen=True, slots=True)
class History:
    """Everything that a run has sent, in order: to operations, and with methods that a path does not have."""

    contract_index: ContractIndex
    interactions: Sequence[Interaction]
    unrouted: Sequence[UnroutedInteraction]

    @property
    def successes(self) -> Iterator[Interaction]:
        """The exchanges whose requests were carried out."""
        return (interaction for interaction in self.interactions if interaction.succeeded)

    @property
    def actions(self) -> Iterator[Interaction]:
        """The successes that say how things stand now: all but idempotent replays."""
        return (interaction for interaction in self.successes if not interaction.is_replay)

    @property
    def creations(self) -> Iterator[Interaction]:
        """The successes that made an object, which they answer with an id."""
        return (interaction for interaction in self.successes if creates(interaction.operation) and interaction.new_id)


class HistoryReader:
    """Reads exchanges, each once, however often their history is looked through while they grow in number."""

    def __init__(self, contract_index: ContractIndex, keys: Keys) -> None:
        """Read by a contract; `keys` are those that were sent."""
        self._index: Final = contract_index
        self._keys: Final = keys
        self._count = 0
        self._interactions: Final[list[Interaction]] = []
        self._unrouted: Final[list[UnroutedInteraction]] = []
        self._firsts: Final[dict[tuple[Key, str], Interaction]] = {}

    def read(self, exchanges: Sequence[Exchange]) -> History:
        """The history of `exchanges`, which begin with those that were read before."""
        for exchange in exchanges[self._count :]:
            operation = self._index.operations.get(exchange.operation or "")
            if operation and exchange.method == operation.method:
                read = _read(exchange, operation, self._index, self._keys)
                self._interactions.append(replace(read, is_replay=_is_replay(read, self._firsts)))
            elif beside := _beside(exchange, self._index):
                self._unrouted.append(UnroutedInteraction(exchange, beside))
        self._count = len(exchanges)
        return History(self._index, self._interactions, self._unrouted)


def _is_replay(interaction: Interaction, firsts: dict[tuple[Key, str], Interaction]) -> bool:
    """Whether `firsts`, the successes by account and idempotency key, hold the same request; else it is added."""
    if not interaction.succeeded or not interaction.idempotency_key or interaction.operation.method == "GET":
        return False
    first = firsts.setdefault((interaction.key, interaction.idempotency_key), interaction)
    return first is not interaction and is_same_request(first, interaction)


def is_same_request(first: Interaction, second: Interaction) -> bool:
    """Whether two requests ask for the same."""
    parts = [(item.operation.id, item.ids, item.body) for item in (first, second)]
    return parts[0] == parts[1] and is_object(first.body) == is_object(second.body)


def _beside(exchange: Exchange, contract_index: ContractIndex) -> Operation | None:
    """An operation at the same path, where the path does not have the method."""
    if contract_index.contract.find(exchange.method, exchange.url):
        return None
    found = (contract_index.contract.find(method.upper(), exchange.url) for method in METHODS)
    return next((match.operation for match in found if match), None)


def creates(operation: Operation) -> bool:
    """Whether each success makes another object."""
    takes_key = any(
        parameter.required and parameter.name.lower() == "x-idempotency" for parameter in operation.parameters
    )
    return operation.method == "POST" and takes_key and operation.raw.get("x-role") != "confirms"


def everywhere(value: Json, pointer: str = "") -> Iterator[tuple[str, dict[str, Json]]]:
    """Every object within a value, with its pointer; indexes are written as `*`."""
    if is_object(value):
        yield pointer, value
        for name, item in value.items():
            yield from everywhere(item, f"{pointer}/{name}")
    elif is_array(value):
        for item in value:
            yield from everywhere(item, f"{pointer}/*")


def _read(exchange: Exchange, operation: Operation, contract_index: ContractIndex, keys: Keys) -> Interaction:
    query = urlsplit(exchange.url).query
    reply = _json(exchange.reply_body)
    match = contract_index.contract.find(exchange.method, exchange.url)
    return Interaction(
        exchange,
        operation,
        match.ids if match else {},
        dict(parse_qsl(query, keep_blank_values=True)),
        _key(exchange, keys),
        contract_index.meaning(operation, _json(exchange.request_body)),
        reply,
        tuple(everywhere(reply)),
        contract_index.family(operation),
        next((contract_index.own_id(entry) for entry in objects_of(reply)[:1]), None),
    )


def _key(exchange: Exchange, keys: Keys) -> Key:
    sent = exchange.request_header("authorization")
    if not sent:
        return Key.NONE
    known = {keys.bearer(item): item for item in (Key.SECRET, Key.PUBLIC, Key.OTHER)}
    known |= dict.fromkeys((*keys.spoilt(Key.SECRET), *keys.spoilt(Key.PUBLIC)), Key.SPOILT)
    return known.get(sent, Key.WRONG)


def _json(body: bytes) -> Json:
    try:
        return read_json(body)
    except UnreadableBody:
        return None
