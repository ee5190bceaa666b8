"""A shop on Django: one view makes a payment link, another shows the payment."""

import json

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import URLPattern, path

from onepay_client import OnePay, ValidationFailed, models
from onepay_client.webhooks import Delivery, EventName, Receiver
from onepay_client.webhooks.django import view


def routes(client: OnePay, receiver: Receiver, paid: list[str]) -> list[URLPattern]:
    """The pages of the shop."""

    def pay(request: HttpRequest) -> HttpResponseBase:
        order = json.loads(request.body)
        try:
            payment = client.payments.create(
                title=str(order["title"]),
                amount=int(order["amount"]),
                allows=models.Allows(cards=True, accounts=False, card_extra=False, pse=True, realtime=False),
            )
        except ValidationFailed as error:
            return JsonResponse({"problems": dict(error.field_errors)}, status=422)
        return JsonResponse({"id": payment.id, "link": payment.payment_link}, status=201)

    def show(_: HttpRequest, payment_id: str) -> HttpResponseBase:
        payment = client.payments.get(payment_id)
        paid_at = payment.paid_at.isoformat() if payment.paid_at else None
        return JsonResponse({"paid_at": paid_at, "payment": payment.to_dict()})

    def on_delivery(delivery: Delivery) -> None:
        if delivery.name == EventName.PAYMENT_APPROVED and delivery.resource_id:
            paid.append(delivery.resource_id)

    return [
        path("pay", pay),
        path("payments/<str:payment_id>", show),
        path("onepay", view(receiver, on_delivery)),
    ]
