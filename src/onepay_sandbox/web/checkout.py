"""The pages of a payer: a payment with its methods, the bank or wallet that asks, a plan, and what links are for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from msgspec.structs import replace
from sqlalchemy import and_, select

from onepay_core.json_values import Document, Json, is_object
from onepay_sandbox.core import scenarios
from onepay_sandbox.core.card_numbers import has_brand_and_check_digit
from onepay_sandbox.core.messages import Response, Steps
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.unit_of_work import APPROVE, Transactions, UnitOfWork
from onepay_sandbox.resources import banks, charges, payers, payments
from onepay_sandbox.storage.tables import OBJECTS, TENANTS
from onepay_sandbox.web.calls import CONTROL, Calls, Reply
from onepay_sandbox.web.languages import DECLINE_REASONS, message
from onepay_sandbox.web.rendering import SECURITY_HEADERS, Visit, new_nonce, redirect, render
from onepay_sandbox.web.samples import GOOD_CARD, Samples

METHODS: Final = {
    "card": (message("Credit or debit card"), message("Visa, Mastercard, Amex, Diners")),
    "pse": (message("PSE"), message("From your bank account")),
    "nequi": (message("Nequi"), message("Approve in the app")),
    "daviplata": (message("Daviplata"), message("With a code by SMS")),
    "bre_b": (message("Bre-B"), message("QR or key, from any bank")),
}
"""The methods that a payer chooses from, with what stands beside each."""

TEST_CARDS: Final = (
    (GOOD_CARD, message("Approved")),
    ("4000000000009995", message("Insufficient funds")),
    ("4000000000000002", message("Not authorized")),
    ("4000000000000069", message("Expired")),
    ("4000000000000127", message("Wrong security code")),
    ("4000000000009979", message("Stolen")),
    ("4100000000000019", message("Suspected fraud")),
)
"""Cards that a click pays with, and what comes of each."""

DOCUMENTS: Final = tuple((kind, kind) for kind in ("CC", "CE", "NIT", "PASSPORT"))
_DIGITS: Final = re.compile(r"[0-9]{13,19}")
_PHONE: Final = re.compile(r"3[0-9]{9}")
_EXPIRY: Final = re.compile(r"(0[1-9]|1[0-2]) ?/? ?(?:20)?([0-9]{2})")
_CODE: Final = re.compile(r"[0-9]{3,4}")
_TEST_IDENTITY: Final = re.compile(r"[0-9A-Za-z-]{4,20}")
_LONGEST_AMOUNT: Final = 13


class Checkout:
    """The pages at the links that payers follow; they need no key, since the link is known to payer and shop only."""

    def __init__(self, transactions: Transactions, calls: Calls) -> None:
        """Show what `transactions` read, and let `calls` do what the payer chooses."""
        self._transactions: Final = transactions
        self._calls: Final = calls

    def payment(self, visit: Visit, payment_id: str) -> Response:
        """A payment: what it asks for, the methods that it takes, and what has become of it."""
        tenant = self._owner("payment", payment_id)
        if tenant is None:
            return not_found(visit)
        with self._transactions.read(tenant) as unit:
            payment = _existing(unit, "payment", payment_id)
            shown = _payment_facts(unit, payment)
        return render(visit, "checkout/payment.html", **shown)

    def method(self, visit: Visit, payment_id: str, method: str) -> Response:
        """The form of one method."""
        return self._method_form(visit, payment_id, method)

    def pay(self, visit: Visit, payment_id: str, method: str) -> Steps[Response]:
        """Try to pay as the form says, then show the bank or wallet that asks, or what became of it."""
        tenant = self._owner("payment", payment_id)
        if tenant is None or method not in METHODS:
            return not_found(visit)
        with self._transactions.read(tenant) as unit:
            now, payment = unit.now, _existing(unit, "payment", payment_id)
        wish, problems = _read_attempt(method, visit.form, now)
        if problems:
            return self._method_form(visit, payment_id, method, problems)
        path = f"{CONTROL}/payments/{payment.id}/attempts"
        reply = yield from self._calls.make(visit.request, tenant, ("POST", path), wish)
        if not reply.is_success:
            return replace(self._method_form(visit, payment_id, method, {"": reply.problem}), pending=reply.pending)
        charge: Document = reply.body
        waits = charge["status"] in charges.OPEN
        return redirect(f"/charge/{charge['id']}" if waits else f"/payment/{payment.id}", pending=reply.pending)

    def charge(self, visit: Visit, charge_id: str, problem: str = "") -> Response:
        """What the bank or the wallet asks the payer of a charge."""
        tenant = self._owner("charge", charge_id)
        if tenant is None:
            return not_found(visit)
        with self._transactions.read(tenant) as unit:
            charge = _existing(unit, "charge", charge_id)
            shown = _charge_facts(unit, charge)
        return render(visit, "checkout/charge.html", 422 if problem else 200, problem=problem, **shown)

    def decide(self, visit: Visit, charge_id: str) -> Steps[Response]:
        """Approve or decline a charge, as the payer chooses in the place of bank and wallet."""
        tenant = self._owner("charge", charge_id)
        if tenant is None:
            return not_found(visit)
        with self._transactions.read(tenant) as unit:
            charge = _existing(unit, "charge", charge_id)
        if charge.status not in charges.OPEN:
            return redirect(_after(charge))
        outcome = visit.form.get("outcome", APPROVE)
        code = charge.get("otp")
        if outcome == APPROVE and code and visit.form.get("otp", "").strip() != code:
            return self.charge(visit, charge_id, message("The code is not correct. Use the one in the message."))
        settled = yield from self._calls.make(
            visit.request, tenant, ("POST", f"{CONTROL}/charges/{charge_id}/settle"), {"outcome": outcome}
        )
        if not settled.is_success:
            return replace(self.charge(visit, charge_id, settled.problem), pending=settled.pending)
        return redirect(_after(charge), pending=settled.pending)

    def qr(self, visit: Visit, charge_id: str) -> Response:
        """The picture that a payer scans: it leads to the page of the charge."""
        if self._owner("charge", charge_id) is None:
            return not_found(visit)
        headers = {**SECURITY_HEADERS, "content-type": "image/png", "cache-control": "no-store"}
        return Response(200, qr_image(f"{visit.request.base}/charge/{charge_id}"), headers)

    def plan(self, visit: Visit, plan_id: str, problem: str = "") -> Response:
        """A plan, to which a payer can subscribe."""
        tenant = self._owner("plan", plan_id)
        if tenant is None:
            return not_found(visit)
        with self._transactions.read(tenant) as unit:
            plan = _existing(unit, "plan", plan_id)
        shown = {"plan": plan, "documents": DOCUMENTS, "cards": TEST_CARDS, "nonce": new_nonce(), "problem": problem}
        return render(visit, "checkout/plan.html", 422 if problem else 200, done=False, **shown)

    def subscribe(self, visit: Visit, plan_id: str) -> Steps[Response]:
        """Subscribe to a plan with a test card."""
        tenant = self._owner("plan", plan_id)
        if tenant is None:
            return not_found(visit)
        with self._transactions.read(tenant) as unit:
            plan = _existing(unit, "plan", plan_id)
        reply = yield from self._subscribed(visit, tenant, plan)
        if not reply.is_success:
            return replace(self.plan(visit, plan_id, reply.problem), pending=reply.pending)
        return replace(render(visit, "checkout/plan.html", plan=plan, done=True), pending=reply.pending)

    def _subscribed(self, visit: Visit, tenant: str, plan: StoredObject) -> Steps[Reply]:
        """Register the payer, save the card behind a connect link, and subscribe; ends at the first refusal."""
        names = ("first_name", "last_name", "email", "phone", "document_type", "document_number")
        person = {"user_type": "natural", **{name: visit.form.get(name, "") for name in names}}
        samples = Samples(self._calls, visit.request, tenant, visit.form.get("nonce", ""))
        number = visit.form.get("test_card", GOOD_CARD)
        return (yield from samples.subscription(person, number, {"plan_id": plan.id}))

    def connect(self, visit: Visit, link_id: str, problem: str = "") -> Response:
        """A connect link, behind which a customer saves a card, an account or a wallet."""
        tenant = self._owner("connect_link", link_id)
        if tenant is None:
            return not_found(visit)
        with self._transactions.read(tenant) as unit:
            link = _existing(unit, "connect_link", link_id)
        shown = {"link": link, "cards": TEST_CARDS, "banks": _banks(), "problem": problem}
        return render(visit, "checkout/connect.html", 422 if problem else 200, done=False, **shown)

    def save(self, visit: Visit, link_id: str) -> Steps[Response]:
        """Save the method that the form names."""
        tenant = self._owner("connect_link", link_id)
        if tenant is None:
            return not_found(visit)
        names = ("method", "card_number", "account_number", "bank_id", "subtype")
        typed = {name: visit.form[name] for name in names if visit.form.get(name)}
        path = f"{CONTROL}/connect-links/{link_id}/completions"
        reply = yield from self._calls.make(visit.request, tenant, ("POST", path), typed)
        if not reply.is_success:
            return replace(self.connect(visit, link_id, reply.problem), pending=reply.pending)
        with self._transactions.read(tenant) as unit:
            link = _existing(unit, "connect_link", link_id)
        return replace(render(visit, "checkout/connect.html", link=link, done=True), pending=reply.pending)

    def enrolment(self, visit: Visit, code: str, problem: str = "") -> Response:
        """A link behind which a payer enrols a utility bill."""
        tenant = self._owner("direct_debit_link", code)
        if tenant is None:
            return not_found(visit)
        with self._transactions.read(tenant) as unit:
            link = _existing(unit, "direct_debit_link", code)
        shown = {"link": link, "documents": DOCUMENTS, "problem": problem}
        return render(visit, "checkout/enrolment.html", 422 if problem else 200, **shown)

    def enrol(self, visit: Visit, code: str) -> Steps[Response]:
        """Enrol the bill for the person whom the form names."""
        tenant = self._owner("direct_debit_link", code)
        if tenant is None:
            return not_found(visit)
        names = ("document_type", "document_number", "first_name", "last_name")
        person = {name: visit.form.get(name, "") for name in names}
        path = f"{CONTROL}/direct-debit-links/{code}/enrol"
        reply = yield from self._calls.make(visit.request, tenant, ("POST", path), person)
        if not reply.is_success:
            return replace(self.enrolment(visit, code, reply.problem), pending=reply.pending)
        return redirect(f"/enrol/{code}", pending=reply.pending)

    def _method_form(
        self, visit: Visit, payment_id: str, method: str, problems: Mapping[str, str] | None = None
    ) -> Response:
        tenant = self._owner("payment", payment_id)
        if tenant is None or method not in METHODS:
            return not_found(visit)
        with self._transactions.read(tenant) as unit:
            payment = _existing(unit, "payment", payment_id)
            shown = _payment_facts(unit, payment)
        if not payments.is_open(payment) or method not in shown["methods"]:
            return redirect(f"/payment/{payment.id}")
        about = {"method": method, "problems": problems or {}, "form": visit.form, "cards": TEST_CARDS}
        lists = {"banks": _banks(), "documents": DOCUMENTS, "phones": scenarios.PHONES}
        return render(visit, "checkout/method.html", 422 if problems else 200, **shown, **about, **lists)

    def _owner(self, kind: str, identifier: str) -> str | None:
        """The account that has an object, which is found in whichever has it: an id names one object in all of them."""
        if "\0" in identifier:  # no id has one, and PostgreSQL refuses to look for it
            return None
        # Copies in snapshots have the same id, and belong to no account.
        named = (OBJECTS.c.tenant == TENANTS.c.name, OBJECTS.c.kind == kind, OBJECTS.c.id == identifier)
        query = select(TENANTS.c.name).join(OBJECTS, and_(*named, OBJECTS.c.gone.is_(False))).limit(1)
        with self._transactions.database.transaction(writes=False) as connection:
            tenant: str | None = connection.execute(query).scalar()
            return tenant


def not_found(visit: Visit) -> Response:
    """The page for a link behind which there is nothing."""
    return render(visit, "checkout/missing.html", 404)


def qr_image(address: str) -> bytes:
    """The PNG of a QR code that leads to `address`."""
    from io import BytesIO  # noqa: PLC0415 - few pages show one

    import segno  # noqa: PLC0415 - the same

    image = BytesIO()
    segno.make(address, error="m", micro=False).save(image, kind="png", scale=8, border=3)
    return image.getvalue()


def _existing(unit: UnitOfWork, kind: str, identifier: str) -> StoredObject:
    found = unit.objects.get(kind, identifier)
    if found is None:
        raise LookupError(f"The {kind} {identifier} was deleted while its page was made; load the page again.")
    return found


def _banks() -> list[tuple[str, str]]:
    return [(id_, name) for id_, name in banks.NAMES.items() if id_ not in (banks.NEQUI, banks.DAVIPLATA)]


def _after(charge: StoredObject) -> str:
    waiting = charge["waiting"]
    return f"/payment/{waiting['id']}" if waiting and waiting["kind"] == "payment" else f"/charge/{charge.id}"


def _payment_facts(unit: UnitOfWork, payment: StoredObject) -> dict[str, Json]:
    attempts = payments.attempts_of(unit, payment)
    allowed = payment.get("allows", {})
    return {
        "payment": payment,
        "remaining": payments.remaining(payment),
        "is_open": payments.is_open(payment),
        "methods": {name: words for name, words in METHODS.items() if allowed.get(payers.SWITCHES[name]) is not False},
        "parts": payment.get("partial_payment_config"),
        "waiting": [charge for charge in attempts if charge.status in charges.OPEN],
        "paid_by": [charge for charge in attempts if charge.id in payment["parts"]],
        "reason": _reason(attempts[-1]) if attempts else None,
        "label": charges.method_label,
    }


def _charge_facts(unit: UnitOfWork, charge: StoredObject) -> dict[str, Json]:
    waiting = charge["waiting"]
    found = unit.objects.get(waiting["kind"], waiting["id"]) if waiting else None
    payment = found if found is not None and found.kind == "payment" else None
    return {
        "charge": charge,
        "rail": charge.get("rail") or "card",
        "is_open": charge.status in charges.OPEN,
        "payment": payment,
        "reason": _reason(charge),
        "reasons": DECLINE_REASONS,
        "bank": banks.NAMES.get(charge["method_id"], "Banco de pruebas"),
        "redirect_url": charge.get("redirect_url") or (payment.get("redirect_url") if payment else None),
    }


def _reason(charge: StoredObject) -> str | None:
    """The message that tells a payer why a charge has failed; None where it has not."""
    if charge.status != "failed":
        return None
    remarks = charge["remarks"]
    code = remarks.get("code") if is_object(remarks) else None
    return DECLINE_REASONS.get(code or "", DECLINE_REASONS["UNKNOWN"])


def _read_attempt(method: str, form: Mapping[str, str], now: datetime) -> tuple[dict[str, Json], dict[str, str]]:
    """How the form wants to pay, and a message for each field that is not filled in as it should be."""
    problems: dict[str, str] = {}
    wish: dict[str, Json] = {"method": method, "leave_open": method != "card"}
    if form.get("amount", "").strip():
        amount = read_pesos(form["amount"])
        if amount is None:
            problems["amount"] = message("Write the amount in pesos, such as 50.000.")
        wish["amount"] = amount
    if method == "card" and form.get("test_card") in dict(TEST_CARDS):
        return {**wish, "number": form["test_card"]}, problems
    number, wrong = _NUMBERS[method](form, now)
    return ({**wish, "number": number} if number else wish), {**problems, **wrong}


def read_pesos(text: str) -> int | None:
    """The whole pesos that a person has written, such as `$ 50.000`; None for what is no such amount."""
    digits = re.sub(r"[$\s.,]", "", text)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_AMOUNT else None


def _read_card(form: Mapping[str, str], now: datetime) -> tuple[str, dict[str, str]]:
    number = re.sub(r"[ -]", "", form.get("number", ""))
    wrong: dict[str, str] = {}
    if not (_DIGITS.fullmatch(number) and has_brand_and_check_digit(number)):
        wrong["number"] = message("This is not the number of a card. Check the digits, or use a test card.")
    expiry = _EXPIRY.fullmatch(form.get("expiry", "").strip())
    if not expiry:
        wrong["expiry"] = message("Write month and year, such as 12/30.")
    elif (2000 + int(expiry[2]), int(expiry[1])) < (now.year, now.month):
        wrong["expiry"] = message("The card has expired.")
    if not _CODE.fullmatch(form.get("code", "").strip()):
        wrong["code"] = message("Write the three or four digits of the security code.")
    if not form.get("holder", "").strip():
        wrong["holder"] = message("Write the name that stands on the card.")
    return number, wrong


def _read_pse(form: Mapping[str, str], _: datetime) -> tuple[str, dict[str, str]]:
    wrong: dict[str, str] = {}
    if form.get("bank_id") not in banks.NAMES:
        wrong["bank_id"] = message("Choose your bank.")
    if not _TEST_IDENTITY.fullmatch(form.get("document_number", "").strip()):
        wrong["document_number"] = message("Write the number of your document, without dots.")
    return form.get("bank_id", ""), wrong


def _read_phone(form: Mapping[str, str], _: datetime) -> tuple[str, dict[str, str]]:
    phone = re.sub(r"[ -]", "", form.get("phone", "")).removeprefix("+57")
    if not _PHONE.fullmatch(phone):
        return "", {"phone": message("Write a Colombian mobile number: ten digits that begin with 3.")}
    return f"+57{phone}", {}


def _read_nothing(_: Mapping[str, str], __: datetime) -> tuple[str, dict[str, str]]:
    return "", {}


_NUMBERS: Final = {
    "card": _read_card,
    "pse": _read_pse,
    "nequi": _read_phone,
    "daviplata": _read_phone,
    "bre_b": _read_nothing,
}
