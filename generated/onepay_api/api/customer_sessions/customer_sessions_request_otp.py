"""The record of customer_sessions_request_otp: Request a one-time code for a customer."""

from __future__ import annotations

from onepay_core.operation import Operation

from ...shapes import Shape

CUSTOMER_SESSIONS_REQUEST_OTP: Operation[None] = Operation(
    id="customer_sessions_request_otp",
    method="POST",
    path="/customers/login",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="inferred",
    source="https://docs.onepay.la/client/customer-session/verify-otp",
    body=Shape("CustomerOtpRequest"),
    body_required=True,
    moves_money=False,
    replies={
        "2XX": None,
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
