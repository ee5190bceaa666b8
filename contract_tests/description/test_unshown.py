"""The contract agrees with the documents where no body can show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from description import facts, unshown
from description.kinds import kind
from rules.shapes import CONSTRAINTS
from values import items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules import Description
    from rules.description import Node


def parameters(contract: Description, operation: Node, place: str) -> str:
    """Return the names of an operation's parameters in their order; `!` marks what must be given."""
    found = [parameter.value for parameter in contract.parameters(operation) if parameter.value["in"] == place]
    return " ".join(parameter["name"] + "!" * parameter.get("required", False) for parameter in found)


def limits(node: Node) -> dict[str, object]:
    return {key: value for key, value in node.value.items() if key in CONSTRAINTS}


def limited_fields(contract: Description) -> Iterator[tuple[str, dict[str, object]]]:
    for schema in contract.components:
        for field in schema.properties:
            yield f"{schema.name}.{field.name}", limits(field)
    for parameter in contract.root.child("components").children("parameters"):
        if parameter.value["in"] != "path":
            yield f"parameter {parameter.name}", limits(parameter.child("schema"))


def of_known(found: dict[str, str]) -> dict[str, str]:
    """What was found at the operations of the facts; the rest is newer than they are."""
    known = {line.split()[0] for line in facts.OPERATIONS.strip().splitlines()}
    return {name: value for name, value in found.items() if name in known}


def values_of(contract: Description) -> dict[str, list[str]]:
    lists = {
        component.name: component.value.get("enum") or component.value.get("x-extensible-enum")
        for component in contract.components
    }
    return {name: items(values) for name, values in lists.items() if values}


def test_an_operation_takes_the_query_of_its_page(contract: Description) -> None:
    found = {
        operation.value["operationId"]: parameters(contract, operation, "query") for operation in contract.operations
    }
    assert {name: query for name, query in of_known(found).items() if query} == unshown.QUERIES


def test_the_ids_of_a_path_must_be_given_and_are_not_empty(contract: Description) -> None:
    for parameter in contract.root.child("components").children("parameters"):
        if parameter.value["in"] == "path":
            assert parameter.value["required"] is True
            assert parameter.value["schema"] == {"type": "string", "minLength": 1}


def test_an_operation_takes_no_header_but_the_idempotency_key(contract: Description) -> None:
    names = {parameters(contract, operation, "header") for operation in contract.operations}
    assert names == {"", "x-idempotency!", "x-idempotency"}


def test_a_parameter_is_text_unless_the_facts_say_more(contract: Description) -> None:
    parameters = contract.root.child("components").children("parameters")
    kinds = {parameter.name: kind(parameter.value["schema"]) for parameter in parameters}
    assert {name: found for name, found in kinds.items() if found != "string"} == unshown.NOT_TEXT


def test_a_success_has_the_status_of_its_page(contract: Description) -> None:
    for operation in contract.operations:
        usual = ["200" if operation.pointer.endswith("/get") else "2XX"]
        expected = unshown.SUCCESSES.get(operation.value["operationId"], usual)
        assert [status for status in operation.value["responses"] if status.startswith("2")] == expected, (
            operation.pointer
        )


def test_every_success_has_a_body_but_where_none_is_known(contract: Description) -> None:
    for operation in contract.operations:
        successes = [reply for reply in operation.children("responses") if reply.name.startswith("2")]
        silent = operation.value["operationId"] in unshown.SILENT
        assert {"content" not in reply.value for reply in successes} == {silent}, operation.pointer


def test_an_error_status_has_one_reply_whatever_the_operation(contract: Description) -> None:
    for operation in contract.all_operations:
        for status, reply in operation.value["responses"].items():
            if not status.startswith("2"):
                assert reply == {"$ref": f"#/components/responses/{unshown.ERRORS[status]}"}, operation.pointer


def test_every_error_has_the_form_of_errors(contract: Description) -> None:
    for name in unshown.ERRORS.values():
        content = contract.document["components"]["responses"][name]["content"]
        assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorReply"}, name


def test_a_body_must_be_given_but_for_those_that_may_be_empty(contract: Description) -> None:
    for operation in contract.operations:
        if "requestBody" in operation.value:
            needed = operation.value["operationId"] not in unshown.MAY_BE_EMPTY
            assert operation.value["requestBody"].get("required", False) is needed, operation.pointer


def test_events_share_their_headers_and_their_reply(contract: Description) -> None:
    for operation in contract.all_operations:
        if operation.pointer.startswith("/webhooks/"):
            assert parameters(contract, operation, "header") == unshown.EVENT_HEADERS, operation.pointer
            assert operation.value["requestBody"]["required"] is True
            assert operation.value["responses"] == {"2XX": {"$ref": "#/components/responses/DeliveryTaken"}}


def test_every_event_is_known_as_the_facts_say(contract: Description) -> None:
    events = {event.name: event.child("post").value["x-evidence"] for event in contract.root.children("webhooks")}
    assert {name for name, evidence in events.items() if evidence == "observed"} == unshown.OBSERVED_EVENTS
    assert {events[name] for name in events.keys() - unshown.OBSERVED_EVENTS} == {"documented"}


