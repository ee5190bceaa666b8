"""Start the sandbox, and tell one merchant's day through the client: `python3 scripts/start.py tour`.

Everything happens on this machine: the sandbox is a process on loopback, and its money is play money. What is
printed as code is the code that runs.
"""

from __future__ import annotations

import inspect
import sys
import tempfile
import textwrap
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

from rich.console import Console
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table

from onepay_client import (
    AlreadyDone,
    Backoff,
    Journal,
    OnePay,
    OutcomeUnknown,
    SqliteJournal,
    idempotency_key,
    models,
    outcome_of,
    recover,
)
from onepay_client.money import label
from onepay_client.webhooks import EventName
from people import MARIANA
from scene import Endpoint, Sandbox, SandboxControl

P = ParamSpec("P")
T = TypeVar("T")

KEY: Final = "sk_test_alborada"
WORKERS: Final = 25
WAGE: Final = 40_000
LINK: Final = 1_500_000
PLAN: Final = 85_000
WIDTH: Final = 110


def make_a_link(client: OnePay) -> models.CreatedPayment:  # noqa: D103 - these functions are shown, and show themselves
    return client.payments.create(title="Café de origen, pedido 118", amount=1_500_000)


def charge(client: OnePay, customer_id: str, card_id: str) -> models.Charge:  # noqa: D103
    return client.charges.create(
        title="Café de la casa, febrero", amount=85_000, customer_id=customer_id, card_id=card_id
    )


def pay_wages(client: OnePay, customer_id: str, account_id: str) -> None:  # noqa: D103
    for worker in range(25):
        try:
            client.cashouts.create(
                amount=40_000,
                customer_id=customer_id,
                account_id=account_id,
                method=models.CashoutMethod.ACH,
                idempotency_key=idempotency_key("payroll", "2026-02", worker),
            )
        except AlreadyDone:
            continue  # the journal knows that this wage was paid


def settle_what_is_open(client: OnePay, journal: Journal) -> int:  # noqa: D103
    return sum(entry.settled for entry in recover(journal, client))


