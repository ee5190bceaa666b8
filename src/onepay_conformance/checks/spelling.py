"""Are texts kept letter by letter, wherever they are shown, and are bodies that nobody can read refused?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.fixtures import items
from onepay_conformance.history import creates, family_of
from onepay_conformance.reserved import made_safe
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_ODD: Final = " Ñandú 東京 🎉 <b> & ' \" X"
_UNREADABLE: Final = (b"{", b"[1]", b"[{}]", b'"x"', b"\xff")
_ODD_KEYS: Final = ("k" * 300, " ' \" % ; {}")
_UNEVEN: Final = 37
"""No multiple of anything that a server may round to."""
_ENOUGH: Final = 300
"""So many requests this takes at most, with a contract of this size."""
_NO_NAME: Final = ("bank_account", "account_number", "card_number", "ccv", "otp", "phone")
"""Digits that a check digit, a network or a person knows."""


@active_check
def texts_are_shown_as_they_were_written(session: Session) -> Iterable[Finding]:
    """All texts of a body, with odd letters, and zeros before digits, are read and listed as they were written."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        if creates(operation) and operation.body:
            body = support.body_of(session, operation)
            if is_object(body):
                yield from _shown(session, operation, _spelt(session, operation, body))


@active_check
def what_nobody_can_read_is_refused(session: Session) -> Iterable[Finding]:
    """A body that is no JSON, or no object, is refused, and breaks nothing."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        for body in _UNREADABLE if operation.body else ():
            sent = support.attempt(session, operation, ids=support.good_ids(session, operation), body=body)
            if sent and support.taken(sent) and operation.body_required:
                expected = "a refusal of a body that is no JSON object"
                yield support.told(session, Kind.INVALID_REQUEST_ACCEPTED, sent, "request:", expected, "a success")


@active_check
def odd_headers_break_nothing(session: Session) -> Iterable[Finding]:
    """A body that is called a text, and a long or an odd key, may be refused or not; watchers see what breaks."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        if operation.body:
            body, ids = support.body_of(session, operation), support.good_ids(session, operation)
            support.attempt(session, operation, ids=ids, body=body, headers={"content-type": "text/plain"})
            for end in _ODD_KEYS if session.contract_index.takes_idempotency_key(operation) else ():
                key = f"{session.name()}{end}"
                support.attempt(session, operation, ids=ids, body=body, headers={"x-idempotency": key})
    return ()


def _spelt(session: Session, operation: Operation, body: dict[str, Json]) -> dict[str, Json]:
    """The body with as many odd texts as the contract allows."""
    for name, value in list(body.items()):
        for odd in _odd(name, value):
            changed = {**body, name: odd}
            if made_safe(changed) == changed and session.contract_index.takes(operation, changed):
                body = changed
                break
    return body


def _odd(name: str, value: Json) -> Iterator[str | int]:
    if name == "amount" and type(value) is int:
        yield value + _UNEVEN
    if isinstance(value, str) and value.isdigit() and name not in _NO_NAME:
        yield f"0{value[1:]}"
    elif isinstance(value, str) and name in support.WORDS and name not in {"external_id", "reference"}:
        yield f"{value}{_ODD}"


def _shown(session: Session, maker: Operation, body: dict[str, Json]) -> Iterator[Finding]:
    sent = support.attempt(session, maker, body=session.bodies.named(maker, body))
    made = support.object_in(sent)
    if sent and support.taken(sent):
        yield from _compared(session, sent, body, made)
    for kind in support.kinds(session) if isinstance(made.get("id"), str) else ():
        reader = support.reader_of(session, kind)
        if reader and maker.id in session.contract_index.makers[kind]:
            read = support.attempt(session, reader, ids={kind: str(made["id"])})
            yield from _compared(session, read, body, support.object_in(read)) if read else ()
    lister = support.lister_of(session, family_of(maker.id))
    page = support.attempt(session, lister) if lister else None
    for one in items(support.reply_of(page)) if page else ():
        if page and is_object(one) and "id" in one and one["id"] == made.get("id"):
            yield from _compared(session, page, body, one)


def _compared(session: Session, shown: Exchange, body: dict[str, Json], read: dict[str, Json]) -> Iterator[Finding]:
    for name, value in body.items():
        if type(read.get(name)) is type(value) and _is_odd(value) and read[name] != value:
            expected = "the letters that were written"
            yield support.told(session, Kind.VALUE_NOT_KEPT, shown, f"/{name}", expected, "others")


def _is_odd(value: Json) -> bool:
    if not isinstance(value, str):
        return type(value) is int and value % 100 == _UNEVEN
    return value.endswith(_ODD) or (value.isdigit() and value.startswith("0"))
