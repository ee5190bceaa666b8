"""The one reader of the contract: references, servers, events, replies, and schemas for other validators."""

from __future__ import annotations

from typing import Final

import jsonschema_rs
import pytest

from onepay_contract.document import SCHEMA_BASE, Contract, ContractError, component_name, load, portable
from onepay_core.json_values import Document
from onepay_core.loopback import is_loopback

SMALL: Final[Document] = {
    "servers": [{"url": "https://api.example/v1"}],
    "security": [{"Secret": []}, {"Public": [], "Token": []}],
    "paths": {
        "/beans": {
            "parameters": [{"$ref": "#/components/parameters/Key"}],
            "post": {
                "operationId": "beans_create",
                "tags": ["beans"],
                "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {"2XX": {"$ref": "#/components/responses/Created"}, "404": {"description": "No."}},
            },
        },
        "/cards": {
            "servers": [{"url": "https://ignored.example"}],
            "delete": {
                "operationId": "cards_delete",
                "tags": ["cards"],
                "servers": [{"url": "https://cards.example/v9"}],
                "x-idempotent": False,
                "responses": {"204": {"description": "Gone."}},
            },
        },
    },
    "webhooks": {
        "bean.sold": {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}}}}
    },
    "components": {
        "parameters": {
            "Key": {"name": "X-Idempotency", "in": "header", "required": True, "schema": {"type": "string"}}
        },
        "responses": {
            "Created": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bean"}}}},
        },
        "schemas": {
            "Bean": {"$ref": "#/components/schemas/Number"},
            "Number": {"type": "integer", "format": "int64"},
        },
    },
}


@pytest.fixture(scope="module")
def small() -> Contract:
    return Contract(SMALL)


def test_an_operation_is_read_whole(small: Contract) -> None:
    operation = small.operations["beans_create"]

    assert operation.method_name == "create"
    assert operation.security == (frozenset({"Secret"}), frozenset({"Public", "Token"}))
    assert operation.schemes == {"Secret", "Public", "Token"}
    assert operation.body_required
    assert operation.body_schema == {"type": "object"}
    assert operation.idempotency_key is operation.parameters[0]
    assert operation.parameters[0].schema == {"type": "string"}
    assert operation.parameters_in("path") == ()
    assert not operation.is_idempotent


def test_a_reply_is_found_by_status_family_and_hundred(small: Contract) -> None:
    operation = small.operations["beans_create"]

    assert operation.reply(201) is operation.replies["2XX"]
    assert operation.reply(422) is None
    assert operation.reply_of_family(422) is operation.replies["404"]
    assert operation.replies["2XX"].schema == {"$ref": "#/components/schemas/Bean"}
    assert operation.replies["404"].schema is None


def test_a_mark_overrules_what_the_method_implies(small: Contract) -> None:
    assert not small.operations["cards_delete"].is_idempotent
    assert small.operations["cards_delete"].idempotency_key is None


def test_servers_are_those_of_document_and_operations(small: Contract) -> None:
    assert small.servers == {"https://api.example/v1", "https://cards.example/v9"}
    assert small.hosts == {"api.example", "cards.example"}


def test_references_are_followed_to_their_end(small: Contract) -> None:
    bean = {"$ref": "#/components/schemas/Bean"}

    assert small.dereferenced(bean) == {"type": "integer", "format": "int64"}
    assert component_name(bean) == "Bean"
    with pytest.raises(ContractError, match="'Pea'"):
        small.dereferenced({"$ref": "#/components/schemas/Pea"})


def test_events_have_the_schemas_of_their_bodies(small: Contract) -> None:
    assert small.events == {"bean.sold": {"type": "string"}}


@pytest.mark.parametrize(("value", "is_valid"), [(2**63 - 1, True), (2**63, False), (-(2**63), True), ("1", False)])
def test_a_portable_schema_bounds_integers(value: object, is_valid: bool) -> None:  # noqa: FBT001
    registry = jsonschema_rs.Registry([(SCHEMA_BASE, portable(SMALL))])
    schema = portable({"$ref": "#/components/schemas/Bean"})

    assert jsonschema_rs.Draft202012Validator(schema, registry=registry).is_valid(value) is is_valid


def test_both_documents_of_the_distribution_are_read_once() -> None:
    assert load() is load("openapi.json")
    assert load("sandbox.json").operations.keys() != load().operations.keys()
    with pytest.raises(ContractError, match="Run `python scripts/generate"):
        load("no.json")


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("", False),
        ("0.0.0.0", False),  # noqa: S104 - a host that is refused
        ("10.0.0.1", False),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
        ("api.onepay.la", False),
    ],
)
def test_only_loopback_is_this_machine(host: str, is_here: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is is_here
