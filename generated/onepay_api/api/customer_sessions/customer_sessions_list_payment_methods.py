"""The record of customer_sessions_list_payment_methods: List the payment methods of a session's customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.session_payment_method_list import SessionPaymentMethodList

CUSTOMER_SESSIONS_LIST_PAYMENT_METHODS: Operation[SessionPaymentMethodList] = Operation(
    id="customer_sessions_list_payment_methods",
    method="GET",
    path="/customers/session/payment-methods",
    server="https://api.onepay.la/v1",
    security=(
        "CustomerToken",
        "SecretKey",
    ),
    evidence="documented",
    source="https://docs.onepay.la/client/customer-session/list-payment-methods",
    replies={
        "200": Shape("SessionPaymentMethodList"),
        "401": Shape("ErrorReply"),
    },
)
