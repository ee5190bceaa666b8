"""May a body name what is not there, what is over, or what belongs to another customer?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.fixtures import items
from onepay_conformance.id_sources import sources
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_NOBODY: Final = "6f1d0f0e-0000-4000-8000-00000000dead"
_NUMBER: Final = 987_654
_ALIKE: Final = {"charge_id", "payment_intent_id"}
"""What is a charge to one operation is an intent to another."""
_CLOSED: Final = frozenset(("provider_id", "template_id", "wallet_id"))
"""What is only looked up, and from lists that are whole; no page has all banks or cities."""
_OWN: Final = frozenset(("invoices_create", "invoices_update"))
"""To these, `provider_id` is any word of the merchant's own."""


@active_check
def what_is_named_exists(session: Session) -> Iterable[Finding]:
    """A body that names what nobody has made is refused."""
    for operation, kind, body in _naming(session, [*support.kinds(session), *sorted(_CLOSED)]):
        if kind in _CLOSED and operation.id in _OWN:
            continue
        nobody = _NOBODY if isinstance(body[kind], str) else _NUMBER
        sent = support.attempt(session, operation, body={**body, kind: nobody})
        if sent and support.taken(sent):
            expected = f"a refusal of a {kind} that nothing has"
            found = Kind.INVALID_REQUEST_ACCEPTED
            yield support.told(session, found, sent, f"request:/{kind}", expected, "a success")


@active_check
def what_is_named_is_there_still(session: Session) -> Iterable[Finding]:
    """A body that names what was deleted is refused."""
    ended = {kind: name for kind in support.kinds(session) if (name := _ended(session, kind))}
    for operation, kind, body in _naming(session, ended):
        sent = support.attempt(session, operation, body={**body, kind: ended[kind]})
        if sent and support.taken(sent):
            expected = f"a refusal of a {kind} that was deleted"
            yield support.told(session, Kind.DELETED_STILL_THERE, sent, f"request:/{kind}", expected, "a success")


@active_check
def what_is_named_may_be_chosen(session: Session) -> Iterable[Finding]:
    """A body that names what the list calls not selectable is refused."""
    barred = {kind: name for kind in sorted(_CLOSED) if (name := _barred(session, kind)) is not None}
    for operation, kind, body in _naming(session, barred):
        sent = support.attempt(session, operation, body={**body, kind: barred[kind]})
        if sent and support.taken(sent):
            expected, found = f"a refusal of a {kind} that is not selectable", Kind.INVALID_REQUEST_ACCEPTED
            yield support.told(session, found, sent, f"request:/{kind}", expected, "a success")


@active_check
def ids_are_of_one_kind(session: Session) -> Iterable[Finding]:
    """Nothing is read by the id of something else."""
    known = {kind: name for kind in support.kinds(session) if (name := _known(session, kind))}
    for kind in known:
        reader = support.reader_of(session, kind)
        for other, name in known.items() if reader else ():
            if reader and name not in session.fixtures.all.get(kind, []) and {kind, other} != _ALIKE:
                read = support.attempt(session, reader, ids={kind: name})
                if read and support.taken(read):
                    expected = f"nothing, since this is a {other}"
                    yield support.told(
                        session, Kind.INVALID_REQUEST_ACCEPTED, read, f"path:{kind}", expected, "a success"
                    )


def _known(session: Session, kind: str) -> str | None:
    try:
        return session.id_of(kind)
    except support.TROUBLE:
        return None


def _barred(session: Session, kind: str) -> Json:
    """The id of something that its list shows and calls not selectable."""
    for operation in sources(session.contract_index, kind):
        for one in items(support.reply_of(support.attempt(session, operation))):
            if is_object(one) and one.get("selectable") is False:
                return one.get("id")
    return None


def _naming(session: Session, kinds: Iterable[str]) -> Iterator[tuple[Operation, str, dict[str, Json]]]:
    """The operations whose bodies name things of these kinds, with a good body that names one."""
    wanted = list(kinds)
    for operation in session.operations():
        if operation.method in {"POST", "PUT"} and operation.body:
            for number in range(len(session.contract_index.examples(operation))):
                body = support.body_of(session, operation, number)
                for kind in wanted if is_object(body) else ():
                    if isinstance(body.get(kind), str | int):
                        yield operation, kind, body


def _ended(session: Session, kind: str) -> str | None:
    """The id of something that was made and deleted; None where nothing deletes it."""
    undoer = next((one for one in support.at_one(session, kind) if one.method == "DELETE"), None)
    if undoer is None:
        return None
    try:
        made = session.new_id(kind)
    except support.TROUBLE:
        return None
    body = support.body_of(session, undoer)
    return made if support.taken(support.attempt(session, undoer, ids={kind: made}, body=body)) else None
