"""Is an idempotency key one key: in its letters, to its end, for one account, and for ever?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.fixtures import items
from onepay_conformance.history import creates, family_of
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_LONG: Final = 64
"""The longest key that an integrator reports to be taken."""
_CONFLICTS: Final = (409, 419)


@active_check
def keys_are_told_apart(session: Session) -> Iterable[Finding]:
    """Two long keys that differ in one capital are two, and so are equal keys of two accounts; watchers judge too."""
    for operation in (one for one in support.repeatable(session) if creates(one)):
        stem, body = session.name().ljust(_LONG - 1, "-"), support.body_of(session, operation)
        ids = support.good_ids(session, operation)
        for last in "kK":
            headers = {"x-idempotency": f"{stem}{last}"}
            sent = support.attempt(session, operation, ids=ids, body=body, headers=headers)
            if sent and sent.status in _CONFLICTS:
                expected = "no mistaking of a key for another"
                yield support.told(session, Kind.VALID_REQUEST_REFUSED, sent, "", expected, "a refusal of the key")
        if _has_two_accounts(session, operation):
            _of_two_accounts(session, operation, f"{stem}o")


@active_check
def keys_are_of_one_operation(session: Session) -> Iterable[Finding]:
    """A key that another operation has used is refused, or free here; it never answers for that other."""
    before: Exchange | None = None
    for operation in (one for one in support.repeatable(session) if creates(one)):
        key = before.request_header("x-idempotency") if before else session.name()
        ids, body = support.good_ids(session, operation), support.new_body(session, operation)
        sent = support.attempt(session, operation, ids=ids, body=body, headers={"x-idempotency": key or session.name()})
        if before and sent and support.taken(sent) and sent.reply_body and sent.reply_body == before.reply_body:
            expected, seen = "no reply of another operation", f"that of {before.operation}"
            kind = Kind.IDEMPOTENCY_KEY_REUSED_FOR_ANOTHER_BODY
            yield support.told(session, kind, sent, "", expected, seen)
        before = sent if support.taken(sent) else before


@active_check
def keys_outlive_what_they_made(session: Session) -> Iterable[Finding]:
    """A key whose thing was deleted makes no other thing; watchers judge."""
    for kind in support.kinds(session):
        undoers = [one for one in support.at_one(session, kind) if one.method == "DELETE"]
        for maker in session.contract_index.makers[kind] if undoers else ():
            operation = session.contract_index.operations[maker]
            body, headers = support.body_of(session, operation), {"x-idempotency": session.name()}
            made = support.object_in(support.attempt(session, operation, body=body, headers=headers)).get("id")
            if isinstance(made, str):
                undone = support.body_of(session, undoers[0])
                support.attempt(session, undoers[0], ids={kind: made}, body=undone)
                support.attempt(session, operation, body=body, headers=headers)
    return ()


@active_check
def repeats_undo_no_later_change(session: Session) -> Iterable[Finding]:
    """A change that is repeated after another one leaves that other one as it is."""
    for kind in support.kinds(session):
        for changer in support.at_one(session, kind):
            if changer.method == "PUT" and session.contract_index.takes_idempotency_key(changer):
                yield from _overtaken(session, kind, changer)


def _has_two_accounts(session: Session, operation: Operation) -> bool:
    return session.sender.server.keys.has(Key.OTHER) and session.contract_index.key(operation) == Key.SECRET


def _of_two_accounts(session: Session, operation: Operation, key: str) -> None:
    """The same request under the same key, by one account and by the other, where nothing in it is of the first."""
    body = support.body_of(session, operation)
    for account in (Key.SECRET, Key.OTHER):
        support.attempt(session, operation, body=body, headers={"x-idempotency": key}, key=account)


def _overtaken(session: Session, kind: str, changer: Operation) -> Iterator[Finding]:
    try:
        ids = {kind: session.new_id(kind)}
    except support.TROUBLE:
        return
    first = support.body_of(session, changer)
    headers = {"x-idempotency": session.name()}
    support.attempt(session, changer, ids=ids, body=first, headers=headers)
    for other in support.others_than(session, changer, first):
        support.attempt(session, changer, ids=ids, body=other)
        before = _shown(session, kind, ids)
        again = support.attempt(session, changer, ids=ids, body=first, headers=headers)
        if again and support.taken(again) and before != _shown(session, kind, ids):
            expected = "the later change to stand"
            yield support.told(session, Kind.IDEMPOTENCY_IGNORED, again, "", expected, "it was carried out again")


def _shown(session: Session, kind: str, ids: dict[str, str]) -> Json:
    """The thing as it is read, or as it stands in the list."""
    reader = support.reader_of(session, kind)
    if reader:
        return support.object_in(support.attempt(session, reader, ids=ids))
    lister = support.lister_of(session, family_of(session.contract_index.makers[kind][0]))
    listed = items(support.reply_of(support.attempt(session, lister))) if lister else []
    return next((one for one in listed if is_object(one) and one.get("id") == ids[kind]), None)
