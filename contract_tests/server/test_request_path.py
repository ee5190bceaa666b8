"""One request passes through few files of the sandbox, and its response leaves in one packet."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any, Final

import h11

from onepay_sandbox.http.server import HttpMessages
from server.callers import Caller

TREE: Final = Path(__file__).parents[2]
MOST_FILES: Final = 16


def test_a_created_payment_passes_through_few_files(api: Caller) -> None:
    body = {"title": "Café", "amount": 15_000}
    api.made("/payments", body)  # what is made at the first request
    files: set[str] = set()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        del argument
        if event == "call" and frame.f_code.co_filename.startswith(str(TREE / "src")):
            files.add(frame.f_code.co_filename.removeprefix(f"{TREE}/src/"))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        api.made("/payments", body)
    finally:
        sys.setprofile(before)

    files.discard("onepay_sandbox/storage/server.py")  # on PostgreSQL, it does what SQLite's driver does in C
    assert "onepay_sandbox/resources/payments.py" in files
    assert len(files) <= MOST_FILES, sorted(files)


def test_head_of_a_response_leaves_with_its_body() -> None:
    messages = HttpMessages(h11.SERVER)
    messages.receive_data(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert isinstance(messages.next_event(), h11.Request)

    head = messages.send(h11.Response(status_code=200, headers=[("content-length", "4")]))
    body = messages.send(h11.Data(data=b"Cafe"))

    assert head == b""
    assert body == b"HTTP/1.1 200 \r\ncontent-length: 4\r\n\r\nCafe"
    assert messages.send(h11.EndOfMessage()) == b""
