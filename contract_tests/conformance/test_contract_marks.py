"""What checks know of single operations and fields stands in the contract, as marks, and in no list of theirs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import onepay_conformance
from onepay_conformance.contract_index import ContractIndex
from onepay_contract import document as contracts

PACKAGE: Final = Path(onepay_conformance.__file__).resolve().parent
INDEX: Final = ContractIndex(contracts.load())


def test_no_module_names_an_operation() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for line, text in _texts(path)
        if text in INDEX.operations
    ]
    assert found == []


def test_a_charge_and_its_intent_share_an_id() -> None:
    assert INDEX.same_ids == {frozenset(("charge_id", "payment_intent_id"))}


def test_what_nobody_makes_is_looked_up() -> None:
    assert INDEX.looked_up == {"bank_id", "city_id", "provider_id", "template_id", "wallet_id"}
    assert INDEX.closed == ("provider_id", "template_id", "wallet_id")


def test_a_final_state_is_left_by_nothing() -> None:
    assert not INDEX.may_follow("cancelled", "paid")
    assert INDEX.may_follow("paid", "refunded")
    assert not INDEX.may_follow("paid", "pending")
    assert INDEX.may_follow("declined", "approved")


def test_a_list_belongs_to_the_family_of_what_it_lists() -> None:
    families = {name: INDEX.family(INDEX.operations[name]) for name in INDEX.operations}
    assert families["customers_list_accounts"] == families["accounts_get"] == "accounts"
    assert families["payments_list_intents"] == "payments_intents"


def test_payouts_take_from_the_balance() -> None:
    assert INDEX.balance == INDEX.operations["balances_get"]
    assert INDEX.takes_from_balance(INDEX.operations["cashouts_create"])
    assert not INDEX.takes_from_balance(INDEX.operations["payments_create"])


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
