"""Replies that are no JSON, or no success, end in our errors, with the body still at hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from itertools import product
from typing import Any, Final, NamedTuple

import pytest

from onepay_api import OPERATIONS, DeviationKind, OnePayError, StatusError, UnreadableBody
from onepay_contract.document import Operation
from onepay_core.decode import interpret
from support.client_variants import ClientVariant
from support.every import both_sides, every_operation
from support.sameness import losses
from support.sampling import dealt, every_kind

HTML: Final = b"<!DOCTYPE html><title>502 Bad Gateway</title>"
FAILURES: Final = [302, 401, 404, 502, 520, 599]
REFUSAL: Final = {"message": "No autorizado", "code_name": "UNAUTHORIZED"}

UNREADABLE: Final = {
    "cut": b'{"id": "50000000-0000-4000-80',
    "html": HTML,
    "empty": b"",
    "blank": b" \n",
    "not UTF-8": b'{"id": "\xff"}',
    "UTF-16": '{"id": "1"}'.encode("utf-16"),
    "nested 101 deep": b'{"id": ' + b"[" * 100 + b"]" * 100 + b"}",
    "nested 1000 deep": b'{"id": ' + b"[" * 1000 + b"]" * 1000 + b"}",
    "nested 100000 deep": b"[" * 100_000,
    "two values": b"{} {}",
    "not a number": b'{"id": NaN}',
    "beyond every double": b'{"id": 1e400}',
    "5000 digits": b'{"id": ' + b"1" * 5000 + b"}",
}
"""Bodies that are not JSON, or more than any program reads."""

READABLE: Final = {
    "with a byte order mark": b'\xef\xbb\xbf{"id": 1, "odd": 3}',
    "half of a surrogate pair": b'{"id": "\\ud800", "odd": "\\ud83d\\ude00 \\\\ud83d"}',
    "an integer beyond 64 bits": b'{"id": 18446744073709551617, "odd": -9223372036854775809}',
    "a field twice": b'{"id": 1, "id": 2, "odd": 3, "odd": 4}',
    "nested 100 deep": b'{"id": ' + b"[" * 99 + b"]" * 99 + b', "odd": ' + b"[" * 99 + b"]" * 99 + b"}",
}
"""Odd bodies that are JSON all the same."""


def promises_body(operation: Operation) -> bool:
    return any(reply.schema for status, reply in operation.replies.items() if status[0] == "2")


class Reply(NamedTuple):
    """What the wire answers."""

    status: int
    content: bytes
    content_type: str = "application/json"


class End(NamedTuple):
    """What came of a reply: a value, or an error."""

    side: str
    operation: Operation
    reply: Reply
    value: Any

    @property
    def keeps_what_cannot_be_read(self) -> bool:
        """Where a body was promised."""
        if not promises_body(self.operation):
            return self.value is None
        return isinstance(self.value, UnreadableBody) and self.value.body == self.reply.content

    @property
    def is_an_error_that_keeps_what_came(self) -> bool:
        """With the parts of a refusal in JSON."""
        error, reply = self.value, self.reply
        return (
            isinstance(error, StatusError)
            and str(error).startswith(f"{self.operation.id}: HTTP {reply.status}")
            and error.body == reply.content
            and (error.error is not None) is reply.content.startswith(b"{")
        )


def ends(kind: str, replies: Sequence[Reply], sides: Iterable[ClientVariant]) -> Iterator[End]:
    """How each operation of a kind ends with its part of the replies, on each side."""
    for side in sides:
        for operation, hand in dealt(kind, replies, side.name):
            for reply in hand:
                side.wire.answer(*reply)
                try:
                    yield End(side.name, operation, reply, side.ask(operation))
                except OnePayError as error:
                    yield End(side.name, operation, reply, error)


@every_kind
def test_an_unreadable_success_is_an_error_that_keeps_the_body(
    kind: str, sides: tuple[ClientVariant, ClientVariant]
) -> None:
    replies = [Reply(200, content, "text/html") for content in UNREADABLE.values()]
    assert [end for end in ends(kind, replies, sides) if not end.keeps_what_cannot_be_read] == []


@every_kind
def test_an_odd_body_that_is_json_is_read(kind: str, sides: tuple[ClientVariant, ClientVariant]) -> None:
    for end in ends(kind, [Reply(200, content) for content in READABLE.values()], sides):
        whole = end.reply.content.replace(rb"\ud800", rb"\ufffd")  # the sign for a missing half
        expected = json.loads(whole) if promises_body(end.operation) else None
        assert (end, losses(end.value, expected)) == (end, [])


@every_kind
def test_no_content_where_a_body_was_promised_is_an_error(
    kind: str, sides: tuple[ClientVariant, ClientVariant]
) -> None:
    found = ends(kind, [Reply(HTTPStatus.NO_CONTENT, b"")], sides)
    assert [end for end in found if not end.keeps_what_cannot_be_read] == []


@every_kind
def test_every_other_status_is_an_error_that_keeps_what_came(
    kind: str, sides: tuple[ClientVariant, ClientVariant]
) -> None:
    contents = (HTML, b"", b"\xff", json.dumps(REFUSAL).encode())
    replies = [Reply(status, content) for status, content in product(FAILURES, contents)]
    assert [end for end in ends(kind, replies, sides) if not end.is_an_error_that_keeps_what_came] == []


@every_operation
def test_an_undocumented_success_is_read_like_a_documented_one(operation: Operation) -> None:
    documented = OPERATIONS[operation.id].replies.keys()
    reading: Any = interpret(OPERATIONS[operation.id], 226, b"{}")
    reported = [d for d in reading.deviations if d.kind is DeviationKind.UNKNOWN_VALUE]
    assert [(d.pointer, d.got) for d in reported] == ([] if "2XX" in documented else [("/(status)", 226)])
    assert (reading.value is not None) is promises_body(operation)


@both_sides
def test_a_refusal_in_json_is_read_whatever_the_status(operations: dict[str, Operation], side: ClientVariant) -> None:
    side.wire.answer(520, json.dumps(REFUSAL).encode())
    with pytest.raises(StatusError, match="payments_get: HTTP 520, UNAUTHORIZED") as caught:
        side.ask(operations["payments_get"])
    assert caught.value.error.message == REFUSAL["message"]
