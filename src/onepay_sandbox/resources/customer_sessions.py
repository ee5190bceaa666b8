"""Sessions of customers, who log in by a one-time code and pay with what they have saved.

The id of a session is its token, its owner the customer, and `expires_at` says how long it is good.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import offset_stamp, parse_datetime
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field, not_found, unauthorized
from onepay_sandbox.core.unit_of_work import APPROVE, UnitOfWork
from onepay_sandbox.resources import banks, cards, charges, payment_methods
from onepay_sandbox.resources.accounts import WALLET

_CODE: Final = 6
_CODE_LASTS: Final = timedelta(minutes=10)
SESSION_STATES: Final = StateMachine(kind="session")
_SESSION_LASTS: Final = timedelta(hours=4)
_SHOWN: Final = ("first_name", "last_name", "phone", "email")
_TAKES: Final = timedelta(seconds=5)
_CUSTOMER_HAS: Final = timedelta(minutes=15)
_WALLETS: Final = {banks.NEQUI: "nequi", banks.DAVIPLATA: "daviplata"}

ASSUMPTIONS: Final = (
    Assumption(
        "login-code",
        "ours",
        "A login code has six digits, is good once and for ten minutes, and a new one makes the older one void.",
        "No page tells of the code more than its name; the control API shows it.",
    ),
    Assumption(
        "login-wrong-code",
        "inferred",
        "A wrong code is refused with status 422, and the right one is still good.",
        "No page shows the refusal, or how many tries there are.",
    ),
    Assumption(
        "login-unknown-phone",
        "inferred",
        "A phone that belongs to no customer is refused with status 422.",
        "The operation that sends the code is not documented at all; a test should notice a wrong phone.",
    ),
    Assumption(
        "login-newest-customer",
        "ours",
        "Where customers share a phone, the newest of them logs in.",
        "Nothing says that a phone belongs to one customer only.",
    ),
    Assumption(
        "banned-customer",
        "inferred",
        "A customer that the control API has banned cannot log in: CustomerBanned, with status 422.",
        "The page names the error; its status, and what bans a customer, are not known.",
    ),
    Assumption(
        "session-length",
        "ours",
        "A customer's session ends four hours after it began, whatever happens in it, and its token then is 401.",
        "The reply has expires_at, and no page says how long it is or whether use makes it longer.",
    ),
    Assumption(
        "session-of-banned-customer",
        "ours",
        "A session that began before its customer was banned goes on.",
        "CustomerBanned is known at the login only.",
    ),
    Assumption(
        "session-methods",
        "inferred",
        "A session lists all cards of its customer, and the wallets and bank accounts that are active.",
        "The page shows the three groups; that an account is active before it is offered is natural.",
    ),
    Assumption(
        "session-charge-in-test",
        "documented",
        "In test mode a session's charge is in_progress, and five seconds later as `approve` says.",
        "The page has the field and the status; the seconds, and that without it methods decide as ever, are ours.",
    ),
    Assumption(
        "session-charge-live",
        "documented",
        "In live mode a session's charge waits for its customer, and while one waits a second is refused with 422.",
        "The page says so; that it fails after fifteen minutes is ours, and the control API answers for the customer.",
    ),
    Assumption(
        "approve-in-live",
        "inferred",
        "A live charge of a session with the field approve is refused with status 422.",
        "The page says that the field is for tests only.",
    ),
    Assumption(
        "session-charge-found",
        "inferred",
        "A session finds the charges of all sessions of its customer, and no other charges.",
        "A customer who logs in again should see what became of a charge.",
    ),
)


def send_code(unit: UnitOfWork, phone: str) -> None:
    """Send a code to a customer's phone, of which the older codes end. Raises `Refusal`."""
    customer = _customer(unit, phone)
    for login in unit.all("login", owner=customer.id, status="sent"):
        unit.move(login, "void")
    login = unit.create("login", {"otp": unit.new_code(_CODE, "login")}, owner=customer.id)
    unit.schedule(login, "expire", unit.now + _CODE_LASTS)


