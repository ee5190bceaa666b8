"""Models leave the library as plain values: by ``to_dict`` and ``to_json``, and by way of pydantic and FastAPI."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import httpx
import pytest
from fastapi import Body, FastAPI
from pydantic import BaseModel, TypeAdapter, ValidationError

from onepay_api import UNSET, Model, Undocumented, Unset, models, read
from onepay_core.json_values import Json, is_array, is_object
from support.contract import Contract

CONTRACT: Final = Contract.load()
OBJECTS: Final = sorted(
    {
        (schema["$ref"].rpartition("/")[2], example["$ref"].rpartition("/")[2])
        for schema, media in CONTRACT.bodies()
        for example in media.get("examples", {}).values()
        if "$ref" in schema and is_object(CONTRACT.example(example["$ref"].rpartition("/")[2]))
    }
)


class Node(Model, kw_only=True):
    """Holds its own kind."""

    name: str
    inside: list[Node] | Unset = UNSET


def _model(name: str, example: str) -> Any:
    return read(json.dumps(CONTRACT.example(example)).encode(), getattr(models, name)).value


def _payment(**changes: Any) -> models.Payment:
    body = {**CONTRACT.example("payment_approved"), **changes}
    return read(json.dumps(body).encode(), models.Payment).value


def _references(node: Json) -> set[str]:
    if is_array(node):
        return set[str]().union(*map(_references, node))
    if not is_object(node):
        return set()
    own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set[str]()
    return own.union(*map(_references, node.values()))


@pytest.mark.parametrize(("name", "example"), OBJECTS)
def test_to_dict_is_plain_json_of_the_body(name: str, example: str) -> None:
    model = _model(name, example)
    written = model.to_dict()

    assert json.loads(json.dumps(written)) == written == json.loads(model.to_json())
    assert written.keys() == CONTRACT.example(example).keys()
    assert read(model.to_json().encode(), getattr(models, name)).value == model


def test_to_dict_has_wire_names_undocumented_fields_and_no_unset() -> None:
    page = read(
        b'{"data": [], "current_page": 1, "last_page": 1, "per_page": 20, "from": 1, "new": {"a": 1}}',
        models.PaymentPage,
    ).value

    assert page.to_dict() == {"data": [], "current_page": 1, "last_page": 1, "per_page": 20, "from": 1, "new": {"a": 1}}
    assert models.PaymentCreate(title="Café").to_dict() == {"title": "Café"}
    assert models.PaymentCreate(title="Café", phone=None).to_json() == '{"title":"Café","phone":null}'


def test_reply_with_missing_and_odd_fields_is_written_as_it_came() -> None:
    body = {"id": "p1", "amount": "free", "customer": [1], "status": "brand_new"}

    assert read(json.dumps(body).encode(), models.Payment).value.to_dict() == body


@pytest.mark.parametrize(("name", "example"), OBJECTS)
def test_pydantic_reads_a_body_as_the_client_does(name: str, example: str) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(getattr(models, name))
    model = _model(name, example)

    assert adapter.validate_python(CONTRACT.example(example)) == model
    assert adapter.validate_json(json.dumps(CONTRACT.example(example))) == model
    assert adapter.validate_python(model) is model
    assert adapter.dump_python(model) == model.to_dict()


def test_pydantic_keeps_undocumented_fields_and_unknown_values() -> None:
    given = {**CONTRACT.example("payment_approved"), "status": "brand_new", "new": 1}
    payment = TypeAdapter(models.Payment).validate_python(given)

    assert payment.undocumented == Undocumented({"new": 1})
    assert (payment.status, payment.status.is_known) == ("brand_new", False)


def test_pydantic_names_the_field_that_does_not_fit() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(models.PaymentCreate).validate_python({"title": "Café", "amount": "much"})

    assert [error["loc"] for error in caught.value.errors()] == [("amount",)]


def test_every_model_has_a_json_schema_that_is_whole() -> None:
    for name in {name for name, _ in OBJECTS}:
        schema = TypeAdapter(getattr(models, name)).json_schema()
        assert _references(schema) <= {f"#/$defs/{definition}" for definition in schema.get("$defs", {})}, name


def test_a_model_that_holds_its_own_kind_has_a_finite_schema() -> None:
    adapter = TypeAdapter(Node)

    assert len(adapter.json_schema()["$defs"]) == 1
    assert adapter.validate_python({"name": "a", "inside": [{"name": "b"}]}) == Node(name="a", inside=[Node(name="b")])


class Order(BaseModel):
    """A model of the shop's own, with one of ours in it."""

    payment: models.Payment
    placed_at: datetime


def shop() -> FastAPI:
    """A shop that answers our models, takes one, and has one in a model of its own."""
    app = FastAPI()

    @app.get("/payment")
    def payment() -> models.Payment:
        return _payment(new=1)

    @app.get("/payments")
    def payments() -> list[models.Payment]:
        return [_payment(new=1)]

    @app.get("/order")
    def order() -> Order:
        return Order(payment=_payment(new=1), placed_at=datetime(2026, 4, 6, tzinfo=UTC))

    @app.post("/links")
    def links(body: Annotated[models.PaymentCreate, Body()]) -> dict[str, Any]:
        return body.to_dict()

    return app


def answer_of(app: FastAPI, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """Status and JSON of an answer of the shop."""

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.example.com") as client:
            return await client.request(method, path, json=body)

    response = asyncio.run(ask())
    return response.status_code, response.json()


def test_fastapi_answers_takes_and_describes_models() -> None:
    app = shop()
    written = _payment(new=1).to_dict()

    assert answer_of(app, "GET", "/payment") == (200, written)
    assert answer_of(app, "GET", "/payments") == (200, [written])
    assert answer_of(app, "GET", "/order")[1]["payment"] == written
    assert answer_of(app, "POST", "/links", {"title": "Café", "amount": 150_000})[1] == {
        "title": "Café",
        "amount": 150_000,
    }
    assert answer_of(app, "POST", "/links", {"amount": 150_000})[0] == 422


def test_the_openapi_document_of_a_fastapi_shop_stays_whole() -> None:
    document = answer_of(shop(), "GET", "/openapi.json")[1]
    schemas = document["components"]["schemas"]

    assert _references(document) <= {f"#/components/schemas/{name}" for name in schemas}
    assert schemas["Payment"]["properties"]["amount"]["description"] == "Amount in whole Colombian pesos."
    assert document["paths"]["/payment"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Payment"
    }


def test_help_names_every_field_with_its_meaning() -> None:
    text = models.Payment.__doc__ or ""

    assert "Attributes:\n" in text
    assert "amount: Amount in whole Colombian pesos." in text
