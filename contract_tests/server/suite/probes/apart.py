"""Is an idempotency key one key: in its letters, to its end, for one account, and for ever?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object
from server.suite.pools import items
from server.suite.probes import asking
from server.suite.probes.probe import probe
from server.suite.probes.trail import creates, family_of
from server.suite.server import Key
from server.suite.session import Session

_LONG: Final = 64
"""The longest key that an integrator reports to be taken."""
_CONFLICTS: Final = (409, 419)


@probe
def keys_are_told_apart(session: Session) -> Iterable[Finding]:
    """Two long keys that differ in one capital are two, and so are equal keys of two accounts; watchers judge too."""
    for operation in (one for one in asking.repeatable(session) if creates(one)):
        stem, body = session.name().ljust(_LONG - 1, "-"), asking.body_of(session, operation)
        ids = asking.good_ids(session, operation)
        for last in "kK":
            headers = {"x-idempotency": f"{stem}{last}"}
            sent = asking.attempt(session, operation, ids=ids, body=body, headers=headers)
            if sent and sent.status in _CONFLICTS:
                expected = "no mistaking of a key for another"
                yield asking.told(session, Kind.VALID_REQUEST_REFUSED, sent, "", expected, "a refusal of the key")
        if _has_two_accounts(session, operation):
            _of_two_accounts(session, operation, f"{stem}o")


@probe
def keys_are_of_one_operation(session: Session) -> Iterable[Finding]:
    """A key that another operation has used is refused, or free here; it never answers for that other."""
    before: Exchange | None = None
    for operation in (one for one in asking.repeatable(session) if creates(one)):
        key = before.request_header("x-idempotency") if before else session.name()
        ids, body = asking.good_ids(session, operation), asking.new_body(session, operation)
        sent = asking.attempt(session, operation, ids=ids, body=body, headers={"x-idempotency": key or session.name()})
        if before and sent and asking.taken(sent) and sent.reply_body and sent.reply_body == before.reply_body:
            expected, seen = "no reply of another operation", f"that of {before.operation}"
            kind = Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY
            yield asking.told(session, kind, sent, "", expected, seen)
        before = sent if asking.taken(sent) else before


@probe
def keys_outlive_what_they_made(session: Session) -> Iterable[Finding]:
    """A key whose thing was deleted makes no other thing; watchers judge."""
    for kind in asking.kinds(session):
        undoers = [one for one in asking.at_one(session, kind) if one.method == "DELETE"]
        for maker in session.surface.makers[kind] if undoers else ():
            operation = session.surface.operations[maker]
            body, headers = asking.body_of(session, operation), {"x-idempotency": session.name()}
            made = asking.object_in(asking.attempt(session, operation, body=body, headers=headers)).get("id")
            if isinstance(made, str):
                undone = asking.body_of(session, undoers[0])
                asking.attempt(session, undoers[0], ids={kind: made}, body=undone)
                asking.attempt(session, operation, body=body, headers=headers)
    return ()


@probe
def repeats_undo_no_later_change(session: Session) -> Iterable[Finding]:
    """A change that is repeated after another one leaves that other one as it is."""
    for kind in asking.kinds(session):
        for changer in asking.at_one(session, kind):
            if changer.method == "PUT" and session.surface.takes_idempotency_key(changer):
                yield from _overtaken(session, kind, changer)


def _has_two_accounts(session: Session, operation: Operation) -> bool:
    return session.sender.server.keys.has(Key.OTHER) and session.surface.key(operation) == Key.SECRET


def _of_two_accounts(session: Session, operation: Operation, key: str) -> None:
    """The same request under the same key, by one account and by the other, where nothing in it is of the first."""
    body = asking.body_of(session, operation)
    for account in (Key.SECRET, Key.OTHER):
        asking.attempt(session, operation, body=body, headers={"x-idempotency": key}, key=account)


def _overtaken(session: Session, kind: str, changer: Operation) -> Iterator[Finding]:
    try:
        ids = {kind: session.new_id(kind)}
    except asking.TROUBLE:
        return
    first = asking.body_of(session, changer)
    headers = {"x-idempotency": session.name()}
    asking.attempt(session, changer, ids=ids, body=first, headers=headers)
    for other in asking.others_than(session, changer, first):
        asking.attempt(session, changer, ids=ids, body=other)
        before = _shown(session, kind, ids)
        again = asking.attempt(session, changer, ids=ids, body=first, headers=headers)
        if again and asking.taken(again) and before != _shown(session, kind, ids):
            expected = "the later change to stand"
            yield asking.told(session, Kind.IDEMPOTENCY_IGNORED, again, "", expected, "it was carried out again")


def _shown(session: Session, kind: str, ids: dict[str, str]) -> Json:
    """The thing as it is read, or as it stands in the list."""
    reader = asking.reader_of(session, kind)
    if reader:
        return asking.object_in(asking.attempt(session, reader, ids=ids))
    lister = asking.lister_of(session, family_of(session.surface.makers[kind][0]))
    listed = items(asking.reply_of(asking.attempt(session, lister))) if lister else []
    return next((one for one in listed if is_object(one) and one.get("id") == ids[kind]), None)