def open_session(unit: UnitOfWork, phone: str, otp: str) -> StoredObject:
    """The session of a customer who got `otp`. Raises `Refusal`."""
    customer = _customer(unit, phone)
    login = pending_login(unit, customer.id)
    if login is None or login["otp"] != otp:
        raise invalid_field("otp", "El código no es correcto o ya venció.")
    unit.move(login, "used")
    return begin_session(unit, customer)


def pending_login(unit: UnitOfWork, customer_id: str) -> StoredObject | None:
    """The login of a customer whose code has not come back, if there is one."""
    found = unit.all("login", owner=customer_id, status="sent")
    return found[0] if found else None


def _customer(unit: UnitOfWork, phone: str) -> StoredObject:
    found, _ = unit.objects.find(Search("customer", having={"phone": phone}, limit=1))
    if not found:
        raise invalid_field("phone", "No existe un cliente con este teléfono.")
    if found[0].get("banned"):
        raise Refusal("El cliente está bloqueado.", name="CustomerBanned")
    return found[0]


def _expire_code(unit: UnitOfWork, login: StoredObject) -> None:
    unit.move(login, "void")


LOGIN_STATES: Final = StateMachine(
    kind="login",
    transitions={"sent": ("used", "void"), "used": (), "void": ()},
    timers={"expire": _expire_code},
)


def begin_session(unit: UnitOfWork, customer: StoredObject) -> StoredObject:
    """Make a session of `customer`."""
    state = {"expires_at": offset_stamp(unit.now + _SESSION_LASTS)}
    return unit.create("session", state, owner=customer.id, id_=unit.new_token(f"{unit.number()}|"))


def session_view(session: StoredObject, customer: StoredObject) -> Json:
    """The session as the contract's `CustomerSession`."""
    person = {"id": customer.id, **{name: customer[name] for name in _SHOWN}}
    return {"token": session.id, "expires_at": session["expires_at"], "customer": person}


def saved_methods_view(unit: UnitOfWork, customer_id: str) -> Json:
    """The payment methods of a customer, as the contract's `SessionPaymentMethodSet`."""
    accounts = [account for account in unit.all("account", owner=customer_id) if account.status == "ACTIVE"]
    return {
        "cards": [_card(card) for card in unit.all("card", owner=customer_id)],
        "wallets": [_wallet(account) for account in accounts if account["subtype"] == WALLET],
        "pse": [_bank(account) for account in accounts if account["subtype"] != WALLET],
    }


def begin_charge(unit: UnitOfWork, customer_id: str, body: Document) -> StoredObject:
    """Make a charge, which waits for its customer, or in test mode for a moment. Raises `Refusal`."""
    method = _method(unit, customer_id, body["payment_method_id"])
    approve: bool | None = body.get("approve")
    if not unit.is_test:
        _must_be_alone(unit, customer_id, body)
    forced = payment_methods.fault_of(unit, method) or payment_methods.outcome_of(method)
    if approve is not None:
        forced = APPROVE if approve else "TRANSACTION_REJECTED"
    named = {"method": {"kind": method.kind, "id": method.id}, "method_id": method.id}
    title = {"title": body.get("description", "Cobro en sesión"), "currency": body.get("currency", "COP")}
    kind = {"method_type": payment_methods.type_of(method), "in_session": True}
    charge = charges.begin(unit, body["amount"], {**named, **title, **kind}, customer_id, forced)
    _schedule(unit, charge)
    return charge


def find_charge(unit: UnitOfWork, customer_id: str, charge_id: str) -> StoredObject:
    """The charge of a session of this customer. Raises the refusal `not_found`."""
    charge = unit.objects.get("charge", charge_id)
    if charge is None or charge.owner != customer_id or not charge.get("in_session"):
        raise not_found()
    return charge


