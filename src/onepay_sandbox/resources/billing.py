"""The terms of plans and subscriptions: what is collected in a cycle, and when the next one begins."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import BOGOTA, day_of
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import invalid_field

ABOUT_PLAN: Final = ("created_at", "updated_at", "metadata")
_MONTHS: Final = {"monthly": 1, "bi_monthly": 2, "quarterly": 3, "biannually": 6, "yearly": 12}
_DAYS: Final = {"daily": 1, "weekly": 7}
_YEAR: Final = 12
_LAST_YEAR: Final = 9998
_CENTS: Final = 100
_MOST_CENTS: Final = 10**14
_MOST_CYCLES: Final = 10_000
_MOST_DAYS: Final = 3_660
DEFAULTS: Final[Document] = {
    "name": "Suscripción",
    "description": "",
    "internal_id": None,
    "coupon_id": None,
    "currency": "COP",
    "cicle_frequency": "monthly",
    "cicles": 0,
    "allows": {},
    "trial": {},
    "complex_payments": [],
    "features": [],
    "suggest_auto_debit": False,
    "remember_to_pay_before": 0,
    "cancel_after_no_payment_before": 0,
}
"""What the terms of a plan or a subscription say where a request is silent."""
_ALLOWS: Final = {
    "cards": True,
    "accounts": True,
    "card_extra": False,
    "realtime": False,
    "pse": True,
    "transfiya": True,
}

ASSUMPTIONS: Final = (
    Assumption(
        "billing-frequencies",
        "ours",
        "`bi_monthly` is every two months and `biannually` every six.",
        "The list is documented without a meaning, and both words have two.",
    ),
    Assumption(
        "billing-same-day",
        "ours",
        "Cycles by months begin on the same day of the month in Bogotá, or on the last where a month is shorter.",
        "No page says when a cycle begins after the first.",
    ),
    Assumption(
        "billing-whole-pesos",
        "ours",
        "Of an amount in cents, whole pesos are collected and the rest is dropped; a cycle over nothing is paid.",
        "Charges are made in whole pesos.",
    ),
    Assumption(
        "billing-bounds",
        "ours",
        "Terms with a negative number, over 1,000,000,000,000 pesos, 10,000 cycles or ten years are refused with 422.",
        "No page states bounds, and such terms cannot be kept.",
    ),
)


def terms_of_plan(plan: StoredObject) -> Document:
    """The terms of a plan, for a subscription that follows it, whose trial starts when it starts itself."""
    trial = {name: value for name, value in plan["trial"].items() if name != "start_trial_date"}
    return {**{name: value for name, value in plan.state.items() if name not in ABOUT_PLAN}, "trial": trial}


def check_terms(terms: Document) -> None:
    """Raises `Refusal` for terms that cannot be kept."""
    _within("amount_in_cents", terms["amount_in_cents"], _CENTS, _MOST_CENTS)
    _within("cicles", terms["cicles"] or 0, 0, _MOST_CYCLES)
    _within("trial.trial_days", terms["trial"].get("trial_days", 0), 0, _MOST_DAYS)
    _within("cancel_after_no_payment_before", terms["cancel_after_no_payment_before"], 0, _MOST_DAYS)
    for index, payment in enumerate(terms["complex_payments"]):
        _within(f"complex_payments.{index}.amount_in_cents", payment["amount_in_cents"], 0, _MOST_CENTS)
    if terms["currency"] != "COP":
        raise invalid_field("currency", "La moneda no está soportada.")


def is_frequency(name: Json) -> bool:
    """Whether it names the length of a cycle."""
    return name in _MONTHS or name in _DAYS


def amount_of(terms: Document, cycle: int) -> int:
    """What is collected in a cycle, in whole pesos."""
    cents: int = terms["amount_in_cents"]
    for payment in terms["complex_payments"]:
        if 0 <= cycle - payment["apply_on_cicle"] < payment["for_cicles"]:
            cents = payment["amount_in_cents"]
    return cents // _CENTS


def later(moment: datetime, frequency: str, day: int, cycles: int = 1) -> datetime:
    """When so many cycles that began at `moment` are over; those by months begin on `day` of a month."""
    if frequency in _DAYS:
        return moment + timedelta(days=_DAYS[frequency] * cycles)
    local = moment.astimezone(BOGOTA)
    years, month = divmod(local.month - 1 + _MONTHS[frequency] * cycles, _YEAR)
    year = min(local.year + years, _LAST_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return local.replace(year=year, month=month + 1, day=min(day, last)).astimezone(moment.tzinfo)


def day_of_month(moment: datetime) -> int:
    """The day in Bogotá on which cycles by months begin that begin at `moment` first."""
    return day_of(moment).day


def trial_days(terms: Document) -> int:
    """How many days pass before the first collection."""
    days: int = terms["trial"].get("trial_days", 0)
    return days if terms["trial"].get("has_trial", days > 0) else 0


def terms_view(terms: Document) -> dict[str, Json]:
    """What plans and subscriptions show of their terms alike."""
    copied = ("name", "description", "coupon_id", "currency", "amount_in_cents", "cicle_frequency")
    days = trial_days(terms)
    return {
        **{name: terms[name] for name in (*copied, "complex_payments", "features")},
        "reference_price_in_cents": str(terms.get("reference_price_in_cents", terms["amount_in_cents"])),
        "allows": {**_ALLOWS, **terms["allows"]},
        "trial": {"has_trial": days > 0, "trial_days": days},
    }


def _within(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise invalid_field(field, f"El campo {field} debe estar entre {least} y {most}.")
