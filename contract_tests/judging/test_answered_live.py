from __future__ import annotations

from pathlib import Path
from typing import Final

from onepay_contract.document import Contract
from onepay_contract.judging import coverage

LIVE_LIST: Final = Path(__file__).parents[1] / "exceptions/answered_live.txt"


def test_the_live_list_names_only_operations_of_the_contract(contract: Contract) -> None:
    text = LIVE_LIST.read_text(encoding="utf-8")

    assert coverage.read_live_list(text).keys() <= contract.operations.keys()
    assert coverage.updated_live_list(text, [], contract) == text
