"""Companies."""

from __future__ import annotations

from onepay_sandbox.calls import Call
from onepay_sandbox.lives.companies import view
from onepay_sandbox.values import Json


def companies_create(call: Call) -> Json:
    """Enrol a company, which is pending."""
    return view(call.unit.create("company", call.body))
