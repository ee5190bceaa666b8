"""Companies that the merchant enrols with OnePay."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.objects import StateMachine, StoredObject

_SHOWN: Final = ("name", "legal_name", "phone", "document_type", "document_number")

COMPANY_STATES: Final = StateMachine(kind="company", transitions={"pending": ()})

ASSUMPTIONS: Final = (
    Assumption(
        "company-stays-pending",
        "ours",
        "An enrolled company is pending and stays so, and works in COP.",
        "No other state is documented, and no call reads a company.",
    ),
    Assumption(
        "company-industry",
        "ours",
        "A company that is enrolled without an industry is answered with its economic activity as industry.",
        "The field stands in the documented reply, never null, and the sample has the same code in both.",
    ),
)


def view(company: StoredObject) -> Json:
    """The company as the contract's `Company`."""
    industry = company.get("industry", company["economic_activity"])
    named = {name: company[name] for name in _SHOWN}
    return {"id": company.id, **named, "status": company.status, "industry": industry, "currency": "COP"}


def companies_create(call: Call) -> Json:
    """Enrol a company, which is pending."""
    return view(call.unit.create("company", call.body))
