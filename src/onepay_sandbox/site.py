"""What the sandbox shows without a key: its own page, those behind the links of payments, and its description."""

from __future__ import annotations

from typing import Final

from onepay_sandbox import overview
from onepay_sandbox.contract import Contract
from onepay_sandbox.control_room import CONTROL
from onepay_sandbox.front_page import front_page
from onepay_sandbox.keys import read_key
from onepay_sandbox.messages import Answer, Request, of_json
from onepay_sandbox.payment_page import named_in, payment_page
from onepay_sandbox.refusals import Refusal
from onepay_sandbox.travel import Traveller

_DESCRIPTION: Final = CONTROL + b"/openapi.json"


class Site:
    """Answers requests for pages; who asks needs no key, and sees nothing of the account of any."""

    def __init__(self, traveller: Traveller, control: Contract, *, live: bool) -> None:
        """Show what `traveller` knows of the account whose key is sent, and the calls of `control`."""
        self._traveller: Final = traveller
        self._live: Final = live
        self._control: Final = control

    def answer(self, request: Request) -> Answer | None:
        """The page that is asked for, None where none is."""
        if request.method != "GET":
            return None
        if request.raw_path in (CONTROL, CONTROL + b"/"):
            return self._front(request)
        if request.raw_path == _DESCRIPTION:
            return of_json(200, self._control.document)
        payment = named_in(request.raw_path)
        return None if payment is None else self._payment(payment, request.base)

    def _front(self, request: Request) -> Answer:
        try:
            account: str | None = read_key(request.headers, live=self._live).tenant
        except Refusal:  # a page is for everybody; only what it shows depends on the key
            account = None
        with self._traveller.storage.transaction() as connection:
            return front_page(connection, self._traveller.wall(), self._control, request.base, account)

    def _payment(self, identifier: str, base: str) -> Answer:
        with self._traveller.storage.transaction() as connection:
            account = overview.account_of(connection, "payment", identifier)
        if account is None:
            return payment_page(None, base)
        with self._traveller.glance(account) as unit:
            return payment_page(unit.objects.get("payment", identifier), base)
