"""Operations that have no function yet. The list only shrinks, and is empty before the sandbox is published."""

from __future__ import annotations

from typing import Final

NOT_YET_WRITTEN: Final[frozenset[str]] = frozenset(
    (
        "connect_links_create",
        "customer_sessions_create_charge",
        "customer_sessions_get_charge",
        "customer_sessions_list_payment_methods",
        "customer_sessions_request_otp",
        "customer_sessions_verify_otp",
        "plans_create",
        "plans_list",
        "plans_update",
        "subscriptions_cancel",
        "subscriptions_create",
        "subscriptions_list",
    )
)
