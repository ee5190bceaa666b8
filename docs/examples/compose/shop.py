"""A shop beside the sandbox: it sells coffee, and learns from webhooks which orders were paid.

`compose.yaml` runs it. By hand, beside `onepay sandbox start`:

    ONEPAY_BASE_URL=http://127.0.0.1:8700 ONEPAY_API_KEY=sk_test_shop python shop.py
"""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from onepay_client import AsyncOnePay, idempotency_key, outcome_of
from onepay_client.webhooks import Delivery, EventName, Receiver
from onepay_client.webhooks.starlette import endpoint


class Shop:
    """Takes orders, and remembers which of them were paid."""

    def __init__(self, client: AsyncOnePay, url: str) -> None:
        """Sell through `client`; events arrive at `url`, where the sandbox reaches this shop."""
        self.client = client
        self.webhook_url = f"{url}/onepay"
        self.paid: set[str] = set()

    def application(self) -> Starlette:
        """The shop as an application."""
        orders = "/orders/{number:int}"
        routes = [Route(orders, self.buy, methods=["POST"]), Route(orders, self.show, methods=["GET"])]
        return Starlette(routes=routes, lifespan=self._lifespan)

    async def buy(self, request: Request) -> JSONResponse:
        """Make a payment for an order; asked again, the same one."""
        number = str(request.path_params["number"])
        payment = await self.client.payments.create(
            title="Café de origen",
            amount=150_000,
            external_id=number,
            idempotency_key=idempotency_key("order", number),
        )
        return JSONResponse({"order": number, "payment": payment.id, "pay_at": payment.payment_link}, 201)

    async def show(self, request: Request) -> JSONResponse:
        """Whether an order was paid."""
        number = str(request.path_params["number"])
        return JSONResponse({"order": number, "paid": number in self.paid})

    async def on_delivery(self, delivery: Delivery) -> None:
        """Note what was paid: the event says of which payment, and the API says what is true of it."""
        if delivery.name == EventName.PAYMENT_APPROVED and delivery.resource_id:
            payment = await self.client.payments.get(delivery.resource_id)
            if outcome_of(payment).paid:
                self.paid.add(str(payment.external_id))

    @asynccontextmanager
    async def _lifespan(self, application: Starlette) -> AsyncGenerator[None]:
        async with self.client:
            receiver = await self._registered()
            application.routes.append(Route("/onepay", endpoint(receiver, self.on_delivery), methods=["POST"]))
            yield

    async def _registered(self) -> Receiver:
        """A receiver for a new webhook; one of an earlier start goes, since nothing shows its secret again."""
        for known in (await self.client.webhooks.list()).data:
            if known.url == self.webhook_url:
                await self.client.webhooks.delete(known.id)
        events = [EventName.PAYMENT_APPROVED]
        made = await self.client.webhooks.create(name="Shop", url=self.webhook_url, events=events)
        return Receiver(secret=made.data.secret, token=made.data.header, environment="test")


def main() -> None:
    """Serve the shop until SIGTERM or Ctrl-C."""
    host, port = os.environ.get("SHOP_HOST", "127.0.0.1"), int(os.environ.get("SHOP_PORT", "8000"))
    with socket.create_server((host, port)) as listener:
        own = f"http://127.0.0.1:{listener.getsockname()[1]}"
        shop = Shop(AsyncOnePay(), os.environ.get("SHOP_URL", own))
        print(f"The shop listens on {own}", flush=True)
        uvicorn.Server(uvicorn.Config(shop.application(), log_level="warning")).run([listener])


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):  # uvicorn raises it once more after Ctrl-C
        main()
