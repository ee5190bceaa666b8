from __future__ import annotations

from typing import Any

import generate
from generation.contract import Contract, type_of
from onepay_api import OPERATIONS, Parameter, Shape
from onepay_contract import document
from onepay_contract.document import Operation, component_name
from support.contract import Schema, attribute_of

IDEMPOTENCY = "x-idempotency"


def test_every_operation_has_its_record_and_there_are_no_others(contract: Contract) -> None:
    assert sorted(OPERATIONS) == sorted(operation.id for operation in contract.operations.values())
    assert all(record.id == name for name, record in OPERATIONS.items())


def test_every_record_has_the_method_and_path_of_the_contract(contract: Contract) -> None:
    for operation in contract.operations.values():
        record = OPERATIONS[operation.id]
        assert (record.method, record.path) == (operation.method, operation.path), operation.id


def test_every_record_names_the_server_of_its_operation(contract: Contract) -> None:
    for operation in contract.operations.values():
        servers = operation.raw.get("servers", contract.document["servers"])
        assert [OPERATIONS[operation.id].server] == [server["url"] for server in servers], operation.id


def test_only_the_creation_of_cards_leaves_the_main_host() -> None:
    elsewhere = {record.id: record.server for record in OPERATIONS.values() if "//api.onepay.la/" not in record.server}

    assert elsewhere == {"cards_create": "https://cards.onepay.la/v1"}


def test_every_record_names_the_keys_that_the_operation_needs(contract: Contract) -> None:
    for operation in contract.operations.values():
        [schemes] = operation.raw.get("security", contract.document["security"])
        assert sorted(OPERATIONS[operation.id].security) == sorted(schemes), operation.id


def test_every_record_says_whether_an_idempotency_key_is_taken(contract: Contract) -> None:
    for operation in contract.operations.values():
        keys = [p for p in operation.parameters if p.name == IDEMPOTENCY]
        expected: list[str | None] = ["required" if key.required else "unproved" for key in keys]
        assert [OPERATIONS[operation.id].idempotency] == (expected or [None]), operation.id


def test_every_record_has_its_parameters_in_order(contract: Contract) -> None:
    for operation in contract.operations.values():
        expected = [p for p in operation.parameters if p.name != IDEMPOTENCY]
        assert list(map(_as_data, OPERATIONS[operation.id].parameters)) == list(map(_expected, expected)), operation.id


def test_every_record_has_the_replies_of_the_contract(contract: Contract) -> None:
    for operation in contract.operations.values():
        expected = {status: _shape(reply.schema) for status, reply in operation.replies.items()}
        assert OPERATIONS[operation.id].replies == expected, operation.id


def test_every_record_loads_the_classes_that_its_replies_name() -> None:
    shapes = [shape for record in OPERATIONS.values() for shape in record.replies.values() if shape]

    assert len(shapes) > 200
    assert all(shape.type is not None for shape in shapes)


def test_every_record_has_the_body_of_the_contract(contract: Contract) -> None:
    for operation in contract.operations.values():
        record = OPERATIONS[operation.id]
        assert record.body == (_shape(operation.body_schema) if operation.body_schema else None), operation.id
        assert record.body_required == operation.body_required, operation.id


def test_a_record_states_whether_its_body_holds_a_secret(contract: Contract) -> None:
    for operation in contract.operations.values():
        secret = operation.body_schema is not None and _holds_a_secret(operation.body_schema, contract)
        assert OPERATIONS[operation.id].secret_body == secret, operation.id

    assert OPERATIONS["cards_create"].secret_body


def test_every_record_carries_the_marks_of_its_operation(contract: Contract) -> None:
    marked = {operation.id: operation.raw for operation in contract.operations.values()}
    for record in OPERATIONS.values():
        assert record.idempotent is marked[record.id].get("x-idempotent", True), record.id
        assert record.moves_money is marked[record.id].get("x-moves-money", True), record.id

    assert not OPERATIONS["invoices_update"].idempotent
    assert not OPERATIONS["webhooks_delete"].moves_money


def test_every_record_says_how_it_is_known(contract: Contract) -> None:
    for operation in contract.operations.values():
        record = OPERATIONS[operation.id]
        assert record.evidence == operation.raw["x-evidence"], operation.id
        assert record.source == " ".join(operation.source.split()), operation.id


def test_the_index_has_one_sorted_line_for_each_operation(contract: Contract) -> None:
    lines = (generate.ROOT / "generated/operations.txt").read_text(encoding="utf-8").splitlines()

    assert [line.split() for line in lines] == sorted(map(_indexed, contract.operations.values()))
    assert len({line.rfind("  ") for line in lines}) == 1, "the last column stands in line"


def _holds_a_secret(schema: Schema, contract: Contract) -> bool:
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    inner += [schema["items"]] if "items" in schema else []
    inner += [contract.schemas[component_name(schema)]] if "$ref" in schema else []
    return schema.get("x-sensitive") == "secret" or any(_holds_a_secret(schema, contract) for schema in inner)


def _indexed(operation: Operation) -> list[str]:
    return [operation.id, operation.method, operation.path, operation.raw["x-evidence"]]


def _as_data(parameter: Parameter) -> tuple[Any, ...]:
    type_ = parameter.type.type if isinstance(parameter.type, Shape) else parameter.type
    return parameter.name, parameter.location, parameter.argument, type_, parameter.required


def _expected(parameter: document.Parameter) -> tuple[Any, ...]:
    name = parameter.name
    return name, parameter.place, attribute_of(name), type_of(parameter.schema), parameter.required


def _shape(schema: Schema | None) -> Shape | None:
    if schema is None:
        return None
    many = "$ref" not in schema
    return Shape(component_name(schema["items"] if many else schema), many=many)
