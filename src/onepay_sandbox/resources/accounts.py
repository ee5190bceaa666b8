"""Bank accounts and wallets of customers."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search
from onepay_sandbox.lives import accounts, methods
from onepay_sandbox.lives.direct_charges import payer
from onepay_sandbox.resources.pagination import linked, page
from onepay_sandbox.simulation.banks import listed

_MESSAGES: Final = {
    "PENDING": "El titular debe aceptar la vinculación en su aplicación.",
    "ACTIVE": "La cuenta fue validada.",
    "REJECTED": "La cuenta no pudo ser validada.",
}


def accounts_create(call: Call) -> Json:
    """Register an account or a wallet of a customer."""
    customer = payer(call.unit, call.body["customer_id"])
    return accounts.view(call.unit, accounts.register(call.unit, customer, call.body))


def accounts_list(call: Call) -> Json:
    """One page of accounts, of all customers or of one."""
    search = Search("account", owner=call.query.get("customer_id"), status=call.query.get("status"))
    return linked(page(call, search, methods.view, size=20), call.url)


def accounts_get(call: Call) -> Json:
    """One account."""
    return accounts.view(call.unit, call.named("account"))


def accounts_delete(call: Call) -> None:
    """Delete an account; charges that were made with it keep naming it."""
    call.unit.delete(call.named("account"))


def accounts_validate(call: Call) -> Json:
    """Prove that a wallet is its holder's."""
    account = call.named("account")
    accounts.validate(call.unit, account, call.body.get("otp"))
    return {"id": account.id, "status": account.status, "message": _MESSAGES[account.status]}


def accounts_list_banks(call: Call) -> Json:
    """The banks, by the older path."""
    return listed(call)
