"""Operations that have no function yet. The list only shrinks, and is empty before the sandbox is published."""

from __future__ import annotations

from typing import Final

NOT_YET_WRITTEN: Final[frozenset[str]] = frozenset(
    (
        "accounts_create",
        "accounts_delete",
        "accounts_get",
        "accounts_list",
        "accounts_list_banks",
        "accounts_validate",
        "banks_list",
        "cards_create",
        "cards_create_tokenized",
        "cards_get",
        "cards_list",
        "cities_list",
        "connect_links_create",
        "customer_sessions_create_charge",
        "customer_sessions_get_charge",
        "customer_sessions_list_payment_methods",
        "customer_sessions_request_otp",
        "customer_sessions_verify_otp",
        "customers_list_accounts",
        "customers_list_cards",
        "plans_create",
        "plans_list",
        "plans_update",
        "states_list",
        "subscriptions_cancel",
        "subscriptions_create",
        "subscriptions_list",
        "templates_list",
    )
)