def attempt_view(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The new charge as the contract's `SessionChargeAttempt`."""
    if unit.is_test:
        message = "El cobro de prueba está en proceso."
        return {"charge_id": charge.id, "status": "in_progress", "message": message}
    message = "Enviamos la solicitud de aprobación por WhatsApp."
    shown = {"charge_id": charge.id, "status": "created", "message": message}
    return {**shown, "expires_at": offset_stamp(unit.now + _CUSTOMER_HAS)}


def charge_view(charge: StoredObject) -> Json:
    """The charge as the contract's `SessionCharge`; one that came and went back still says paid."""
    paid = charge["paid_at"]
    open_or_failed = "created" if charge.status in charges.OPEN else "failed"
    return {
        "charge_id": charge.id,
        "status": "paid" if paid else open_or_failed,
        "amount": charge["amount"],
        "currency": charge["currency"],
        "description": charge["title"],
        "remarks": charge["remarks"],
        "paid_at": offset_stamp(parse_datetime(paid)) if paid else None,
        "created_at": offset_stamp(parse_datetime(charge["created_at"])),
    }


def _method(unit: UnitOfWork, customer_id: str, identifier: str) -> StoredObject:
    found = unit.objects.get("card", identifier) or unit.objects.get("account", identifier)
    if found is None or found.owner != customer_id:
        raise invalid_field("payment_method_id", "El medio de pago no pertenece al cliente.")
    return found


def _must_be_alone(unit: UnitOfWork, customer_id: str, body: Document) -> None:
    if "approve" in body:
        raise invalid_field("approve", "El campo approve solo está permitido en modo de prueba.")
    waiting, _ = unit.objects.find(
        Search("charge", owner=customer_id, status="created", where=lambda item: bool(item.get("in_session")), limit=1)
    )
    if waiting:
        raise Refusal("El cliente ya tiene un cobro pendiente de aprobación.")


def _schedule(unit: UnitOfWork, charge: StoredObject) -> None:
    if unit.is_test:
        unit.schedule(charge, "settle", unit.now + _TAKES)
    else:
        unit.schedule(charge, "expire", unit.now + _CUSTOMER_HAS)


def _card(card: StoredObject) -> Json:
    shown = payment_methods.view(card)
    copied = {name: shown[name] for name in ("id", "brand", "last_four", "label")}
    return {**copied, "expiration_date": cards.expires(card).isoformat(), "card_name": card.get("card_name", "")}


def _wallet(account: StoredObject) -> Json:
    shown = {"id": account.id, "label": payment_methods.view(account)["title"], "phone": account["account_number"]}
    return {**shown, "subtype": _WALLETS.get(account["bank_id"], "nequi")}


def _bank(account: StoredObject) -> Json:
    name = payment_methods.view(account)["bank"]["name"]
    return {"id": account.id, "bank_name": name, "label": f"{name} - PSE"}


def customer_sessions_request_otp(call: Call) -> None:
    """Send a code to a customer."""
    send_code(call.unit, call.body["phone"])


def customer_sessions_verify_otp(call: Call) -> Json:
    """Turn the code into a session."""
    session = open_session(call.unit, call.body["phone"], call.body["otp"])
    return session_view(session, call.find("customer", session.owner))


def customer_sessions_list_payment_methods(call: Call) -> Json:
    """What the customer has saved."""
    return {"data": saved_methods_view(call.unit, _customer_id(call))}


def customer_sessions_create_charge(call: Call) -> Json:
    """Charge the customer."""
    charge = begin_charge(call.unit, _customer_id(call), call.body)
    return attempt_view(call.unit, charge)


def customer_sessions_get_charge(call: Call) -> Json:
    """A charge of the customer's sessions."""
    return charge_view(find_charge(call.unit, _customer_id(call), call.ids["charge_id"]))


def _customer_id(call: Call) -> str:
    """Whose session it is; a customer who was deleted has none."""
    if call.session is None or call.unit.objects.get("customer", call.session.owner) is None:
        raise unauthorized("La sesión del cliente no es válida o ya expiró.")
    return call.session.owner
