"""Companies."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.lives.companies import view


def companies_create(call: Call) -> Json:
    """Enrol a company, which is pending."""
    return view(call.unit.create("company", call.body))
