"""Accounts of customers: bank accounts, which their bank validates, and wallets, which their holder does."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.deliveries import emit
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.unit_of_work import APPROVE, UnitOfWork
from onepay_sandbox.resources import banks, payment_methods
from onepay_sandbox.resources.banks import page_of_banks
from onepay_sandbox.resources.customers import payer, summary
from onepay_sandbox.resources.pagination import linked, page

WALLET: Final = "ELECTRONIC_DEPOSIT"
_EVENTS: Final = {"ACTIVE": "account.validated", "REJECTED": "account.failed"}
_KINDS: Final = {"SAVINGS": "Cuenta de ahorros", "CHECKING": "Cuenta corriente"}
_BANK_TAKES: Final = timedelta(minutes=1)
_HOLDER_TAKES: Final = timedelta(seconds=5)
_CODE: Final = 6
_SHOWN_DIGITS: Final = 4
_MESSAGES: Final = {
    "PENDING": "El titular debe aceptar la vinculación en su aplicación.",
    "ACTIVE": "La cuenta fue validada.",
    "REJECTED": "La cuenta no pudo ser validada.",
}

ASSUMPTIONS: Final = (
    Assumption(
        "account-for-payouts",
        "inferred",
        "An account without authorization is active at once, and no event is sent.",
        "Transfers need no authorization, so nothing has to be proved before one.",
    ),
    Assumption(
        "bank-account-validation",
        "inferred",
        "A bank account with authorization is PENDING, and its bank answers after one minute.",
        "The sample of a new account is PENDING, and two events name its end; the minute is ours.",
    ),
    Assumption(
        "wallet-validation",
        "observed",
        "A Nequi wallet is validated by its holder five seconds after the call, a Daviplata wallet by its code.",
        "The guide names the step, one program sends the code for Daviplata only; the seconds are ours.",
    ),
    Assumption(
        "wrong-account-code",
        "inferred",
        "A wrong code for a Daviplata wallet is refused with status 422, and the right one is still good.",
        "No page shows the refusal, or how many tries there are.",
    ),
    Assumption(
        "only-wallets-are-validated",
        "inferred",
        "Asking to validate a pending bank account, or one that was rejected, is refused with status 422.",
        "The operation is about Nequi and Daviplata; what it answers for others is not known.",
    ),
)


def register(unit: UnitOfWork, customer: StoredObject, body: Document) -> StoredObject:
    """Make an account as the merchant asks for it; `unit.outcome("account")` decides its validation."""
    account = _make(unit, customer.id, body, "PENDING" if body["authorization"] else "ACTIVE")
    if account.status == "PENDING" and body["subtype"] != WALLET:
        unit.schedule(account, "validate", unit.now + _BANK_TAKES)
    return account


def connect(unit: UnitOfWork, customer_id: str, body: Document) -> StoredObject:
    """Make an account that its holder has saved behind a connect link, and so has proved to be theirs."""
    account = _make(unit, customer_id, body, "PENDING")
    _answer(unit, account)
    return account


def validate(unit: UnitOfWork, account: StoredObject, otp: str | None) -> None:
    """Prove that a wallet is its holder's; once it is, nothing changes. Raises `Refusal`."""
    if account.status == "ACTIVE":
        return
    if account.status != "PENDING" or account["subtype"] != WALLET:
        raise Refusal("Solo se validan las billeteras Nequi y Daviplata que están pendientes.")
    if account["otp"] is None:
        unit.schedule(account, "validate", unit.now + _HOLDER_TAKES)
    elif otp is None:
        raise invalid_field("otp", "El campo otp es obligatorio.")
    elif otp != account["otp"]:
        raise invalid_field("otp", "El código no es correcto.")
    else:
        _answer(unit, account)


def decide(unit: UnitOfWork, account: StoredObject, status: str) -> None:
    """Let the bank or the holder move the account to `status`. Raises `Refusal` where no transition leads there."""
    if not unit.can_move(account, status):
        raise invalid_field("status", f"Una cuenta {account.status} no puede pasar a {status}.")
    unit.timers.clear(account)
    unit.move(account, status)
    if status in _EVENTS:
        emit(unit, partial(view, unit, account), _EVENTS[status])


def view(unit: UnitOfWork, account: StoredObject) -> Json:
    """The account as the contract's `Account`."""
    shown = payment_methods.view(account)
    bank = {**shown["bank"], "base64_logo": ""}
    return {**shown, "bank": bank, "customer": summary(unit, account.owner)}


def _make(unit: UnitOfWork, customer_id: str, body: Document, status: str) -> StoredObject:
    fields = {name: value for name, value in body.items() if name not in ("customer_id", "re-enrollment")}
    bank = banks.bank(body["bank_id"])
    state = {
        **fields,
        "re_enroll": body["re-enrollment"],
        "bank": bank,
        "title": _title(body, bank["name"]),
        "verdict": unit.outcome("account"),
        "otp": unit.new_code(_CODE, "account") if body["bank_id"] == banks.DAVIPLATA else None,
    }
    return unit.create("account", state, owner=customer_id, status=status)


def _answer(unit: UnitOfWork, account: StoredObject) -> None:
    decide(unit, account, "ACTIVE" if account["verdict"] == APPROVE else "REJECTED")


def _title(body: Document, bank: str) -> str:
    return f"{_KINDS.get(body['subtype'], bank)} ·{body['account_number'][-_SHOWN_DIGITS:]}"


ACCOUNT_STATES: Final = StateMachine(
    kind="account",
    counted=("owner",),
    transitions={
        "PENDING": ("ACTIVE", "REJECTED"),
        "ACTIVE": ("INACTIVE",),
        "INACTIVE": (),
        "REJECTED": (),
    },
    timers={"validate": _answer},
)


def accounts_create(call: Call) -> Json:
    """Register an account or a wallet of a customer."""
    customer = payer(call.unit, call.body["customer_id"])
    return view(call.unit, register(call.unit, customer, call.body))


def accounts_list(call: Call) -> Json:
    """One page of accounts, of all customers or of one."""
    search = Search("account", owner=call.query.get("customer_id"), status=call.query.get("status"))
    return linked(page(call, search, payment_methods.view, size=20), call.url)


def accounts_get(call: Call) -> Json:
    """One account."""
    return view(call.unit, call.named("account"))


def accounts_delete(call: Call) -> None:
    """Delete an account; charges that were made with it keep naming it."""
    call.unit.delete(call.named("account"))


def accounts_validate(call: Call) -> Json:
    """Prove that a wallet is its holder's."""
    account = call.named("account")
    validate(call.unit, account, call.body.get("otp"))
    return {"id": account.id, "status": account.status, "message": _MESSAGES[account.status]}


def accounts_list_banks(call: Call) -> Json:
    """The banks, by the older path."""
    return page_of_banks(call)
