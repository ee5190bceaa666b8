"""The programs of strangers do what they are meant to do, over the sandbox in their own process."""

from __future__ import annotations

import asyncio
import json
import runpy
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from django.test import Client, override_settings

from client.shops import cli_shop, django_shop, fastapi_shop, flask_shop
from onepay_client import AsyncOnePay, OnePay
from onepay_client.webhooks import Receiver
from onepay_sandbox.local import LocalSandbox
from support.endpoints import set_up_django

set_up_django()

SHOPS: Final = Path(__file__).parent / "shops"


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    with closing(LocalSandbox()) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: LocalSandbox) -> Iterator[OnePay]:
    with OnePay(sandbox.secret_key, transport=sandbox.transport) as client:
        yield client


def test_fastapi_shop_answers_orders_payments_and_banks(sandbox: LocalSandbox) -> None:
    async def shop() -> tuple[Any, Any, Any, int]:
        client = AsyncOnePay(sandbox.secret_key, transport=sandbox.async_transport)
        transport = httpx.ASGITransport(fastapi_shop.make_app(client))
        async with client, httpx.AsyncClient(transport=transport, base_url="http://shop.example.com") as browser:
            order = (await browser.post("/orders/118", json={"amount": 150_000})).json()
            payment = (await browser.get(f"/payments/{order['payment']['id']}")).json()
            return (
                order,
                payment,
                (await browser.get("/banks")).json(),
                (await browser.get("/payments/none")).status_code,
            )

    order, payment, banks, missing = asyncio.run(shop())
    assert (order["number"], order["paid"], order["payment"]) == (118, False, payment)
    assert payment["metadata"] == {"order": 118}
    assert (bool(banks), missing) == (True, 404)


def test_django_shop_makes_and_shows_a_payment(client: OnePay) -> None:
    receiver = Receiver(secret="whsec_shop", token="wh_hdr_shop")  # noqa: S106 - made up
    routes = django_shop.routes(client, receiver, [])
    with override_settings(ROOT_URLCONF=tuple(routes)):
        made = Client().post("/pay", json.dumps({"title": "Café", "amount": 20_000}), content_type="application/json")
        shown = Client().get(f"/payments/{made.json()['id']}")

    assert (made.status_code, shown.status_code) == (201, 200)
    assert (shown.json()["paid_at"], shown.json()["payment"]["amount"]) == (None, 20_000)


def test_flask_shop_charges_a_card(sandbox: LocalSandbox, client: OnePay) -> None:
    customer = client.customers.create(
        user_type="natural",
        first_name="Mariana",
        last_name="Ospina",
        email="mariana@example.com",
        phone="+573001112233",
        document_type="CC",
        document_number="1053800001",
    )
    with OnePay(sandbox.secret_key, public_key=sandbox.public_key, transport=sandbox.transport) as cards:
        card = cards.cards.create(
            customer_id=customer.id,
            card_number="4242424242424242",
            holder_name="Mariana Ospina",
            expiration_month="12",
            expiration_year="30",
            ccv="123",
            authorization=True,
        )
    browser = flask_shop.make_app(client).test_client()
    reply = browser.post("/charge/118", data={"amount": 85_000, "customer": customer.id, "card": card.id})

    assert reply.status_code == 200
    assert (reply.get_json()["paid"], reply.get_json()["charge"]["amount"]) == (True, 85_000)


def test_command_registers_and_pays_people(
    sandbox: LocalSandbox, client: OnePay, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox.deposit(10_000_000)
    bank = next(iter(client.banks.list())).id
    rows = "first_name,last_name,email,phone,document,born,bank,pesos\n"
    rows += f"Julián,Rentería,julian@example.com,+573001112234,1053800002,1991-05-06,{bank},1200000\n"
    (tmp_path / "people.csv").write_text(rows, encoding="utf-8")

    assert cli_shop.main([str(tmp_path / "people.csv"), "--month", "2026-02"], client) == 0
    assert capsys.readouterr().out.startswith("1053800002: p")


def test_notebook_counts_its_payments() -> None:
    names = runpy.run_path(str(SHOPS / "notebook.py"))

    assert names["total"] == "$60.000"
    assert len(json.loads(names["text"])) == 3
    assert names["table"].getvalue().count("\n") == 4
