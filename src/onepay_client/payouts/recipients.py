"""The customer and the account of each row, looked up in the API and found only if exactly one fits."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from onepay_api import models
from onepay_client.client import OnePay
from onepay_client.errors import NotFound

from .limits import Pace, Progress
from .people import COMPANY, is_same_document, spellings
from .problems import Problem
from .rows import Payout

_CLOSED: Final = ("REJECTED", "INACTIVE")
_LAST_DIGITS: Final = re.compile(r"([0-9]{4})$")
_SHOWN: Final = 4
_REGISTER: Final = "Register the people of the table first (payouts register), or give"


class Recipient(Struct, frozen=True):
    """The ids that were found for a row, and what is wrong with them."""

    customer_id: str
    account_id: str
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        return f"Recipient({len(self.problems)} problems)"


class RecipientSearch:
    """Looks customers and accounts up, each once."""

    def __init__(self, client: OnePay, pace: Pace, wait: Callable[[float], object]) -> None:
        self._client = client
        self._pace = pace
        self._wait = wait
        self._accounts: dict[str, models.Account | None] = {}
        self._customers: dict[tuple[str, str], Sequence[models.Customer]] = {}
        self._kinds: dict[str, str] = {}
        self._accounts_of: dict[str, Sequence[models.AccountMethod]] = {}

    def find(self, payout: Payout) -> Recipient:
        """The customer and the account of a row.

        Raises:
            OnePayError: the API could not be asked.
        """
        problems: list[Problem] = []
        customer_id = payout.customer_id or self._customer_id(payout, problems)
        if not customer_id:
            return Recipient("", payout.account_id, tuple(problems))
        account_id = payout.account_id or self._account_id(payout, customer_id, problems)
        if account_id:
            self._check_account(payout, customer_id, account_id, problems)
        return Recipient(customer_id, account_id, tuple(problems))

    def customers_of(self, payout: Payout) -> Sequence[models.Customer]:
        """The customers with the document of a row."""
        return self._customers_with(payout.document_type, payout.document_number)

    def accounts_of(self, payout: Payout, customer_id: str) -> Sequence[models.AccountMethod]:
        """The accounts of a customer that can be the one of a row."""
        return [account for account in self._accounts_with(customer_id) if _fits(payout, account)]

    def _customer_id(self, payout: Payout, problems: list[Problem]) -> str:
        found = self.customers_of(payout)
        if len(found) != 1:
            count = f"{len(found)} customers have" if found else "No customer has"
            advice = "Give the customer_id." if found else f"{_REGISTER} the customer_id."
            _report(problems, payout, "document_number", "customer", f"{count} this document. {advice}")
            return ""
        return found[0].id

    def _account_id(self, payout: Payout, customer_id: str, problems: list[Problem]) -> str:
        found = self.accounts_of(payout, customer_id)
        if len(found) != 1:
            count = f"{len(found)} accounts" if found else "No account"
            advice = "Give the account_id." if found else f"{_REGISTER} the account_id."
            message = f"{count} of this customer fit bank, kind and last digits. {advice}"
            _report(problems, payout, "account_number", "account", message)
            return ""
        return found[0].id

    def _check_account(self, payout: Payout, customer_id: str, account_id: str, problems: list[Problem]) -> None:
        account = self._account(account_id)
        if account is None:
            _report(problems, payout, "account_id", "account", "There is no such account.")
            return
        if account.customer_id != customer_id:
            _report(problems, payout, "account_id", "ownership", "The account does not belong to this customer.")
            return
        if str(account.status) in _CLOSED:
            _report(problems, payout, "account_id", "account_status", f"The account is {account.status}.")
        kind = str(account.customer.document_type or "") or self._kind_of(customer_id)
        number = account.customer.document_number
        if payout.document_number and not (
            kind == payout.document_type and is_same_document(kind, payout.document_number, number)
        ):
            message = "The customer has another document than this row."
            _report(problems, payout, "document_number", "document_differs", message)
        if payout.method == models.CashoutMethod.INSTANT and (
            kind == COMPANY or str(account.customer.user_type) == "company"
        ):
            message = "INSTANT only reaches natural persons. Use TURBO or ACH."
            _report(problems, payout, "method", "instant_to_company", message)

    def _account(self, account_id: str) -> models.Account | None:
        if account_id not in self._accounts:
            self._pause()
            try:
                self._accounts[account_id] = self._client.accounts.get(account_id)
            except NotFound:
                self._accounts[account_id] = None
        return self._accounts[account_id]

    def _kind_of(self, customer_id: str) -> str:
        if customer_id not in self._kinds:
            self._pause()
            self._kinds[customer_id] = str(self._client.customers.get(customer_id).document_type)
        return self._kinds[customer_id]

    def _customers_with(self, kind: str, number: str) -> Sequence[models.Customer]:
        """Every customer with this document, also where the server does not heed the filter."""
        if (kind, number) not in self._customers:
            found: dict[str, models.Customer] = {}
            for spelling in spellings(kind, number):
                self._pause()
                for customer in self._client.customers.list(document_number=spelling):
                    if str(customer.document_type) == kind and is_same_document(kind, number, customer.document_number):
                        found[customer.id] = customer
            self._customers[kind, number] = tuple(found.values())
        return self._customers[kind, number]

    def _accounts_with(self, customer_id: str) -> Sequence[models.AccountMethod]:
        if customer_id not in self._accounts_of:
            self._pause()
            listed = self._client.accounts.list(customer_id=customer_id)
            self._accounts_of[customer_id] = [account for account in listed if account.customer_id == customer_id]
        return self._accounts_of[customer_id]

    def _pause(self) -> None:
        delay = self._pace.delay()
        if delay:
            self._wait(delay)


def _fits(payout: Payout, account: models.AccountMethod) -> bool:
    """Whether an account can be the one of a row: lists show its bank, kind and the last digits in its title."""
    if str(account.status) in _CLOSED or (payout.bank_id and account.bank_id != payout.bank_id):
        return False
    if payout.account_type and str(account.subtype) != payout.account_type:
        return False
    shown = _LAST_DIGITS.search(account.title)
    return shown is not None and payout.account_number[-_SHOWN:] == shown[1]


def _report(problems: list[Problem], payout: Payout, column: str, rule: str, message: str) -> None:
    problems.append(Problem(line=payout.line, column=column, rule=rule, message=message))


def find_recipients(
    search: RecipientSearch,
    payouts: Mapping[int, Payout],
    *,
    workers: int,
    clock: Callable[[], float],
    progress: Callable[[Progress], object] | None,
) -> dict[int, Recipient]:
    """The recipient of each row by its position, asked by several threads.

    Raises:
        OnePayError: the API could not be asked; nothing was changed by that, so that it can be asked again.
    """
    tasks: queue.SimpleQueue[tuple[int, Payout] | None] = queue.SimpleQueue()
    results: queue.SimpleQueue[tuple[int, Recipient | BaseException]] = queue.SimpleQueue()
    stop = threading.Event()

    def work() -> None:
        while (task := tasks.get()) is not None and not stop.is_set():
            try:
                results.put((task[0], search.find(task[1])))
            except BaseException as error:  # noqa: BLE001 - the thread that waits for it raises it
                results.put((task[0], error))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
    found: dict[int, Recipient] = {}
    began = clock()
    try:
        for item in _by_person(payouts):
            tasks.put(item)
        for thread in threads:
            tasks.put(None)
            thread.start()
        while len(found) < len(payouts):
            position, result = results.get()
            if isinstance(result, BaseException):
                raise result
            found[position] = result
            if progress is not None:
                progress(Progress(done=len(found), total=len(payouts), seconds=clock() - began))
    finally:
        stop.set()
    return found


def _by_person(payouts: Mapping[int, Payout]) -> Iterable[tuple[int, Payout]]:
    """Rows of one person next to each other, so that what is known of them is asked for once."""
    return sorted(payouts.items(), key=lambda item: (item[1].person, item[0]))
