"""Does a request that comes again do nothing again?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import Json, is_array, is_object

_AT_WORK: Final = 409
_UNKNOWN: Final = "onepay_contract_unknown"


@active_check
def requests_are_repeated(session: Session) -> Iterable[Finding]:
    """A key that comes again, even at the same moment, answers the first reply and does nothing more.

    That no other reply and no other body is taken under a used key, watchers see.
    """
    for operation in support.repeatable(session):
        if operation.id in support.SPENDING:
            support.fund(session)
        yield from _Repeats(session, operation).findings()


class _Repeats:
    """All that is tried with one operation."""

    def __init__(self, session: Session, operation: Operation) -> None:
        self._session: Final = session
        self._operation: Final = operation
        self._body: Final[Json] = support.new_body(session, operation)
        self._ids: Final[Mapping[str, str]] = _ids(session, operation)

    def findings(self) -> Iterator[Finding]:
        key = self._session.name()
        if is_object(self._body):
            self._send({**self._body, _UNKNOWN: 1}, key)
        sent = self._together(key)
        first = _best(sent)
        if first is None or not support.taken(first):
            key = self._session.name()
            sent = self._together(key)
            fresh = _best(sent)
            if first and fresh and support.taken(fresh):
                yield self._stuck(first)
            first = fresh
        if first is not None and support.taken(first):
            yield from self._split(sent)
            yield from self._again(key)

    def _together(self, key: str) -> list[Exchange]:
        return support.together(self._session, self._operation, self._ids, self._body, key)

    def _split(self, sent: list[Exchange]) -> Iterator[Finding]:
        """Of two at the same moment, the second may only be told that the first is still at work, with 409."""
        for one in sent if any(map(support.taken, sent)) else ():
            if not support.taken(one) and one.status != _AT_WORK:
                expected = "the reply to the other, or 409 while it is at work"
                kind = Kind.VALID_REQUEST_REFUSED
                found = support.told(self._session, kind, one, "", expected, "another refusal")
                yield found.rated(Severity.DRIFT)

    def _again(self, key: str) -> Iterator[Finding]:
        before = self._around()
        repeat = self._send(self._body, key)
        after = self._around()
        if repeat and not support.taken(repeat):
            expected = "the reply to the first request"
            found = support.told(
                self._session, Kind.VALID_REQUEST_REFUSED, repeat, "", expected, "a refusal of the repeat"
            )
            yield found.rated(Severity.DRIFT)
        elif repeat and before != after:
            expected = "nothing more than the first request did"
            yield support.told(
                self._session, Kind.IDEMPOTENCY_IGNORED, repeat, "", expected, "it was carried out again"
            )
        for other in support.others_than(self._session, self._operation, self._body):
            self._send(other, key)

    def _stuck(self, first: Exchange) -> Finding:
        """No page says what a refusal keeps, and one program takes a new key after each."""
        expected = "the key to be free after a refusal"
        found = support.told(
            self._session, Kind.VALID_REQUEST_REFUSED, first, "", expected, "a refusal of the mended body"
        )
        return found.rated(Severity.DRIFT)

    def _send(self, body: Json, key: str) -> Exchange | None:
        headers = {"x-idempotency": key}
        return support.attempt(self._session, self._operation, ids=self._ids, body=body, headers=headers)

    def _around(self) -> list[Json]:
        """What can be read where things are made: how many there are, which, and what they come to."""
        return [
            _in_any_order(support.reply_of(support.attempt(self._session, one, ids=self._ids)))
            for one in self._session.contract_index.operations.values()
            if one.method == "GET" and self._is_near(one)
        ]

    def _is_near(self, other: Operation) -> bool:
        """Whether another operation reads at the same path, at the same thing, or where the money comes from."""
        if other.id == support.BALANCE and self._operation.id in support.SPENDING:
            return True
        same = other.path == self._operation.path
        beside = "{" in other.path and other.path.rpartition("/")[0] == self._operation.path.rpartition("/")[0]
        return same or (beside and "{" in self._operation.path)


def _best(sent: list[Exchange]) -> Exchange | None:
    """A success, if there is one."""
    return next((one for one in sent if support.taken(one)), sent[0] if sent else None)


def _in_any_order(reply: Json) -> Json:
    """A reply whose lists are sorted: a list in another order holds the same, which is no second creation."""
    if is_array(reply):
        return sorted(map(_in_any_order, reply), key=repr)
    return {name: _in_any_order(item) for name, item in sorted(reply.items())} if is_object(reply) else reply


def _ids(session: Session, operation: Operation) -> dict[str, str]:
    """The ids of one thing, so that all requests are about the same."""
    found: dict[str, str] = {}
    for one in operation.parameters:
        if one.place == "path":
            try:
                found[one.name] = session.id_of(one.name)
            except support.TROUBLE:
                continue
    return found
