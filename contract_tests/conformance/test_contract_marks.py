"""What checks know of single operations and fields stands in the contract, as marks, and in no list of theirs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

import exceptions
import onepay_conformance
from onepay_conformance.contract_index import ContractIndex
from onepay_contract import document as contracts

SOURCES: Final = Path(onepay_conformance.__file__).resolve().parent.parent
LISTED: Final = Path(__file__).resolve().parents[1] / "exceptions/field_names.txt"
INDEX: Final = ContractIndex(contracts.load())
FIELDS: Final = frozenset(name for schema in INDEX.contract.schemas.values() for name in schema.get("properties", ()))


def test_no_program_names_an_operation() -> None:
    found = [
        f"{path.relative_to(SOURCES)}:{line}: {text}"
        for path in sorted(SOURCES.rglob("*.py"))
        for line, text in _texts(path)
        if text in INDEX.operations
    ]
    assert found == []


def test_judge_and_checks_name_only_listed_fields() -> None:
    found = {
        f"{path.relative_to(SOURCES).as_posix()}: {text}"
        for package in ("onepay_contract", "onepay_conformance")
        for path in (SOURCES / package).rglob("*.py")
        for _, text in _texts(path)
        if text in FIELDS and "_" in text and text not in get_args(contracts.Meaning)
    }
    listed = {f"{module}: {name}" for module, name, _ in exceptions.read(LISTED, columns=3)}
    assert found == listed


def test_every_meaning_has_a_name_in_one_contract() -> None:
    controlled = contracts.load("sandbox.json")
    named = {**controlled.document["x-names"], **INDEX.contract.document["x-names"]}
    assert named.keys() == {*get_args(contracts.Meaning)}


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