def test_a_value_is_limited_exactly_as_its_page_says(contract: Description) -> None:
    assert {name: found for name, found in limited_fields(contract) if found} == unshown.RULES


def test_an_enum_lists_every_value_that_is_known(contract: Description) -> None:
    found = values_of(contract)
    known = {**unshown.LISTS, **facts.ENUMS}
    missing = {name: set(values.split()) - set(found.get(name, ())) for name, values in known.items()}
    assert {name: values for name, values in missing.items() if values} == {}


def test_the_names_of_events_are_those_of_their_family(contract: Description) -> None:
    families = {name: [f"{name}.{event}" for event in events.split()] for name, events in facts.EVENTS.items()}
    listed = {name: values for name, values in values_of(contract).items() if name.endswith("EventName")}
    assert set(listed.pop("EventName")) == {name for names in families.values() for name in names}
    for family, names in families.items():
        title = "".join(word.capitalize() for word in family.split("_"))
        assert set(listed.pop(f"{title}EventName")) == set(names)
    assert listed == {}


def test_an_event_is_heard_under_its_own_name(contract: Description) -> None:
    for event in contract.root.children("webhooks"):
        assert event.child("post").value["operationId"] == f"webhook_{event.name.replace('.', '_')}"


def test_only_a_list_that_its_page_completes_is_closed(contract: Description) -> None:
    closed = {component.name for component in contract.components if "enum" in component.value}
    assert closed & {*unshown.LISTS, *unshown.CLOSED, *facts.ENUMS} == unshown.CLOSED


def test_keys_are_bearers_and_the_customer_is_a_header(contract: Description) -> None:
    schemes = contract.document["components"]["securitySchemes"]
    found = {
        name: (scheme["type"], scheme.get("scheme"), scheme.get("in"), scheme.get("name"))
        for name, scheme in schemes.items()
    }
    assert found == {
        "CustomerToken": ("apiKey", None, "header", "X-Customer-Token"),
        "PublicKey": ("http", "bearer", None, None),
        "SecretKey": ("http", "bearer", None, None),
    }


def test_a_variant_has_its_documented_shapes_in_order(contract: Description) -> None:
    variants = {
        component.name: items(component.value.get("anyOf"))
        for component in contract.components
        if not component.value.get("properties")
    }
    found = {name: " | ".join(map(kind, members)) for name, members in variants.items() if members}
    assert {name: found.get(name) for name in unshown.VARIANTS} == unshown.VARIANTS


def test_a_request_needs_one_of_the_fields_that_its_page_names(contract: Description) -> None:
    for name, (key, fields) in unshown.CHOICES.items():
        value = contract.document["components"]["schemas"][name]
        properties = value["properties"]
        given: list[dict[str, object]] = [{"required": [field]} for field in fields.split()]
        for condition, field in zip(given, fields.split(), strict=True):
            if "null" in properties[field]["type"]:  # null says the same as absence
                condition |= {"properties": {field: {"type": "string"}}}
        assert value[key] == given, name


def test_nothing_in_a_list_or_map_is_null_but_metadata(contract: Description) -> None:
    nullable = [schema.pointer for schema in contract.schemas if schema.place in ("item", "map") and schema.nullable]
    assert nullable == ["/components/schemas/MetadataMap/additionalProperties"]


def test_an_id_leads_to_whatever_can_be_done_with_it(contract: Description) -> None:
    found: dict[str, str] = {}
    for operation in contract.operations:
        links = [link for reply in operation.children("responses") for link in reply.children("links")]
        if links:
            found[operation.value["operationId"]] = " ".join(link.value["operationId"] for link in links)
    assert of_known(found) == unshown.LINKS


def test_sensitive_fields_with_plain_names_are_marked(contract: Description) -> None:
    for name, fields in unshown.SENSITIVE.items():
        properties = contract.document["components"]["schemas"][name]["properties"]
        marks = {field: properties[field.rstrip("!")].get("x-sensitive") for field in fields.split()}
        assert marks == {field: "secret" if field.endswith("!") else "personal" for field in marks}, name


def test_the_value_that_proves_a_delivery_is_a_secret(contract: Description) -> None:
    parameters = contract.root.child("components").children("parameters")
    marked = {parameter.value["name"]: parameter.value["schema"].get("x-sensitive") for parameter in parameters}
    assert {name: mark for name, mark in marked.items() if mark} == {
        "document_number": "personal",
        "x-webhook-token": "secret",
    }


def test_one_variant_is_decided_by_its_sibling(contract: Description) -> None:
    decided = {
        component.name: component.value for component in contract.components if "x-decided-by" in component.value
    }
    assert {name: component["x-decided-by"] for name, component in decided.items()} == {
        "PaymentMethod": "payment_method_type"
    }
    assert decided["PaymentMethod"]["x-decision"] == {"Account": "AccountMethod", "CreditCard": "CardMethod"}
