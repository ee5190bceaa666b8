"""Connect links."""

from __future__ import annotations

from onepay_sandbox.calls import Call
from onepay_sandbox.lives import connect_links
from onepay_sandbox.lives.direct_charges import payer
from onepay_sandbox.values import Json


def connect_links_create(call: Call) -> Json:
    """Make a link on which a customer saves a payment method."""
    customer = payer(call.unit, call.body["customer_id"])
    return connect_links.view(connect_links.create(call.unit, customer, call.body))
