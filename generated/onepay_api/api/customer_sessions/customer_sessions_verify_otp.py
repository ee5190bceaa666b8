"""The record of customer_sessions_verify_otp: Verify a one-time code and open a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.customer_session import CustomerSession

CUSTOMER_SESSIONS_VERIFY_OTP: Operation[CustomerSession] = Operation(
    id="customer_sessions_verify_otp",
    method="POST",
    path="/customers/login/verify",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/customer-session/verify-otp",
    body=Shape("CustomerOtpVerify"),
    body_required=True,
    secret_body=True,
    moves_money=False,
    replies={
        "2XX": Shape("CustomerSession"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
