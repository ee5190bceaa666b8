"""Registering the people of a table who are not known yet: a step of its own, before a run is drafted."""

from __future__ import annotations

import time
from collections.abc import Iterable

from msgspec import Struct

from onepay_api import models
from onepay_client.client import OnePay
from onepay_client.errors import AlreadyDone
from onepay_client.idempotency import idempotency_key
from onepay_core.arguments import checked_kind
from onepay_core.operation import CallOptions
from onepay_core.tracebacks import private_locals

from .limits import Pace
from .people import COMPANY, nit_check_digit
from .problems import Problem
from .reading import PayoutTable
from .recipients import RecipientSearch
from .rows import Payout

__all__ = ("Registration", "register")

_PERSON = ("document_type", "document_number", "first_name", "last_name", "email", "phone")
_ACCOUNT = ("account_type", "account_number", "bank_id")
_AGAIN = CallOptions(send_again=True)


class Registration(Struct, frozen=True, kw_only=True):
    """What was registered, and which rows could not be.

    Attributes:
        customers: how many customers were registered.
        accounts: how many accounts were registered.
        problems: rows that lack something, or whose document several customers have.
    """

    customers: int
    accounts: int
    problems: tuple[Problem, ...]


@private_locals
def register(client: OnePay, table: PayoutTable, *, rate: float | None = None) -> Registration:
    """Register customers and accounts that the rows of a table name by document and number, and that are not there.

    A customer needs document, first name, last name, e-mail and telephone; an account its kind, number and bank. Its
    holder has to authorise nothing for a payout. A repetition registers nothing twice: what is found is left as it is,
    and each key follows from document and number.

    Raises:
        OnePayError: the API refused something or does not answer; register again.
    """
    runtime = checked_kind("client", client, OnePay).settings.runtime
    checked_kind("table", table, PayoutTable)
    search = RecipientSearch(client, Pace(rate, runtime.monotonic), runtime.sleep or time.sleep)
    problems: list[Problem] = []
    made: dict[str, str] = {}
    customers = accounts = 0
    for payout in _by_document(table.payouts):
        found = search.customers_of(payout)
        if len(found) > 1 or (not found and not _has(payout, _PERSON, problems)):
            if found:
                message = f"{len(found)} customers have this document. Give the customer_id."
                problems.append(Problem(line=payout.line, column="document_number", rule="customer", message=message))
            continue
        customer_id = found[0].id if found else made.get(payout.person, "")
        if not customer_id:
            customer_id = made[payout.person] = _create_customer(client, payout)
            customers += 1
        account = f"{payout.person} {payout.bank_id} {payout.account_number}"
        if payout.account_id or account in made or search.accounts_of(payout, customer_id):
            continue
        if _has(payout, _ACCOUNT, problems):
            made[account] = _create_account(client, payout, customer_id)
            accounts += 1
    return Registration(customers=customers, accounts=accounts, problems=tuple(problems))


def _by_document(payouts: Iterable[Payout]) -> Iterable[Payout]:
    return (payout for payout in payouts if payout.document_number and not payout.customer_id)


def _has(payout: Payout, fields: Iterable[str], problems: list[Problem]) -> bool:
    missing = [field for field in fields if not getattr(payout, field)]
    for field in missing:
        message = "To register this person, the row has to have it."
        if field == "last_name" and payout.document_type == COMPANY:
            message = "OnePay asks a last name of companies too. Write the kind of company, such as S.A.S."
        problems.append(Problem(line=payout.line, column=field, rule="missing", message=message))
    return not missing


def _create_customer(client: OnePay, payout: Payout) -> str:
    number = payout.document_number
    is_company = payout.document_type == COMPANY
    body = models.CustomerCreate(
        user_type=models.UserType("company" if is_company else "natural"),
        first_name=payout.first_name,
        last_name=payout.last_name,
        email=payout.email,
        phone=payout.phone,
        document_type=models.CustomerDocumentType(payout.document_type),
        document_number=f"{number}-{nit_check_digit(number)}" if is_company else number,
        enable_notifications=False,
    )
    key = idempotency_key("payee", payout.document_type, number)
    try:
        return client.customers.create_from(body, idempotency_key=key).id
    except AlreadyDone:
        return client.customers.create_from(body, idempotency_key=key, options=_AGAIN).id


def _create_account(client: OnePay, payout: Payout, customer_id: str) -> str:
    body = models.AccountCreate(
        subtype=models.AccountSubtype(payout.account_type),
        authorization=False,
        re_enrollment=False,
        account_number=payout.account_number,
        customer_id=customer_id,
        bank_id=payout.bank_id,
    )
    key = idempotency_key("account", customer_id, payout.bank_id, payout.account_type, payout.account_number)
    try:
        return client.accounts.create_from(body, idempotency_key=key).id
    except AlreadyDone:
        return client.accounts.create_from(body, idempotency_key=key, options=_AGAIN).id
