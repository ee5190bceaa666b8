"""The conformance checks know from marks of the contract which fields change by themselves, and which are unique."""

from __future__ import annotations

import json

import pytest

from conformance.fakes import findings_in
from onepay_contract import document as contracts
from onepay_contract.document import FieldMarks
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Kind
from onepay_core.json_values import Json

READS = [
    ("customers/c/transactions", "wallets_list_transactions", "confirmed"),
    ("charges/c/intents", "charges_list_intents", "transaction_id"),
    ("charges/c", "charges_get", "payment_method_id"),
    ("cards/c", "cards_get", "verified"),
]


def _read(path: str, operation: str, **fields: Json) -> Exchange:
    url, body = f"https://api.onepay.la/v1/{path}", json.dumps({"data": [{"id": "x", **fields}]}).encode()
    return Exchange(operation, "GET", url, (), b"", 200, (), body, 1.0, "")


def _is_accused(path: str, operation: str, field: str) -> bool:
    exchanges = [_read(path, operation, **{field: value}) for value in ("before", "after")]
    found = findings_in(exchanges)
    return any(item.kind == Kind.VALUE_NOT_KEPT and item.pointer.endswith(f"/{field}") for item in found)


@pytest.mark.parametrize(("path", "operation", "field"), READS)
def test_field_that_changes_by_itself_accuses_nobody(path: str, operation: str, field: str) -> None:
    assert not _is_accused(path, operation, field)
    assert _is_accused(path, operation, "description")


def test_field_changes_where_the_contract_marks_it() -> None:
    contract = contracts.load()
    marks = FieldMarks(contract)
    assert "payment_method_id" in marks.changing(contract.operation("charges_list"))
    assert "payment_method_id" not in marks.changing(contract.operation("customers_get"))
    assert "alias" in marks.unique(contract.operation("charges_create_bre_b"))
