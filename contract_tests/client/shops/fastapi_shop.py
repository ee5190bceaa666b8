"""A shop on FastAPI: it makes payment links, shows payments, and knows whether an order was paid."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Body, Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel

from onepay_client import AsyncOnePay, NotFound, idempotency_key, models, outcome_of


class Order(BaseModel):
    """An order of the shop, with its payment."""

    number: int
    paid: bool
    payment: models.Payment


def make_app(client: AsyncOnePay) -> FastAPI:
    """The shop, over a client."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        async with client:
            yield

    app = FastAPI(lifespan=lifespan)
    app.state.onepay = client
    app.post("/orders/{number}", status_code=201)(place_order)
    app.get("/payments/{payment_id}")(show_payment)
    app.get("/banks")(list_banks)
    return app


def onepay(request: Request) -> AsyncOnePay:
    """The client of the application."""
    client: AsyncOnePay = request.app.state.onepay
    return client


Client = Annotated[AsyncOnePay, Depends(onepay)]


async def place_order(number: int, amount: Annotated[int, Body(embed=True)], client: Client) -> Order:
    """Make the link of an order."""
    payment = await client.payments.create(
        title=f"Pedido {number}",
        amount=amount,
        currency="COP",
        metadata={"order": number},
        idempotency_key=idempotency_key("order", number),
    )
    return Order(number=number, paid=outcome_of(payment).paid, payment=payment)


async def show_payment(payment_id: str, client: Client) -> models.Payment:
    """Answer a payment as OnePay has it."""
    try:
        return await client.payments.get(payment_id)
    except NotFound as error:
        raise HTTPException(404, "no such payment") from error


async def list_banks(client: Client) -> list[models.Bank]:
    """Answer all banks, in one page or several, bare or not."""
    return [bank async for bank in await client.banks.list()]