@dataclass(frozen=True)
class Tour:
    """A day of Café Alborada, chapter by chapter. Each chapter checks what it tells."""

    console: Console
    sandbox: Sandbox
    control: SandboxControl
    endpoint: Endpoint
    client: OnePay
    journal: SqliteJournal

    def tell(self) -> None:
        """The whole day."""
        self._print(
            f"A sandbox of OnePay's API listens on {self.sandbox.url}. Its clock stands; its money is play money."
        )
        self.a_link_is_paid()
        mariana = self._mariana()
        self.a_card_is_declined(mariana)
        self.a_payroll_meets_bad_weather(mariana)
        self.the_books_agree()

    def a_link_is_paid(self) -> None:
        """A payment link, a payer, and a webhook that proves itself."""
        self._begin("A payment link is paid, and a signed webhook tells")
        hook = self.client.webhooks.create(
            name="Pedidos", url=self.endpoint.url, events=[EventName.PAYMENT_APPROVED]
        ).data
        self.endpoint.trust(hook.secret, hook.header)
        payment = self._run(make_a_link)
        self._print(f"The payer opens {payment.payment_link} and pays {label(LINK)} by PSE.")
        self.control.pays(payment.id, "pse")
        delivery = self.endpoint.next_delivery()
        _check(delivery.name == EventName.PAYMENT_APPROVED and delivery.resource_id == payment.id)
        self._print(
            f"Our endpoint hears {delivery.name}: signature and token are right, and it comes for the first time."
        )
        _check(outcome_of(self.client.payments.get(payment.id)).paid)

    def a_card_is_declined(self, mariana: str) -> None:
        """A decline arrives as a success of HTTP, and says so."""
        self._begin("A declined charge comes with a 2xx, and is told from a paid one")
        for number in ("4000000000009995", "4111111111111111"):
            outcome = outcome_of(self._run(charge, mariana, self._card(mariana, number)))
            verdict = f"declined, {outcome.code} ({outcome.text})" if outcome.declined else f"paid: {outcome.paid}"
            self._print(f"The card that ends in {number[-4:]}: status {outcome.status!r}, {verdict}.")
        _check(self.control.ledger()["balance"] == LINK + PLAN)

    def a_payroll_meets_bad_weather(self, mariana: str) -> None:
        """Replies are cut, the power fails, and nobody is paid twice."""
        self._begin("A payroll meets cut replies and a power cut, and pays everybody once")
        account_id = self._account(mariana)
        self.control.fails(kind="cut", when="after", operation="cashouts_create", probability=0.3)
        self._print("From now on three replies in ten are cut, after the money has moved.")
        unknown = 0
        try:
            self._run(pay_wages, mariana, account_id)
        except OutcomeUnknown as error:
            unknown = 1
            self._print(f"The run stops: {error}")
        self.sandbox.kill()
        self._print("The sandbox is killed (kill -9) and started again; its database is all that is left.")
        self.sandbox.start()
        self.control.decide("DELETE", "/faults")
        _check(self._run(settle_what_is_open, self.journal) >= unknown)
        pay_wages(self.client, mariana, account_id)
        paid_out = self.control.ledger()["payouts"]
        self._print(
            f"The same payroll runs once more from its start. On their way: {label(paid_out)} = {WORKERS} wages."
        )
        _check(paid_out == WORKERS * WAGE)

    def the_books_agree(self) -> None:
        """The client's balance is the ledger's."""
        self._begin("Three bank days later the books agree")
        self.control.advance("P5D")
        ledger = self.control.ledger()
        table = Table("account", "pesos", title="the ledger", title_justify="left")
        table.columns[1].justify = "right"
        for account, held in ledger.items():
            table.add_row(account, label(held) if held >= 0 else f"-{label(-held)}")
        self.console.print(table)
        _check(ledger["balance"] == LINK + PLAN - WORKERS * WAGE == self.client.balances.get().balance)
        self._print("The entries sum to zero, and the balance that the client reads is the ledger's.")

    def _run(self, step: Callable[Concatenate[OnePay, P], T], *given: P.args, **named: P.kwargs) -> T:
        """Print what `step` does, and do it."""
        body = textwrap.dedent("".join(inspect.getsourcelines(step)[0][1:]))
        self.console.print(Syntax(body, "python", background_color="default"))
        return step(self.client, *given, **named)

    def _mariana(self) -> str:
        return self.client.customers.create(**MARIANA, birthdate="1992-08-14").id

    def _card(self, customer_id: str, number: str) -> str:
        return self.client.cards.create(
            card_number=number,
            expiration_year="31",
            expiration_month="12",
            ccv="123",
            holder_name="Mariana Ospina",
            customer_id=customer_id,
            authorization=True,
        ).id

    def _account(self, customer_id: str) -> str:
        return self.client.accounts.create(
            subtype=models.AccountSubtype.SAVINGS,
            authorization=True,
            re_enrollment=False,
            account_number="0010020020",
            customer_id=customer_id,
            bank_id=next(iter(self.client.accounts.list_banks())).id,
        ).id

    def _begin(self, title: str) -> None:
        self.console.print("", Rule(title, align="left"))

    def _print(self, sentence: str) -> None:
        self.console.print(sentence, markup=False)


def _check(holds: bool) -> None:  # noqa: FBT001 - it is the claim itself
    if not holds:
        raise SystemExit("The tour told something that is not so; that is a bug. The lines above say where it was.")


def main() -> int:
    """Tell the story once."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sandbox = Sandbox(folder / "sandbox.sqlite")
        sandbox.start()
        stack.callback(sandbox.kill)
        control = stack.enter_context(closing(SandboxControl(sandbox, KEY)))
        endpoint = stack.enter_context(closing(Endpoint(control.now)))
        journal = stack.enter_context(closing(SqliteJournal(folder / "journal.sqlite")))
        client = stack.enter_context(_client(sandbox.url, journal))
        console = Console(highlight=False)
        console.width = max(console.width, WIDTH)
        Tour(console, sandbox, control, endpoint, client, journal).tell()
    return 0


def _client(url: str, journal: Journal) -> OnePay:
    return OnePay(
        KEY,
        public_key=KEY.replace("sk_", "pk_"),
        environment="test",
        base_url=f"{url}/v1",
        cards_url=f"{url}/cards/v1",
        journal=journal,
        backoff=Backoff(base=0.01, cap=0.05),
    )


if __name__ == "__main__":
    sys.exit(main())
