"""Utilities: bills of water, power and the like, paid from the balance, and their enrolments in automatic debits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import BOGOTA
from onepay_sandbox.core.money import BALANCE, OUTSIDE
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import payouts
from onepay_sandbox.resources.pagination import LARGEST, Page, counted, linked, page, without_nulls

_TEST_REFERENCE: Final = "111100005555"
_TEST_AMOUNT: Final = 50_000

BILL_STATES: Final = StateMachine(kind="bill", transitions={"open": ("paid",), "paid": ("open",)})
_MINUTES: Final = 4320
_CODE: Final = 10
_COPIED: Final = ("created_at", "document_type", "document_number", "first_name", "last_name", "phone", "email")
DIRECT_DEBIT_STATES: Final = StateMachine(kind="direct_debit", transitions={"Inactive": ()})
_SIZE: Final = 50
_NOT_KNOWN: Final = ("last_page", "total")

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
    Assumption(
        "direct-debit-enrolled",
        "ours",
        "A payer who follows a link, which the control API does, enrols its bill once; then the list shows it.",
        "The page of the link says what it is for, and the list has a payer for each of its bills.",
    ),
    Assumption(
        "direct-debit-inactive",
        "ours",
        "An enrolled bill is `Inactive`, with the method `Other`, and nothing is debited.",
        "No other state and no other method is documented.",
    ),
    Assumption(
        "bill-service-on",
        "ours",
        "Every account has the bill service switched on.",
        "The page wants it; what is answered without it is not known.",
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


def issue_bill(unit: UnitOfWork, provider_id: str, reference: str, amount: int) -> StoredObject:
    """Let a utility issue a bill, or another under the same reference. Raises `Refusal`."""
    _check_provider(unit, provider_id)
    if amount < 1:
        raise invalid_field("amount", "El campo amount debe ser al menos 1.")
    bill = _find_bill(unit, provider_id, reference)
    if bill is None:
        state = {"reference": reference, "amount": amount}
        return unit.create("bill", state, owner=provider_id, id_=_bill_id(unit, provider_id, reference))
    if bill.status == "paid":
        unit.move(bill, "open")
    unit.change(bill, amount=amount)
    return bill


def pay_bill(unit: UnitOfWork, provider_id: str, reference: str) -> None:
    """Pay a bill from the balance. Raises `Refusal`."""
    _check_provider(unit, provider_id)
    if unit.is_test and reference == _TEST_REFERENCE:
        issue_bill(unit, provider_id, reference, _TEST_AMOUNT)
    bill = _find_bill(unit, provider_id, reference)
    if bill is None or bill.status == "paid":
        raise invalid_field("reference", "No hay una factura por pagar con esta referencia.")
    payouts.check_balance(unit, bill["amount"])
    unit.ledger.post("bill paid", bill, unit.now, {BALANCE: -bill["amount"], OUTSIDE: bill["amount"]})
    unit.move(bill, "paid")


def _check_provider(unit: UnitOfWork, provider_id: str) -> None:
    if all(provider.identity(unit) != provider_id for provider in PROVIDERS):
        raise invalid_field("provider_id", "El proveedor no existe.")


def _find_bill(unit: UnitOfWork, provider_id: str, reference: str) -> StoredObject | None:
    return unit.objects.get("bill", _bill_id(unit, provider_id, reference))


def _bill_id(unit: UnitOfWork, provider_id: str, reference: str) -> str:
    return unit.fixed_id(f"bill {provider_id} {reference}")


def _expire_link(unit: UnitOfWork, link: StoredObject) -> None:
    unit.move(link, "expired")


DIRECT_DEBIT_LINK_STATES: Final = StateMachine(
    kind="direct_debit_link",
    transitions={"open": ("used", "expired"), "used": (), "expired": ()},
    timers={"expire": _expire_link},
)


def open_enrolment_link(unit: UnitOfWork, wanted: Document) -> StoredObject:
    """A new link, good for the minutes that the body names; its id is the code at the end of its address."""
    expires = unit.now + timedelta(minutes=wanted.get("expiration_minutes", _MINUTES))
    shown = expires.astimezone(BOGOTA).isoformat(timespec="microseconds")
    code = unit.new_token("")[:_CODE]
    link = unit.create("direct_debit_link", {**wanted, "expires_at": shown}, id_=code)
    unit.schedule(link, "expire", expires)
    return link


def enrol(unit: UnitOfWork, link: StoredObject, person: Document) -> StoredObject:
    """Let a payer enrol the bill of a link. Raises `Refusal` where it was used or has expired."""
    if not unit.can_move(link, "used"):
        raise Refusal("El enlace ya fue usado o expiró.")
    unit.move(link, "used")
    named = {"phone": link["phone"], "email": "", **person}
    return unit.create("direct_debit", {**named, "reference": link["reference"]})


def link_view(unit: UnitOfWork, link: StoredObject) -> Json:
    """The link as the contract's `DirectDebitLink`."""
    url = f"{unit.pages}/enrol/{link.id}"
    return {"url": url, "reference": link["reference"], "expires_at": link["expires_at"]}


def enrolment_view(enrolment: StoredObject) -> Json:
    """The enrolment as the contract's `DirectDebit`."""
    return {
        "bill_id": enrolment.id,
        "status": enrolment.status,
        **{name: enrolment[name] for name in _COPIED},
        "updated_at": enrolment["created_at"],
        "bill_reference": enrolment["reference"],
        "payment_method_type": "Other",
        "payment_method_description": None,
    }


def utilities_list_providers(call: Call) -> Json:
    """The utilities whose bills can be paid; they fit on one page, and any other is empty."""
    number = call.query.get("page", 1)
    shown = [provider.view(call.unit) for provider in PROVIDERS] if number == 1 else []
    return linked(Page(shown, number, _SIZE, len(PROVIDERS)), call.url)


def utilities_pay(call: Call) -> None:
    """Pay a bill from the balance."""
    pay_bill(call.unit, **call.body)


def utilities_list_direct_debits(call: Call) -> Json:
    """All enrolments, newest first: no parameter leads to a second page."""
    envelope = counted(page(call, Search("direct_debit"), enrolment_view, size=LARGEST))
    return without_nulls({name: value for name, value in envelope.items() if name not in _NOT_KNOWN})


def utilities_create_direct_debit_link(call: Call) -> Json:
    """A link on which a payer enrols a bill in automatic debits."""
    return link_view(call.unit, open_enrolment_link(call.unit, call.body))
