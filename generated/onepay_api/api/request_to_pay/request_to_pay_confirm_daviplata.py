"""The record of request_to_pay_confirm_daviplata: Confirm a request to a Daviplata wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.request_to_pay_intent import RequestToPayIntent

REQUEST_TO_PAY_CONFIRM_DAVIPLATA: Operation[RequestToPayIntent] = Operation(
    id="request_to_pay_confirm_daviplata",
    method="POST",
    path="/request-to-pay/daviplata/{payment_intent_id}/confirm",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/request-to-pay/daviplata-confirm",
    parameters=(
        Parameter(
            "payment_intent_id", "path", "payment_intent_id", Annotated[str, msgspec.Meta(min_length=1)], required=True
        ),
    ),
    body=Shape("DaviplataRequestConfirm"),
    body_required=True,
    secret_body=True,
    replies={
        "2XX": Shape("RequestToPayIntent"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
