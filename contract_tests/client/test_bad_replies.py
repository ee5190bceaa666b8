"""Replies that are no JSON, or no success, end in our errors, with the body still at hand."""

from __future__ import annotations

import json
from http import HTTPStatus
from itertools import product
from typing import Any, Final

import pytest

from onepay_api import OPERATIONS, DeviationKind, StatusError, UnreadableBody
from onepay_contract.document import Operation
from onepay_core.decode import interpret
from support.every import both_sides, every_operation
from support.sameness import losses
from support.sides import Side

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


@both_sides
@every_operation
def test_an_unreadable_success_is_an_error_that_keeps_the_body(operation: Operation, side: Side) -> None:
    for content in UNREADABLE.values():
        side.wire.answer(200, content, "text/html")
        if promises_body(operation):
            with pytest.raises(UnreadableBody) as caught:
                side.ask(operation)
            assert caught.value.body == content
        else:
            assert side.ask(operation) is None


@both_sides
@every_operation
def test_an_odd_body_that_is_json_is_read(operation: Operation, side: Side) -> None:
    for content in READABLE.values():
        side.wire.answer(200, content)
        whole = content.replace(rb"\ud800", rb"\ufffd")  # half a character is read as the sign for a missing one
        expected = json.loads(whole) if promises_body(operation) else None
        assert losses(side.ask(operation), expected) == []


@both_sides
@every_operation
def test_no_content_where_a_body_was_promised_is_an_error(operation: Operation, side: Side) -> None:
    side.wire.answer(HTTPStatus.NO_CONTENT)
    if promises_body(operation):
        with pytest.raises(UnreadableBody):
            side.ask(operation)
    else:
        assert side.ask(operation) is None


@both_sides
@every_operation
def test_every_other_status_is_an_error_that_keeps_what_came(operation: Operation, side: Side) -> None:
    for status, content in product(FAILURES, (HTML, b"", b"\xff", json.dumps(REFUSAL).encode())):
        side.wire.answer(status, content)
        with pytest.raises(StatusError, match=f"^{operation.id}: HTTP {status}") as caught:
            side.ask(operation)
        assert caught.value.body == content
        assert (caught.value.error is not None) is content.startswith(b"{")


@every_operation
def test_an_undocumented_success_is_read_like_a_documented_one(operation: Operation) -> None:
    documented = OPERATIONS[operation.id].replies.keys()
    reading: Any = interpret(OPERATIONS[operation.id], 226, b"{}")
    reported = [d for d in reading.deviations if d.kind is DeviationKind.UNKNOWN_VALUE]
    assert [(d.pointer, d.got) for d in reported] == ([] if "2XX" in documented else [("/(status)", 226)])
    assert (reading.value is not None) is promises_body(operation)


@both_sides
def test_a_refusal_in_json_is_read_whatever_the_status(operations: dict[str, Operation], side: Side) -> None:
    side.wire.answer(520, json.dumps(REFUSAL).encode())
    with pytest.raises(StatusError, match="payments_get: HTTP 520, UNAUTHORIZED") as caught:
        side.ask(operations["payments_get"])
    assert caught.value.error.message == REFUSAL["message"]
