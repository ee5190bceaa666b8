"""Bills of utilities: of water, power and the like, paid from the company's balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.core.money import BALANCE, OUTSIDE
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import payouts

_TEST_REFERENCE: Final = "111100005555"
_TEST_AMOUNT: Final = 50_000

LIFE: Final = StateMachine(kind="bill", transitions={"open": ("paid",), "paid": ("open",)})

ASSUMPTIONS: Final = (
    Assumption(
        "utility-providers",
        "ours",
        "There are three utilities, which do not exist outside of the sandbox.",
        "The names in the documents are those of companies, and their ids are not published.",
    ),
    Assumption(
        "utility-from-balance",
        "inferred",
        "A utility bill is paid at once from the company's balance, with the errors of the withdrawal page.",
        "The page does not say from where; the company has nothing else.",
    ),
    Assumption(
        "utility-test-reference",
        "documented",
        "With a test key, every utility has a bill 111100005555 of 50,000 pesos that can be paid again and again.",
        "The page offers the reference for tests; the amount and the repetition are ours.",
    ),
    Assumption(
        "utility-bill-of-the-test",
        "ours",
        "Any other bill has to be issued through the control API; one that was not, or is paid, is refused with 422.",
        "The request carries no amount, so the utility must have said it before.",
    ),
)


@dataclass(frozen=True, slots=True)
class Provider:
    """A utility."""

    name: str
    help_text: str | None = None

    def identity(self, unit: UnitOfWork) -> str:
        """Its id, which is always the same for one account."""
        return unit.fixed_id(f"utility {self.name}")

    def view(self, unit: UnitOfWork) -> Json:
        """The utility as the contract's `UtilityProvider`."""
        return {"id": self.identity(unit), "name": self.name, "help_text": self.help_text}


PROVIDERS: Final = (
    Provider("Aguas de la Cordillera de pruebas"),
    Provider("Energía del Ruiz de pruebas", "La referencia está sobre el código de barras"),
    Provider("Gas de la Sabana de pruebas"),
)


def issue(unit: UnitOfWork, provider_id: str, reference: str, amount: int) -> StoredObject:
    """Let a utility issue a bill, or another under the same reference. Raises `Refusal`."""
    _must_exist(unit, provider_id)
    if amount < 1:
        raise invalid_field("amount", "El campo amount debe ser al menos 1.")
    bill = _find(unit, provider_id, reference)
    if bill is None:
        state = {"reference": reference, "amount": amount}
        return unit.create("bill", state, owner=provider_id, id_=_identity(unit, provider_id, reference))
    if bill.status == "paid":
        unit.move(bill, "open")
    unit.change(bill, amount=amount)
    return bill


def pay(unit: UnitOfWork, provider_id: str, reference: str) -> None:
    """Pay a bill from the balance. Raises `Refusal`."""
    _must_exist(unit, provider_id)
    if unit.is_test and reference == _TEST_REFERENCE:
        issue(unit, provider_id, reference, _TEST_AMOUNT)
    bill = _find(unit, provider_id, reference)
    if bill is None or bill.status == "paid":
        raise invalid_field("reference", "No hay una factura por pagar con esta referencia.")
    payouts.take_money(unit, bill["amount"])
    unit.ledger.post("bill paid", bill, unit.now, {BALANCE: -bill["amount"], OUTSIDE: bill["amount"]})
    unit.move(bill, "paid")


def _must_exist(unit: UnitOfWork, provider_id: str) -> None:
    if all(provider.identity(unit) != provider_id for provider in PROVIDERS):
        raise invalid_field("provider_id", "El proveedor no existe.")


def _find(unit: UnitOfWork, provider_id: str, reference: str) -> StoredObject | None:
    return unit.objects.get("bill", _identity(unit, provider_id, reference))


def _identity(unit: UnitOfWork, provider_id: str, reference: str) -> str:
    return unit.fixed_id(f"bill {provider_id} {reference}")
