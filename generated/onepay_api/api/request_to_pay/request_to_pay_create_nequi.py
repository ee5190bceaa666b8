"""The record of request_to_pay_create_nequi: Ask a Nequi wallet to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.request_to_pay_intent import RequestToPayIntent

REQUEST_TO_PAY_CREATE_NEQUI: Operation[RequestToPayIntent] = Operation(
    id="request_to_pay_create_nequi",
    method="POST",
    path="/request-to-pay/nequi",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/request-to-pay/nequi",
    body=Shape("NequiRequestCreate"),
    body_required=True,
    replies={
        "2XX": Shape("RequestToPayIntent"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
