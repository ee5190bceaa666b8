"""A sensitive value is never shown: by `repr`, by `rich`, in an error, in a deviation, by a call or a client."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.pretty import pretty_repr

from onepay_api import OPERATIONS, AsyncClient, Call, CallOptions, Client, Deviation, InvalidRequest, models, read
from onepay_contract.document import Operation
from onepay_core.deviations import DeviationKind
from onepay_core.json_values import Json
from onepay_core.model import Model
from onepay_core.requests import Credentials, build, violations
from support.canaries import PUBLIC_KEY, SECRET_KEY, TOKEN, Marker, canary, found_in
from support.client_variants import ClientVariant
from support.contract import Contract, Schema, attribute_of
from support.effort import examples
from support.every import both_sides, every_body
from support.strategies import PLAIN_MOMENTS, Strategies

CONTRACT: Final = Contract.load()
SENSITIVE: Final = {
    model: names
    for model, schema in CONTRACT.schemas.items()
    if (names := [name for name, field in schema.get("properties", {}).items() if "x-sensitive" in field])
}

every_model_with_secrets = pytest.mark.parametrize("model", SENSITIVE)


@pytest.fixture(scope="module")
def strategies(contract: Contract) -> Strategies:
    return Strategies(contract, PLAIN_MOMENTS)


def shown(value: object) -> Iterator[str]:
    """A value in every form in which people meet it."""
    yield from (repr(value), str(value), f"{value}", pretty_repr(value), pretty_repr(value, expand_all=True))


def leaks(*values: object) -> list[str]:
    return [leak for value in values for text in shown(value) for leak in found_in(text)]


def hiding_places(name: str) -> list[Json]:
    """The canary of a field, as it should come and as it should not."""
    value = canary(name)
    return [value, [value], {"inside": value}, {"inside": {"inside": [value]}}, [[{"inside": value}]]]


@every_model_with_secrets
@examples(5)
@given(data=st.data())
def test_a_model_never_shows_a_sensitive_field(
    data: st.DataObject, model: str, strategies: Strategies, contract: Contract
) -> None:
    schema: Schema = {"$ref": f"#/components/schemas/{model}"}
    body = Marker(contract).marked(schema, data.draw(strategies.of(schema)))
    places = {name: data.draw(st.sampled_from(hiding_places(name))) for name in SENSITIVE[model]}
    reading = read(json.dumps(body | places).encode(), getattr(models, model))
    assert leaks(reading, reading.value, *reading.deviations) == []
    assert all(f"{attribute_of(name)}=" in repr(reading.value) for name in places)


@every_model_with_secrets
def test_an_undocumented_field_counts_as_secret(model: str) -> None:
    for place in hiding_places("card_number"):
        reading = read(json.dumps({"number_v2": place}).encode(), getattr(models, model))
        assert leaks(reading, reading.value, reading.value.undocumented, *reading.deviations) == []
        assert "number_v2" in repr(reading.value)


def test_the_last_four_digits_of_a_card_tell_cards_apart() -> None:
    reading = read(b'{"card_number": "4929000012345678", "ccv": "739"}', models.CardCreate)
    assert repr(reading.value) == "CardCreate(card_number='***5678', ccv='***')"


@both_sides
@every_body
def test_a_refusal_names_a_sensitive_field_and_not_its_value(operation: Operation, side: ClientVariant) -> None:
    for name in SENSITIVE.get(str((operation.body_schema or {})["$ref"]).rpartition("/")[2], []):
        for place in [*hiding_places(name)[1:], int(canary("document_number"))]:
            with pytest.raises(InvalidRequest) as caught:
                side.method(operation, "_from")(*["an_id"] * len(operation.parameters_in("path")), body={name: place})
            assert f"/{name}" in str(caught.value)
            assert leaks(caught.value, *caught.value.violations) == []
            assert found_in("".join(traceback.format_exception(caught.value))) == []


@both_sides
def test_a_refusal_of_an_object_does_not_show_what_is_in_it(
    operations: dict[str, Operation], side: ClientVariant
) -> None:
    inside = [{"document_number": canary("document_number")}]
    for method, keywords in (
        (side.method(operations["companies_create"], "_from"), {"body": {"company_owner": inside}}),
        (side.method(operations["companies_create"], "_from"), {"body": inside}),
        (side.method(operations["payments_create"]), {"title": inside}),
    ):
        with pytest.raises(InvalidRequest, match=r"wrong type, expected .*, got array") as caught:
            method(**keywords)
        assert leaks(caught.value, *caught.value.violations) == []


@both_sides
def test_an_error_about_a_key_or_a_header_does_not_repeat_it(
    operations: dict[str, Operation], side: ClientVariant
) -> None:
    for settings, keywords in (
        ({"secret_key": SECRET_KEY + "\n"}, {"title": "Café"}),
        ({}, {"title": "Café", "options": CallOptions(headers={"X-Extra": canary("header") + "\n"})}),
        ({}, {"title": "Café", "idempotency_key": canary("key") + "\n"}),
    ):
        client = side.made(**settings)
        with pytest.raises(InvalidRequest, match="/header/") as caught:
            side.method(operations["payments_create"], client=client)(**keywords)
        assert leaks(caught.value, *caught.value.violations, client) == []


def test_clients_and_calls_show_neither_keys_nor_bodies() -> None:
    credentials = Credentials(SECRET_KEY, PUBLIC_KEY)
    options = CallOptions(headers={"X-Extra": canary("header")}, query={"q": canary("query")}, body={"b": canary("b")})
    body = read(json.dumps({"otp": canary("otp")}).encode(), models.DaviplataRequestConfirm).value
    call: Call[Any] = Call(
        operation=OPERATIONS["request_to_pay_confirm_daviplata"],
        arguments={"payment_intent_id": canary("id")},
        body=body,
        idempotency_key=canary("key"),
        customer_token=TOKEN,
        options=options,
    )
    request = build(call, credentials, {}, check=True)
    clients = [Client(SECRET_KEY, public_key=PUBLIC_KEY), AsyncClient(SECRET_KEY, public_key=PUBLIC_KEY)]
    assert leaks(call, options, request, credentials, *clients) == []


def test_a_deviation_names_the_type_that_came_not_the_value() -> None:
    deviation = Deviation(("email",), DeviationKind.WRONG_TYPE, "string", canary("email"))
    assert leaks(deviation) == []
    assert str(deviation) == "/email: wrong type, expected string, got string"
    assert deviation.got == canary("email")


class Owner(Model):
    """What a sensitive field of `Owners` holds."""

    name: str


class Owners(Model):
    """An object with a sensitive field that holds others."""

    __sensitive__ = frozenset({"by_city"})

    by_city: dict[str, Owner]


def test_all_that_a_sensitive_field_holds_is_hidden() -> None:
    name = canary("first_name")
    found = violations({"by_city": {"a": {}, "b": name, "c": {"name": [name]}}}, Owners)
    assert [deviation.pointer for deviation in found] == ["/by_city/a/name", "/by_city/b", "/by_city/c/name"]
    assert leaks(*found) == []
