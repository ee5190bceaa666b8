"""Utilities: bills of water, power and the like."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search
from onepay_sandbox.lives import bills, direct_debits
from onepay_sandbox.resources.pagination import LARGEST, Page, counted, linked, page, without_nulls

_SIZE: Final = 50
_NOT_KNOWN: Final = ("last_page", "total")


def utilities_list_providers(call: Call) -> Json:
    """The utilities whose bills can be paid; they fit on one page, and any other is empty."""
    number = call.query.get("page", 1)
    shown = [provider.view(call.unit) for provider in bills.PROVIDERS] if number == 1 else []
    return linked(Page(shown, number, _SIZE, len(bills.PROVIDERS)), call.url)


def utilities_pay(call: Call) -> None:
    """Pay a bill from the balance."""
    bills.pay(call.unit, **call.body)


def utilities_list_direct_debits(call: Call) -> Json:
    """All enrolments, newest first: no parameter leads to a second page."""
    envelope = counted(page(call, Search("direct_debit"), direct_debits.view, size=LARGEST))
    return without_nulls({name: value for name, value in envelope.items() if name not in _NOT_KNOWN})


def utilities_create_direct_debit_link(call: Call) -> Json:
    """A link on which a payer enrols a bill in automatic debits."""
    return direct_debits.view_link(direct_debits.open_link(call.unit, call.body))
