"""Ids that are known to be good, by the name that the contract gives them everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from onepay_conformance.contract_index import ContractIndex, at
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_core.json_values import Json, is_array, is_object

_MOST_IDS: Final = 200


class Fixtures:
    """Learns the ids of what this run makes, and of what nobody makes, such as banks.

    What else a list shows belongs to somebody: it may be read, and nothing else, unless the run `reads_only` anyway.
    `first` holds one id of each kind; they fit each other, since each was made for those before it.
    """

    def __init__(self, contract_index: ContractIndex, *, reads_only: bool = False) -> None:
        self._contract_index: Final = contract_index
        self._reads_only: Final = reads_only
        self.first: Final[dict[str, Json]] = {}
        self.all: Final[dict[str, list[Json]]] = {}
        self.to_read: Final[dict[str, str]] = {}
        """Of each kind, an id that a list has shown."""
        self.linked: Final[dict[str, dict[str, str]]] = {}
        """For an operation, the ids that a link to it has told last."""

    def learn(self, exchange: Exchange, ids: Mapping[str, str]) -> None:
        """Take over what a reply names."""
        if exchange.operation is None or not 200 <= exchange.status < 300:
            return
        operation = self._contract_index.operations[exchange.operation]
        if exchange.method != operation.method:
            return
        for name, value in self._named(operation, exchange.value, ids):
            self.add(name, value)

    def add(self, name: str, value: Json) -> None:
        """An id is good."""
        self.first.setdefault(name, value)
        known = self.all.setdefault(name, [])
        if value not in known and len(known) < _MOST_IDS:
            known.append(value)

    def forget(self, ids: Mapping[str, str]) -> None:
        """Ids are of no use any more."""
        for name, value in ids.items():
            known = self.all.get(name, [])
            if value in known:
                known.remove(value)
            if self.first.get(name) == value:
                del self.first[name]

    def _named(self, operation: Operation, reply: Json, requested: Mapping[str, str]) -> Iterator[tuple[str, Json]]:
        for link in self._contract_index.links[operation.id]:
            ids = link.ids(reply, requested)
            if ids:
                self.linked[link.target] = ids
                is_ours = self._reads_only or operation.method == "POST"
                yield from ids.items() if link.names_what_was_made and is_ours else ()
        ids_shown = self._contract_index.shown_ids(operation)
        for name, field in ids_shown.items() if self._knows(requested) else ():
            if value := at(reply, f"/{field}"):
                yield name, value
        if self._contract_index.is_list(operation) and "{" not in operation.path:
            yield from self._listed(self._contract_index.listed_as(operation), items(reply))

    def _listed(self, name: str, shown: list[Json]) -> Iterator[tuple[str, Json]]:
        is_nobodys = name not in self._contract_index.makers
        for item in shown:
            if is_object(item) and item.get("id"):
                self.to_read.setdefault(name, str(item["id"]))
                yield from [(name, item["id"])] if is_nobodys or self._reads_only else ()

    def _knows(self, ids: Mapping[str, str]) -> bool:
        return all(value in self.all.get(name, ()) for name, value in ids.items())


def items(reply: Json) -> list[Json]:
    """The objects of a list, whichever envelope it has."""
    held = reply.get("data") if is_object(reply) else reply
    return held if is_array(held) else []


def objects_of(reply: Json) -> list[dict[str, Json]]:
    """The objects that a reply is about."""
    held = reply.get("data", reply) if is_object(reply) else reply
    return [entry for entry in (held if is_array(held) else [held]) if is_object(entry)]
