from __future__ import annotations

from pathlib import Path
from typing import Final

from onepay_contract.document import Contract
from onepay_contract.judging import coverage

LEDGER: Final = Path(__file__).parents[1] / "exceptions/answered_live.txt"


def test_the_ledger_tells_of_every_operation_whether_it_was_answered_live(contract: Contract) -> None:
    text = LEDGER.read_text(encoding="utf-8")

    assert set(coverage.read_live_list(text)) == set(contract.operations)
    assert coverage.updated_live_list(text, [], contract) == text
