"""Plans: terms that subscriptions follow."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.clock import stamp
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import invalid
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import PAGES, UnitOfWork
from onepay_sandbox.lives import billing

_CENTS: Final = 100
_CYCLES: Final = {"monthly": "monthly", "annual": "yearly"}
_OLDER: Final = ("reference_price_in_cents", "cicle_frequency")
_NEWER: Final = ("amount", "cycle_frequency", "cycle_type")
_ABOUT: Final = ("created_at", "updated_at", "metadata")

LIFE: Final = StateMachine(kind="plan")

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
)


def make(unit: UnitOfWork, fields: Document) -> StoredObject:
    """A new plan, from either form. Raises `Refusal`."""
    return unit.create("plan", {**_terms(_older_form(fields)), "updated_at": stamp(unit.now)})


def replace(unit: UnitOfWork, plan: StoredObject, fields: Document) -> None:
    """Give a plan new terms. Raises `Refusal`."""
    unit.change(plan, **_terms(fields), updated_at=stamp(unit.now))


def terms_of(plan: StoredObject) -> Document:
    """The terms of a plan, for a subscription that follows it, whose trial starts when it starts itself."""
    trial = {name: value for name, value in plan["trial"].items() if name != "start_trial_date"}
    return {**{name: value for name, value in plan.state.items() if name not in _ABOUT}, "trial": trial}


def view(plan: StoredObject) -> Json:
    """The plan as the contract's `Plan`."""
    return {
        "id": plan.id,
        **billing.view(plan.state),
        "internal_id": plan["internal_id"],
        "cicles": plan["cicles"],
        **{name: plan[name] for name in _ABOUT},
        "link": f"{PAGES}/plan/{plan.id}",
    }


def _terms(fields: Document) -> dict[str, Json]:
    terms: dict[str, Json] = {**billing.DEFAULTS, "metadata": [], **fields}
    billing.check(terms)
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
