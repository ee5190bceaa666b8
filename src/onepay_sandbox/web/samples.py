"""Examples that one click makes: a customer with a card and a subscription, and a payout with all that it needs."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.messages import Request, Steps
from onepay_sandbox.resources import banks
from onepay_sandbox.web.calls import API, CONTROL, Calls, Reply

PERSON: Final[Document] = {
    "user_type": "natural",
    "first_name": "Mariana",
    "last_name": "Ospina",
    "email": "mariana@example.com",
    "phone": "+573001234567",
    "document_type": "CC",
    "document_number": "1020304050",
}
GOOD_CARD: Final = "4242424242424242"


class Samples:
    """Makes examples in one account, by the calls that a program would make; it ends at the first refusal."""

    def __init__(self, calls: Calls, request: Request, tenant: str, nonce: str) -> None:
        """Work for `tenant`; what is made twice with the same `nonce` is made once."""
        self._calls: Final = calls
        self._request: Final = request
        self._tenant: Final = tenant
        self._nonce: Final = nonce

    def subscription(self, person: Document, card_number: str, terms: Document) -> Steps[Reply]:
        """Register a person, save a card behind a connect link, and subscribe to `terms`."""
        customer = yield from self._post(f"{API}/customers", person)
        if not customer.is_success:
            return customer
        about = {"customer_id": customer.body["id"]}
        link = yield from self._post(f"{API}/connect-links", about)
        if not link.is_success:
            return link
        saved = yield from self._post(
            f"{CONTROL}/connect-links/{link.body['id']}/completions", {"method": "card", "card_number": card_number}
        )
        if not saved.is_success:
            return saved
        return (yield from self._post(f"{API}/subscriptions", {**about, **terms, "card_id": saved.body["saved"]["id"]}))

    def payout(self, amount: int) -> Steps[Reply]:
        """Put money into the balance, register a person with an account, and pay them out."""
        deposit = yield from self._post(f"{CONTROL}/ledger/deposits", {"amount": amount})
        if not deposit.is_success:
            return deposit
        customer = yield from self._post(f"{API}/customers", PERSON)
        if not customer.is_success:
            return customer
        about = {"customer_id": customer.body["id"]}
        kept = {"subtype": "SAVINGS", "authorization": False, "re-enrollment": False, "account_number": "7001000001"}
        bank = next(bank for bank in banks.NAMES if bank not in (banks.NEQUI, banks.DAVIPLATA))
        account = yield from self._post(f"{API}/accounts", {**about, **kept, "bank_id": bank})
        if not account.is_success:
            return account
        wanted = {**about, "account_id": account.body["id"], "amount": amount, "method": "ACH"}
        return (yield from self._post(f"{API}/cashouts", wanted))

    def _post(self, path: str, body: Json) -> Steps[Reply]:
        key = f"page-{self._nonce}-{path.rpartition('/')[2]}"
        return (yield from self._calls.make(self._request, self._tenant, ("POST", path), body, key))
