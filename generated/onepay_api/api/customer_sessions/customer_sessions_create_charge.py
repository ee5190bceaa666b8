"""The record of customer_sessions_create_charge: Charge a stored payment method in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.session_charge_attempt import SessionChargeAttempt

CUSTOMER_SESSIONS_CREATE_CHARGE: Operation[SessionChargeAttempt] = Operation(
    id="customer_sessions_create_charge",
    method="POST",
    path="/customers/session/charges",
    server="https://api.onepay.la/v1",
    security=(
        "CustomerToken",
        "SecretKey",
    ),
    evidence="documented",
    source="https://docs.onepay.la/client/customer-session/create-charge",
    body=Shape("SessionChargeCreate"),
    body_required=True,
    replies={
        "2XX": Shape("SessionChargeAttempt"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
