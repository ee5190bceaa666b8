"""Connect links."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.lives import connect_links
from onepay_sandbox.lives.direct_charges import payer


def connect_links_create(call: Call) -> Json:
    """Make a link on which a customer saves a payment method."""
    customer = payer(call.unit, call.body["customer_id"])
    return connect_links.view(connect_links.create(call.unit, customer, call.body))
