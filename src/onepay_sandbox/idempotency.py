"""Idempotency: a key belongs to one request, and a repeat of the request gets the first reply."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import bindparam, insert, select

from onepay_contract.document import Operation
from onepay_core.json_values import Json
from onepay_sandbox.core.refusals import key_used
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.storage.database import execute_many, fetch_first
from onepay_sandbox.storage.tables import REPLIES

_READ: Final = select(REPLIES.c.digest, REPLIES.c.status, REPLIES.c.body).where(
    REPLIES.c.tenant == bindparam("t"), REPLIES.c.key == bindparam("k")
)
# Of a card's number so few digits are secret that from a quick digest they could all be tried.
_GUESSABLE: Final = frozenset(("cards_create",))
_SALT: Final = b"onepay-sandbox"
_KEEP: Final = insert(REPLIES)

ASSUMPTIONS: Final = (
    Assumption(
        "repeat-replays",
        "documented",
        "The same request with the same key gets the first reply again, byte for byte.",
        "The concepts page; one program met 409 instead, which the control API can choose.",
    ),
    Assumption(
        "key-of-another-request",
        "inferred",
        "A key that was used for another path or body is refused with idempotency_error.",
        "The natural reading of the 409 that one program met.",
    ),
    Assumption(
        "refusal-frees-key",
        "ours",
        "A request that was refused keeps nothing, so its key is free.",
        "One program takes a new key after a refusal, which works here too; no page says what is kept.",
    ),
    Assumption(
        "keys-last",
        "ours",
        "A key is remembered as long as its account.",
        "No page says when one is forgotten.",
    ),
)


@dataclass(frozen=True, slots=True)
class StoredReply:
    """What leaves: a status and the bytes of a JSON body, none for an empty one."""

    status: int
    body: bytes


def request_digest(operation: Operation, identifiers: Mapping[str, str], body: Json) -> bytes:
    """What makes two requests the same: the operation, the ids in the path and the meaning of the body."""
    text = msgspec.json.encode([operation.id, identifiers, body], order="deterministic")
    if operation.id in _GUESSABLE:
        return hashlib.scrypt(text, salt=_SALT, n=2**12, r=8, p=1, dklen=32)
    return hashlib.sha256(text).digest()


def find_reply(unit: UnitOfWork, key: str, request: bytes) -> StoredReply | None:
    """The reply that was given under `key`, if any. Raises the refusal `key_used` for another request."""
    row = fetch_first(unit.connection, _READ, {"t": unit.tenant.name, "k": key})
    if row is None:
        return None
    known, status, body = row
    if known != request or unit.tenant.settings.idempotency == "conflict":
        raise key_used()
    return StoredReply(status, body)


def store_reply(unit: UnitOfWork, key: str, operation: Operation, request: bytes, reply: StoredReply) -> None:
    """Keep the first reply under `key`, in the transaction that did the work."""
    row = {"tenant": unit.tenant.name, "key": key, "operation": operation.id, "digest": request}
    execute_many(unit.connection, _KEEP, [{**row, "status": reply.status, "body": reply.body}])
