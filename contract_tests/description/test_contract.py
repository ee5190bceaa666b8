"""The contract of this repository agrees with the documents."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import lint
from description import facts
from description.kinds import kind
from onepay_contract import bundling
from rules import Description
from rules.description import Schema
from rules.examples import Validator

TREE: Final = Path(bundling.__file__).parents[3]


def schema(contract: Description, name: str) -> Schema:
    return next(component for component in contract.components if component.name == name)


def kinds(contract: Description, name: str) -> dict[str, str]:
    return {field.name: kind(field.value) for field in schema(contract, name).properties}


def reply_of(contract: Description, operation_id: str) -> str:
    """Return the name of the schema that the operation answers with."""
    for operation in contract.operations:
        if operation.value["operationId"] == operation_id:
            success = next(reply for reply in operation.children("responses") if reply.name.startswith("2"))
            return kind(success.child("content").child("application/json").value["schema"])
    raise LookupError(operation_id)


def test_the_contract_keeps_every_rule_but_the_exceptions(read: bundling.Bundle) -> None:
    assert [str(problem) for problem in lint.lint(read, TREE / "contract_tests/exceptions/lint.txt")] == []


def test_known_operations_have_their_id_and_evidence(contract: Description) -> None:
    index = bundling.operations_index(contract.document)
    assert set(facts.OPERATIONS.strip().splitlines()) - set(index.splitlines()) == set()


def keyed(contract: Description, *, required: bool) -> set[str]:
    return {
        operation.value["operationId"]
        for operation in contract.operations
        for parameter in contract.parameters(operation)
        if parameter.value["name"] == "x-idempotency" and parameter.value["required"] is required
    }


def test_idempotency_key_is_required_or_only_observed(contract: Description) -> None:
    assert keyed(contract, required=True) == facts.KEY_REQUIRED
    assert keyed(contract, required=False) == facts.KEY_OBSERVED


def test_each_operation_takes_the_keys_of_its_page(contract: Description) -> None:
    assert contract.document["security"] == [{"SecretKey": []}]
    special = {
        operation.value["operationId"]: operation.value["security"]
        for operation in contract.operations
        if "security" in operation.value
    }
    assert special.pop("cards_create") == [{"PublicKey": []}]
    assert special.keys() == facts.WITH_CUSTOMER_TOKEN
    assert all(keys == [{"SecretKey": [], "CustomerToken": []}] for keys in special.values())


def test_only_raw_card_data_goes_to_another_server(contract: Description) -> None:
    elsewhere = {
        operation.value["operationId"]: operation.value["servers"]
        for operation in contract.operations
        if "servers" in operation.value
    }
    assert contract.document["servers"][0]["url"] == "https://api.onepay.la/v1"
    assert {name: [server["url"] for server in servers] for name, servers in elsewhere.items()} == {
        "cards_create": ["https://cards.onepay.la/v1"]
    }


@pytest.mark.parametrize("name", facts.ENUMS)
def test_an_enum_has_every_value_of_its_document(contract: Description, name: str) -> None:
    value = schema(contract, name).value
    assert set(facts.ENUMS[name].split()) - set(value.get("enum") or value["x-extensible-enum"]) == set()


def test_a_list_that_a_source_page_closes_is_closed(contract: Description) -> None:
    closed = {name for name in facts.ENUMS if "enum" in schema(contract, name).value}
    assert closed >= {"PaymentStatus", "CashoutStatus", "CashoutMethod"}


def test_a_payment_has_the_fields_and_types_of_its_page(contract: Description) -> None:
    assert reply_of(contract, "payments_get") == "Payment"
    assert kinds(contract, "Payment") == facts.PAYMENT


def test_only_partial_payment_fields_of_a_payment_are_optional(contract: Description) -> None:
    required = set(schema(contract, "Payment").value["required"])
    assert required == facts.PAYMENT.keys() - facts.PAYMENT_OPTIONAL


def test_the_customer_of_a_payment_has_the_fields_of_the_page(contract: Description) -> None:
    assert kinds(contract, "CustomerSummary") == {**facts.PAYMENT_CUSTOMER, "user_type": "UserType"}  # observed
    assert set(schema(contract, "CustomerSummary").value["required"]) == facts.PAYMENT_CUSTOMER.keys()


def test_a_payment_has_the_switches_of_all_pages(contract: Description) -> None:
    switches = kinds(contract, "Allows")
    assert switches.keys() >= facts.PAYMENT_ALLOWS
    assert set(switches.values()) == {"boolean"}


def test_a_cashout_is_answered_with_the_fields_of_its_page(contract: Description) -> None:
    assert reply_of(contract, "cashouts_create") == "Cashout"
    assert kinds(contract, "Cashout") == facts.CASHOUT
    assert set(schema(contract, "Cashout").value["required"]) == facts.CASHOUT.keys()


def test_a_cashout_is_asked_for_with_the_fields_of_its_page(contract: Description) -> None:
    documented = {
        field.name: kind(field.value)
        for field in schema(contract, "CashoutCreate").properties
        if field.value.get("x-evidence", "documented") == "documented"
    }
    assert documented == facts.CASHOUT_CREATE


@pytest.mark.parametrize(
    ("chosen", "fits"),
    [
        ({"card_id": "a"}, True),
        ({"account_id": "a"}, True),
        ({}, False),
        ({"card_id": "a", "account_id": "a"}, False),
    ],
)  # fmt: skip
def test_a_charge_takes_exactly_one_of_card_and_account(
    contract: Description, chosen: dict[str, str], *, fits: bool
) -> None:
    body = {"title": "Café", "customer_id": "c", "amount": 1000, **chosen}
    complaints = list(Validator(contract.document).complaints({"$ref": "#/components/schemas/ChargeCreate"}, body))
    assert (not complaints) is fits


def test_every_known_event_has_its_webhook(contract: Description) -> None:
    known = {f"{family}.{event}" for family, events in facts.EVENTS.items() for event in events.split()}
    assert set(contract.document["webhooks"]) == known


@pytest.mark.parametrize("family", facts.EVENTS)
def test_an_event_is_read_in_both_documented_envelopes(contract: Description, family: str) -> None:
    name = f"{family}.{facts.EVENTS[family].split()[0]}"
    event = next(node for node in contract.root.children("webhooks") if node.name == name)
    body = event.child("post").child("requestBody").child("content").child("application/json").value["schema"]
    envelopes = [contract.resolve(member) for member in contract.resolve(body)["anyOf"]]
    assert [set(envelope["required"]) for envelope in envelopes] == [{family, "event"}, {"event", "data"}]


def test_the_three_envelopes_of_pages_are_described(contract: Description) -> None:
    counted = {"data", "current_page", "from", "last_page", "per_page", "to", "total"}
    simple = {
        "data",
        "current_page",
        "first_page_url",
        "from",
        "next_page_url",
        "path",
        "per_page",
        "prev_page_url",
        "to",
    }
    assert kinds(contract, "InvoicePage").keys() == counted
    assert kinds(contract, "AccountPage").keys() == simple
    assert kinds(contract, "PageMeta").keys() == {"current_page", "last_page", "per_page", "total"}


def test_every_ledger_is_sorted_and_names_nothing_twice() -> None:
    for path in sorted((TREE / "contract_tests/exceptions").glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        assert lines == sorted(set(lines)), path.name
