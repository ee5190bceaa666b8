"""Wallets of customers."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search
from onepay_sandbox.lives import wallets
from onepay_sandbox.resources.pagination import counted, page


def wallets_get_balance(call: Call) -> Json:
    """What a customer holds."""
    return wallets.view(call.unit, call.named("customer").id)


def wallets_list_transactions(call: Call) -> Json:
    """The movements in a customer's wallet, newest first."""
    search = Search("wallet_transaction", owner=call.named("customer").id)
    return counted(page(call, search, wallets.view_movement, size=20))


def wallets_top_up(call: Call) -> Json:
    """Move money from the company's balance into a customer's wallet."""
    return wallets.view_top_up(wallets.top_up(call.unit, call.named("customer"), **call.body))
