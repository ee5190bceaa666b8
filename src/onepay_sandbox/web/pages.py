"""Pages for people: the dashboard at `/_sandbox/`, and the checkout behind the link of a payment.

Everything that is put into a page is escaped, and nothing on it comes from elsewhere.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import msgspec
from sqlalchemy import func, select

from onepay_contract.document import Contract
from onepay_core.json_values import Document, Json
from onepay_sandbox import registry
from onepay_sandbox.api import read_key
from onepay_sandbox.control.api import CONTROL
from onepay_sandbox.core.clock import stamp
from onepay_sandbox.core.messages import Request, Response, json_response
from onepay_sandbox.core.money import spaced
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import Refusal
from onepay_sandbox.core.unit_of_work import Transactions, UnitOfWork
from onepay_sandbox.simulation import scenarios
from onepay_sandbox.storage.tables import OBJECTS

if TYPE_CHECKING:
    from jinja2 import Environment

_DESCRIPTION: Final = CONTROL + b"/openapi.json"
_PAYMENT: Final = b"/payment/"
_MOST_DELIVERIES: Final = 50
_HEADERS: Final = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_VALUES: Final = (
    ("card number", scenarios.CARDS),
    ("account number", scenarios.ACCOUNTS),
    ("phone of a wallet", scenarios.PHONES),
    ("amount", scenarios.AMOUNTS),
)
_WAYS_TO_PAY: Final = (
    ("Pay it with a card", '{"method": "card"}'),
    ("Pay it over PSE, and let the bank decline", '{"method": "pse", "outcome": "INSUFFICIENT_FUNDS"}'),
)


class Pages:
    """Answers requests for pages; they need no key, and show an account to its key only."""

    def __init__(self, transactions: Transactions, control: Contract, *, live: bool) -> None:
        """Show what `transactions` read of the account whose key is sent, and the calls of `control`."""
        self._transactions: Final = transactions
        self._live: Final = live
        self._control: Final = control

    def answer(self, request: Request) -> Response | None:
        """The page that a GET names, None where there is none."""
        if request.raw_path in (CONTROL, CONTROL + b"/"):
            return self._dashboard(request)
        if request.raw_path == _DESCRIPTION:
            return json_response(200, self._control.document)
        if not request.raw_path.startswith(_PAYMENT) or b"/" in request.raw_path.removeprefix(_PAYMENT):
            return None
        return self._checkout(unquote(request.raw_path.removeprefix(_PAYMENT).decode("ascii", "replace")), request.base)

    def _dashboard(self, request: Request) -> Response:
        calls = [(op.method, f"/_sandbox{op.path}", op.description) for op in self._control.operations.values()]
        claims = [(claim.id, claim.evidence, claim.sentence, claim.reason) for claim in registry.assumptions()]
        values = [(what, value, outcome) for what, table in _VALUES for value, outcome in table.items()]
        shown = {"title": "OnePay sandbox", "base": request.base, "values": values, "calls": calls, "claims": claims}
        return _page("dashboard", {**shown, **self._account(request)})

    def _account(self, request: Request) -> dict[str, Json]:
        """What only the owner of the key sees."""
        try:
            tenant = read_key(request.headers, live=self._live).tenant
        except Refusal:  # a page is for everybody; only what it shows depends on the key
            return {"account": None}
        with self._transactions.read(tenant) as unit:
            clock = (stamp(unit.now), "runs" if unit.tenant.running else "stands")
            return {"account": [(*clock, _counts(unit))], "deliveries": list(_deliveries(unit))}

    def _checkout(self, payment_id: str, base: str) -> Response:
        """The page of a payment, which is found in whichever account has it: an id names one object in all of them."""
        payment = None
        tenant = self._owner(payment_id)
        if tenant:
            with self._transactions.read(tenant) as unit:
                payment = unit.objects.get("payment", payment_id)
        if payment is None:
            return _page("checkout", {"title": "No such payment", "payment": None}, 404)
        shown = {"title": payment["title"], "payment": payment.id, "facts": _facts(payment)}
        return _page("checkout", {**shown, "base": base, "ways": _WAYS_TO_PAY})

    def _owner(self, payment_id: str) -> str | None:
        if "\0" in payment_id:  # no id has one, and PostgreSQL refuses to look for it
            return None
        owner = select(OBJECTS.c.tenant).where(OBJECTS.c.kind == "payment", OBJECTS.c.id == payment_id).limit(1)
        with self._transactions.database.transaction() as connection:
            tenant: str | None = connection.execute(owner).scalar()
            return tenant


def _facts(payment: StoredObject) -> Sequence[tuple[str, str]]:
    return (
        ("id", payment.id),
        ("status", payment.status),
        ("amount", f"{spaced(payment['amount'])} {payment['currency']}"),
        ("paid", spaced(payment["paid"])),
        ("expires", payment["expiration_at"] or "never"),
    )


def _counts(unit: UnitOfWork) -> str:
    """How many objects of each kind the account has."""
    of_account = (OBJECTS.c.gone.is_(False), OBJECTS.c.tenant == unit.tenant.name)
    counts = select(OBJECTS.c.kind, func.count()).where(*of_account).group_by(OBJECTS.c.kind).order_by(OBJECTS.c.kind)
    return ", ".join(f"{kind}: {number}" for kind, number in unit.connection.execute(counts)) or "nothing"


def _deliveries(unit: UnitOfWork) -> Iterator[tuple[str, str, str, int, str]]:
    """The last deliveries of the account, each with what came back for its last attempt."""
    last = select(OBJECTS.c.status, OBJECTS.c.state).where(
        OBJECTS.c.tenant == unit.tenant.name, OBJECTS.c.kind == "delivery"
    )
    for status, state in unit.connection.execute(last.order_by(OBJECTS.c.sequence.desc()).limit(_MOST_DELIVERIES)):
        delivery = msgspec.json.decode(state)
        attempts = delivery["attempts"]
        reply = (attempts[-1]["reply"] if attempts else None) or {"status": "", "error": ""}
        yield delivery["event"], delivery["url"], status, len(attempts), str(reply["status"] or reply["error"])


def _page(template: str, values: Document, status: int = 200) -> Response:
    text = _environment().get_template(f"{template}.html").render(values)
    return Response(status, text.encode(errors="replace"), _HEADERS)


@functools.cache
def _environment() -> Environment:
    """The templates; nobody who opens no page waits for Jinja."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - slow to import

    return Environment(loader=PackageLoader("onepay_sandbox.web"), autoescape=True, undefined=StrictUndefined)
