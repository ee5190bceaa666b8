"""Control calls about customers, their bank accounts, and what they save behind connect links."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.control.api import ControlCall
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.resources import accounts, connect_links
from onepay_sandbox.resources.customer_sessions import pending_login


def customers_inspect(call: ControlCall) -> Json:
    """Whether a customer may log in, and with which code."""
    customer = call.named("customer")
    login = pending_login(call.unit, customer.id)
    return {"id": customer.id, "banned": customer.get("banned", False), "otp": login["otp"] if login else None}


def customers_ban(call: ControlCall) -> Json:
    """Ban a customer, or take the ban back."""
    call.unit.change(call.named("customer"), banned=call.body["banned"])
    return customers_inspect(call)


def accounts_inspect(call: ControlCall) -> Json:
    """What will become of an account, and which code its holder got."""
    return _account_view(call.named("account"))


def accounts_decide(call: ControlCall) -> Json:
    """Let the bank or the holder decide now."""
    account = call.named("account")
    accounts.decide(call.unit, account, call.body["status"])
    return _account_view(account)


def connect_links_complete(call: ControlCall) -> Json:
    """Save a payment method in the place of the customer."""
    link = call.named("connect_link")
    method = connect_links.complete(call.unit, link, call.body)
    saved = {"kind": method.kind, "id": method.id}
    return {"id": link.id, "status": link.status, "completed": link["completed"], "saved": saved}


def _account_view(account: StoredObject) -> Json:
    return {"id": account.id, "status": account.status, "verdict": account["verdict"], "otp": account["otp"]}
