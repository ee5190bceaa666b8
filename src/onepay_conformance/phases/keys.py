"""Every operation demands its key. A wrong key opens nothing, nor does the wrong kind of one."""

from __future__ import annotations

from collections.abc import Iterator

from onepay_conformance.aborts import Refused
from onepay_conformance.sender import NoReply
from onepay_conformance.session import CannotMake, Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind

_KINDS = {Key.PUBLIC: Kind.PUBLIC_KEY_ACCEPTED}


def run(session: Session) -> Iterator[Finding]:
    """Call each operation with each key that is not its own."""
    for operation in session.operations():
        for key in (Key.WRONG, Key.PUBLIC, Key.SECRET):
            label = f"keys/{operation.id}/{key}"
            if key == session.contract_index.key(operation) or not session.sender.server.keys.has(key):
                continue
            if session.takes(label):
                yield from _key_findings(session, operation, key)
                session.sender.journal.finished(label)


def _key_findings(session: Session, operation: Operation, key: Key) -> Iterator[Finding]:
    try:
        exchange = session.send(operation.id, body=session.base(operation), key=key)
    except (CannotMake, Refused, NoReply):
        return
    if exchange.status < 400:  # successes and redirects
        kind = _KINDS.get(key, Kind.KEY_NOT_REQUIRED)
        yield Finding.of(kind, operation.id, exchange.status, expected="a refusal of this key", actual="a success")
