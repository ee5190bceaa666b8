"""What is switched on for an invoice outside of the API."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.lives import invoices
from onepay_sandbox.values import Json


def invoices_allow_parts(call: ControlCall) -> Json:
    """Let an invoice be paid in parts."""
    invoice = call.named("invoice")
    invoices.allow_parts(call.unit, invoice, call.body)
    return {"id": invoice.id, "payment_id": invoice["payment_id"], "terms": invoice["partial_payment_config"]}
