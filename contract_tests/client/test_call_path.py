"""One call passes through few files: from ``client.payments.create`` to the wire and back."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any, Final

from onepay_client import OnePay
from support.contract import Contract
from support.harness import Harness

TREE: Final = Path(__file__).parents[2]
MOST_FILES: Final = 14


def files_of(client: OnePay) -> set[str]:
    """The project's files whose functions run during one call."""
    folders = tuple(str(TREE / folder) for folder in ("src", "generated"))
    files: set[str] = set()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        del argument
        if event == "call" and frame.f_code.co_filename.startswith(folders):
            files.add(frame.f_code.co_filename)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        client.payments.create(title="Café", amount=15_000)
    finally:
        sys.setprofile(before)
    return files


def test_a_payment_passes_through_few_files(contract: Contract) -> None:
    with Harness.opened("sync", contract) as rig:
        rig.play(contract.operations["payments_create"], [])  # what is made at the first call
        rig.server.play([])
        files = files_of(rig.client)
    passed = sorted(name.removeprefix(f"{TREE}/") for name in files)

    assert "src/onepay_client/sending/engine.py" in passed
    assert len(passed) <= MOST_FILES, passed
