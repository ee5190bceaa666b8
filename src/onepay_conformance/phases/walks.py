"""From what was made to what can be done with it: walks over the contract's links, to the end of each object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from onepay_conformance.aborts import Refused
from onepay_conformance.contract_index import Link, at
from onepay_conformance.control import with_code
from onepay_conformance.sender import NoReply
from onepay_conformance.session import CannotMake, Session
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json

_GONE: Final = 404


class Walk:
    """One object's life: it is made, read, used in an order that chance chooses, undone, and looked for again."""

    def __init__(self, session: Session, maker: str) -> None:
        self._session: Final = session
        self._maker: Final = maker
        self._reply: Json = None
        self._request_ids: Mapping[str, str] = {}

    def run(self, number: int) -> Iterator[Finding]:
        """Walk, beginning with the `number`-th documented body."""
        operation = self._session.contract_index.operations[self._maker]
        made = self._session.send(self._maker, body=self._session.base(operation, number))
        if made.status < 400:  # anything else is the examples' business
            self._reply = made.value
            yield from self._live()

    def _live(self) -> Iterator[Finding]:
        links = [
            item for item in self._session.contract_index.links[self._maker] if item.target not in self._session.skipped
        ]
        undoer = self._session.contract_index.undoer(self._maker)
        others = [item for item in links if item != undoer]
        for link in self._session.chance.sample(others, len(others)):
            yield from self._follow(link)
        if undoer is not None and undoer in links:
            yield from self._undo(undoer, [other for other in others if self._reads(other)])

    def _follow(self, link: Link) -> Iterator[Finding]:
        exchange = self._step(link)
        if exchange is None:
            return
        if self._reads(link) and exchange.status == _GONE:
            expected = f"what {self._maker} has just made"
            yield Finding.of(Kind.VALID_REQUEST_REFUSED, link.target, _GONE, expected=expected, actual="not found")
        elif self._reads(link) and self._is_another(link, exchange):
            observed = "another id than was asked for"
            yield Finding.of(
                Kind.OTHER_SHAPE, link.target, exchange.status, pointer="/id", expected="it", actual=observed
            )

    def _undo(self, undoer: Link, readers: list[Link]) -> Iterator[Finding]:
        before = {reader.target: _state(self._step(reader)) for reader in readers}
        undone = self._step(undoer)
        if undone is None:
            return
        if undone.status >= 400:  # refused, for instance since it is paid
            return
        self._session.fixtures.forget(undoer.ids(self._reply, self._request_ids) or {})
        for link in readers:
            yield from self._look_again(link, undoer, before[link.target])

    def _look_again(self, link: Link, undoer: Link, before: Json) -> Iterator[Finding]:
        after = self._step(link)
        if after is None:
            return
        if after.status < 400 and self._is_itself(link, undoer) and _state(after) == before:
            expected = f"nothing, or another state, after {undoer.target}"
            yield Finding.of(Kind.DELETED_STILL_THERE, link.target, after.status, expected=expected, actual="as before")

    def _reads(self, link: Link) -> bool:
        return self._session.contract_index.operations[link.target].method == "GET"

    def _is_itself(self, link: Link, undoer: Link) -> bool:
        """Whether a link reads the object that is undone, and not something that belongs to it."""
        operations = self._session.contract_index.operations
        return operations[undoer.target].path.startswith(operations[link.target].path)

    def _is_another(self, link: Link, exchange: Exchange) -> bool:
        """Whether an object with an id of its own is not the one that was asked for."""
        shown = at(exchange.value, "/id") or at(exchange.value, "/data/id")
        requested = (link.ids(self._reply, self._request_ids) or {}).values()
        is_get = self._session.contract_index.operations[link.target].path.endswith("}")
        return is_get and exchange.status < 400 and shown is not None and shown not in requested

    def _step(self, link: Link) -> Exchange | None:
        ids = link.ids(self._reply, self._request_ids)
        operation = self._session.contract_index.operations[link.target]
        if ids is None:
            return None
        try:
            code, base = self._session.contract_index.name("code"), self._session.base(operation)
            body = with_code(self._session.sender.server.control, code, base, ids)
            return self._session.send(link.target, ids=ids, body=body)
        except (CannotMake, Refused, NoReply):
            return None


def run(session: Session, rounds: int) -> Iterator[Finding]:
    """Walk from every operation that makes something, `rounds` times."""
    makers = [
        operation.id
        for operation in session.operations()
        if operation.method == "POST" and session.contract_index.links[operation.id]
    ]
    for number in range(rounds):
        for maker in session.chance.sample(makers, len(makers)):
            label = f"walks/{maker}/{number}"
            if session.takes(label):
                yield from _walk_findings(session, maker, number)
                session.sender.journal.finished(label)


def _walk_findings(session: Session, maker: str, number: int) -> Iterator[Finding]:
    try:
        yield from Walk(session, maker).run(number)
    except (CannotMake, Refused, NoReply):
        return


def _state(exchange: Exchange | None) -> Json:
    """What an object says of its state, or that it is not there."""
    if exchange is None or exchange.status >= 400:
        return None
    reply = exchange.value
    return at(reply, "/status") or at(reply, "/data/status") or "there"
