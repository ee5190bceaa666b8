"""Is a key remembered: after others, for the third time, for one thing, and against a body that is hardly another?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.bounds import leaves, replaced
from onepay_conformance.checks.check import active_check
from onepay_conformance.history import creates
from onepay_conformance.otp import coded
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity
from onepay_core.json_values import Json

_ENOUGH: Final = 200
"""So many requests this takes at most, with a contract of this size."""
_PAID: Final = "paid"


@dataclass(frozen=True, slots=True)
class _First:
    """A request that was carried out, and the key that it had."""

    operation: Operation
    ids: Mapping[str, str]
    body: Json
    key: str

    def sent(self, session: Session, *, body: Json = None, ids: Mapping[str, str] | None = None) -> Exchange | None:
        """Send it, or another, under its key."""
        headers = {"x-idempotency": self.key}
        return support.attempt(session, self.operation, ids=ids or self.ids, body=body or self.body, headers=headers)


@active_check
def keys_are_remembered(session: Session) -> Iterable[Finding]:
    """A key that comes again after others, and then once more, answers the first reply; other bodies watchers see."""
    known = support.repeatable(session) if support.is_affordable(session, _ENOUGH) else []
    firsts = [one for operation in known if (one := _first(session, operation))]
    for first in firsts:
        for again in (first.sent(session), first.sent(session)):
            if again and not support.taken(again):
                expected = "the reply to the first request"
                told = support.told(session, Kind.VALID_REQUEST_REFUSED, again, "", expected, "a refusal of the repeat")
                yield told.rated(Severity.DRIFT)
        for other in _hardly_others(session, first):
            first.sent(session, body=other)
        for ids in _elsewhere(session, first):
            first.sent(session, ids=ids)


@active_check
def confirmations_are_repeated(session: Session) -> Iterable[Finding]:
    """What was confirmed answers the same to the same key, and is not confirmed again under another."""
    for kind in support.kinds(session):
        for confirming in support.at_one(session, kind):
            if confirming.method == "POST" and not creates(confirming) and _takes_key(session, confirming):
                yield from _confirmed(session, kind, confirming)


def _takes_key(session: Session, operation: Operation) -> bool:
    return session.contract_index.takes_idempotency_key(operation)


def _first(session: Session, operation: Operation) -> _First | None:
    if operation.id in support.SPENDING:
        support.fund(session)
    ids, body = support.good_ids(session, operation), support.new_body(session, operation)
    first = _First(operation, ids, body, session.name())
    return first if support.taken(first.sent(session)) else None


def _hardly_others(session: Session, first: _First) -> Iterator[Json]:
    """Good bodies of the same length, and such that differ deep within alone."""
    found = (_turned(first.body, path, value) for path, value in leaves(first.body))
    allowed = [
        (path, one) for path, one in found if one != first.body and session.contract_index.takes(first.operation, one)
    ]
    for is_deep in (False, True):
        yield from [one for path, one in allowed if (len(path) > 1) == is_deep][:1]


def _turned(body: Json, path: tuple[str, ...], value: Json) -> tuple[tuple[str, ...], Json]:
    """The body with one value turned into another that is as long."""
    if isinstance(value, bool):
        return path, replaced(body, path, not value)
    if type(value) is int and value % 10 != 9:
        return path, replaced(body, path, value + 1)
    is_word = isinstance(value, str) and path[-1] in support.WORDS
    return path, replaced(body, path, f"{str(value)[:-1]}x") if is_word else body


def _elsewhere(session: Session, first: _First) -> Iterator[dict[str, str]]:
    """The path of another thing."""
    for name in first.ids:
        try:
            yield {**first.ids, name: session.new_id(name)}
        except support.TROUBLE:
            continue


def _confirmed(session: Session, kind: str, confirming: Operation) -> Iterator[Finding]:
    """Make what can be confirmed, confirm it twice under one key, and once more under another."""
    for maker in session.contract_index.sources(confirming.id):
        made = support.object_in(support.made_by(session, session.contract_index.operations[maker])).get("id")
        if isinstance(made, str):
            ids = {kind: made}
            body = coded(session.sender.server.control, support.body_of(session, confirming), ids)
            first = _First(confirming, ids, body, session.name())
            sent, again = first.sent(session), first.sent(session)
            if support.taken(sent) and again and not support.taken(again):
                expected = "the reply to the first request"
                yield support.told(session, Kind.IDEMPOTENCY_IGNORED, again, "", expected, "a refusal of the repeat")
            other = support.attempt(session, confirming, ids=ids, body=body)
            if other and support.taken(other) and support.object_in(sent).get("status") == _PAID:
                expected = "a refusal, as it was paid already"
                yield support.told(session, Kind.FINAL_STATE_MOVED, other, "", expected, "a success")
