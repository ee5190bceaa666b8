"""What banks and holders do with accounts, and customers with connect links."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.lives import accounts, connect_links
from onepay_sandbox.objects import Record
from onepay_sandbox.values import Json


def accounts_inspect(call: ControlCall) -> Json:
    """What will become of an account, and which code its holder got."""
    return _seen(call.named("account"))


def accounts_decide(call: ControlCall) -> Json:
    """Let the bank or the holder decide now."""
    account = call.named("account")
    accounts.decide(call.unit, account, call.body["status"])
    return _seen(account)


def connect_links_complete(call: ControlCall) -> Json:
    """Save a payment method in the place of the customer."""
    link = call.named("connect_link")
    method = connect_links.complete(call.unit, link, call.body)
    saved = {"kind": method.kind, "id": method.id}
    return {"id": link.id, "status": link.status, "completed": link["completed"], "saved": saved}


def _seen(account: Record) -> Json:
    return {"id": account.id, "status": account.status, "verdict": account["verdict"], "otp": account["otp"]}
