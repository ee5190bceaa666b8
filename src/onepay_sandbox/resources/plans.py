"""Plans: terms that subscriptions follow."""

from __future__ import annotations

from functools import partial
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import stamp
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import invalid
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import billing
from onepay_sandbox.resources.billing import ABOUT_PLAN
from onepay_sandbox.resources.pagination import counted, page, without_nulls
from onepay_sandbox.resources.subscriptions import change_terms, is_over

_CENTS: Final = 100
_CYCLES: Final = {"monthly": "monthly", "annual": "yearly"}
_OLDER: Final = ("reference_price_in_cents", "cicle_frequency")
_NEWER: Final = ("amount", "cycle_frequency", "cycle_type")

PLAN_STATES: Final = StateMachine(kind="plan")
_THEIR_OWN: Final = ("internal_id", "trial")

ASSUMPTIONS: Final = (
    Assumption(
        "plan-older-form",
        "documented",
        "A plan with amount_in_cents needs reference_price_in_cents and cicle_frequency too.",
        "The old reference, the only page about the call, requires all three.",
    ),
    Assumption(
        "plan-newer-form",
        "ours",
        "A plan with amount, in pesos, has the cycle that cycle_frequency names as the older form does, or else "
        "cycle_type; it is monthly without both.",
        "An integrator met the three names; what cycle_frequency holds is not known.",
    ),
    Assumption(
        "plan-update-whole",
        "inferred",
        "An update replaces a plan whole: what it leaves out goes back to its default.",
        "The old reference gives the update the same fields and defaults as the creation.",
    ),
    Assumption(
        "plan-followers",
        "inferred",
        "With update_existing_subscriptions those that follow a plan take its new terms, but for trial and "
        "internal_id.",
        "Only the name of the field says what it does.",
    ),
)


def make(unit: UnitOfWork, fields: Document) -> StoredObject:
    """A new plan, from either form. Raises `Refusal`."""
    return unit.create("plan", {**_terms(_older_form(fields)), "updated_at": stamp(unit.now)})


def replace(unit: UnitOfWork, plan: StoredObject, fields: Document) -> None:
    """Give a plan new terms. Raises `Refusal`."""
    unit.change(plan, **_terms(fields), updated_at=stamp(unit.now))


def view(unit: UnitOfWork, plan: StoredObject) -> Json:
    """The plan as the contract's `Plan`."""
    return {
        "id": plan.id,
        **billing.terms_view(plan.state),
        "internal_id": plan["internal_id"],
        "cicles": plan["cicles"],
        **{name: plan[name] for name in ABOUT_PLAN},
        "link": f"{unit.pages}/plan/{plan.id}",
    }


def _terms(fields: Document) -> dict[str, Json]:
    terms: dict[str, Json] = {**billing.DEFAULTS, "metadata": [], **fields}
    billing.check_terms(terms)
    return terms


def _older_form(fields: Document) -> Document:
    """The request in the older form. Raises `Refusal` where that lacks something, or the newer is not understood."""
    if "amount_in_cents" in fields:
        missing = {name: [f"El campo {name} es obligatorio."] for name in _OLDER if name not in fields}
        if missing:
            raise invalid(missing)
        return {name: value for name, value in fields.items() if name not in _NEWER}
    cents = dict.fromkeys(("amount_in_cents", "reference_price_in_cents"), fields["amount"] * _CENTS)
    rest = {name: value for name, value in fields.items() if name not in _NEWER}
    return {**cents, "cicle_frequency": _frequency(fields), **rest}


def _frequency(fields: Document) -> str:
    named = fields.get("cycle_frequency")
    if billing.is_frequency(named):
        return str(named)
    kind = fields.get("cycle_type", "monthly")
    if kind not in _CYCLES:
        raise invalid({"cycle_type": ["El campo cycle_type debe ser monthly o annual."]})
    return _CYCLES[kind]


def plans_create(call: Call) -> Json:
    """Set terms that subscriptions can follow."""
    return view(call.unit, make(call.unit, call.body))


def plans_list(call: Call) -> Json:
    """One page of plans."""
    return without_nulls(counted(page(call, Search("plan"), partial(view, call.unit), size=20)))


def plans_update(call: Call) -> Json:
    """Replace the terms of a plan and, where the body asks for it, of the subscriptions that follow it."""
    plan, body = call.named("plan"), dict(call.body)
    also_followers = body.pop("update_existing_subscriptions", False)
    replace(call.unit, plan, body)
    if also_followers:
        _update_followers(call, plan)
    return view(call.unit, plan)


def _update_followers(call: Call, plan: StoredObject) -> None:
    found, _ = call.unit.objects.find(Search("subscription", having={"plan_id": plan.id}))
    terms = {name: value for name, value in billing.terms_of_plan(plan).items() if name not in _THEIR_OWN}
    for subscription in found:
        if is_over(subscription):
            continue
        change_terms(call.unit, subscription, terms)
