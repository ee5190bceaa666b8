"""The journal: the last requests and their responses, kept in memory, with secrets masked.

It is not in the database, because a read would then be a write; so it holds the requests of one process only. What is
sent where cards are saved is masked before it is remembered, whatever its fields are called.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Final, TypeVar
from urllib.parse import unquote, unquote_plus

import msgspec
from msgspec.structs import replace

from onepay_contract.document import Contract
from onepay_core.json_values import Json, TooDeep, is_array, is_object, limit_depth
from onepay_core.masking import HIDDEN
from onepay_sandbox.core.card_numbers import has_card_number, mask, masked, may_hold_card_number
from onepay_sandbox.core.messages import Request, Response

MessageT = TypeVar("MessageT", Request, Response)
_LENGTH: Final = 1_000
_LONGEST: Final = 32_768
_CARDS: Final = re.compile(rb"(?<!/issuing)/cards\b", re.IGNORECASE)
_UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, TooDeep)


class Journal:
    """The last requests, newest first; not all, unless it `is_complete`, where other processes answer some."""

    def __init__(self, contract: Contract) -> None:
        """Mask what the contract calls secret."""
        self.is_complete: bool = True
        self._secret: Final = frozenset(_secret_fields(contract.schemas))
        self._entries: Final[deque[tuple[Request, Response]]] = deque(maxlen=_LENGTH)

    def note(self, request: Request, response: Response) -> None:
        """Remember a request and its response, but no body that would fill the memory."""
        request = _without_card_number(_without_card(request))
        self._entries.appendleft((_with_body(request, _kept(request.body)), _with_body(response, _kept(response.body))))

    def forget(self, tenant: str) -> None:
        """Forget the requests of one tenant."""
        keys = _keys_of(tenant)
        kept = [entry for entry in list(self._entries) if _key(entry[0]) not in keys]
        self._entries.clear()
        self._entries.extend(kept)

    def entries(self, tenant: str) -> list[Json]:
        """The requests of one tenant as a person may read them."""
        keys = _keys_of(tenant)
        return [self._entry(request, response) for request, response in list(self._entries) if _key(request) in keys]

    def _entry(self, request: Request, response: Response) -> Json:
        return {
            "method": request.method,
            "url": f"{request.url}?{request.query}" if request.query else request.url,
            "idempotency_key": request.headers.get("x-idempotency"),
            "body": self._text(request.body),
            "status": response.status,
            "reply": self._text(response.body),
        }

    def _text(self, body: bytes) -> str | None:
        if not body:
            return None
        try:
            return msgspec.json.encode(self._masked(msgspec.json.decode(limit_depth(body)))).decode()
        except _UNREADABLE:
            return f"{len(body)} bytes that are not JSON"

    def _masked(self, value: Json) -> Json:
        if is_array(value):
            return [self._masked(item) for item in value]
        if not is_object(value):
            return value
        return {key: HIDDEN if key in self._secret else self._masked(item) for key, item in value.items()}


def _without_card(request: Request) -> Request:
    """The request, without what might be the data of a card."""
    if request.method == "GET" or not _CARDS.search(request.raw_path):
        return request
    try:
        body = msgspec.json.encode(_hidden(msgspec.json.decode(limit_depth(request.body))))
    except _UNREADABLE:
        body = HIDDEN.encode()
    return replace(request, query="", body=body if request.body else b"")


def _without_card_number(request: Request) -> Request:
    """The request, without what looks like the number of a card, wherever it stands."""
    path, query = unquote(request.raw_path.decode("ascii", "replace")), unquote_plus(request.query)
    key = request.headers.get("x-idempotency", "")
    if not has_card_number(f"{path}\n{query}\n{key}"):
        return request
    headers = {**request.headers, "x-idempotency": mask(key)} if key else request.headers
    return replace(request, raw_path=mask(path).encode("ascii", "replace"), query=mask(query), headers=headers)


def _without_card_numbers(body: bytes) -> bytes:
    if not may_hold_card_number(body):
        return body
    try:
        return msgspec.json.encode(masked(msgspec.json.decode(limit_depth(body))))
    except _UNREADABLE:
        return HIDDEN.encode()


def _hidden(value: Json) -> Json:
    if is_array(value):
        return [_hidden(item) for item in value]
    if is_object(value):
        return {key: _hidden(item) for key, item in value.items()}
    return value if value is None or isinstance(value, bool) else HIDDEN


def _keys_of(tenant: str) -> set[str]:
    return {f"sk_{tenant}", f"pk_{tenant}"}


def _key(request: Request) -> str:
    return request.headers.get("authorization", "").strip().rpartition(" ")[2]


def _kept(body: bytes) -> bytes:
    """The body as it is remembered: without card numbers, and not longer than the memory bears."""
    kept = _without_card_numbers(body) if body else body
    return kept if len(kept) <= _LONGEST else msgspec.json.encode(f"{len(kept)} bytes, too many to be kept here")


def _with_body(message: MessageT, body: bytes) -> MessageT:
    return message if body is message.body else replace(message, body=body)


def _secret_fields(schemas: Json) -> Iterator[str]:
    for schema in schemas.values():
        for name, field in schema.get("properties", {}).items():
            if field.get("x-sensitive") == "secret":
                yield name
