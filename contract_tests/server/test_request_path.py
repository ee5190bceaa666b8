"""One request passes through few files of the sandbox, from the transport to the database and back."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any, Final

from server.callers import Caller

TREE: Final = Path(__file__).parents[2]
MOST_FILES: Final = 17


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

    assert "onepay_sandbox/resources/payments.py" in files
    assert len(files) <= MOST_FILES, sorted(files)
