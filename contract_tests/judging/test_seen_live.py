from __future__ import annotations

from pathlib import Path
from typing import Final

from onepay_contract import ledgers
from onepay_contract.document import Contract

LEDGER: Final = Path(__file__).parents[1] / "exceptions/seen_live.txt"


def test_the_ledger_tells_of_every_operation_whether_it_was_seen_live(contract: Contract) -> None:
    text = LEDGER.read_text(encoding="utf-8")

    assert set(ledgers.read(text)) == set(contract.operations)
    assert ledgers.updated(text, [], contract) == text
