"""What utilities and the payers of their bills do."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.lives import bills, direct_debits
from onepay_sandbox.values import Json


def utilities_bill(call: ControlCall) -> Json:
    """Let a utility issue a bill."""
    bill = bills.issue(call.unit, **call.body)
    shown = {"reference": bill["reference"], "amount": bill["amount"], "status": bill.status}
    return {"id": bill.id, "provider_id": bill.owner, **shown}


def direct_debits_enrol(call: ControlCall) -> Json:
    """Let a payer follow a link and enrol its bill."""
    enrolment = direct_debits.enrol(call.unit, call.named("direct_debit_link"), call.body)
    return {"id": enrolment.id, "reference": enrolment["reference"], "status": enrolment.status}
