"""One payout as a row of a table, typed."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

__all__ = ("Payout",)

_LONGEST_EXTERNAL_ID: Final = 100


class Payout(Struct, frozen=True, kw_only=True):
    """One row: who is paid how much, and how. ``repr`` shows only the line.

    Attributes:
        line: the line of the file; for an iterable and a sheet, the number of the row, from 1.
        amount: whole pesos.
        method: ``ACH``, ``TURBO`` or ``INSTANT``.
        customer_id: OnePay's id of the customer; empty until it is found by its document.
        account_id: OnePay's id of the account; empty until it is found.
        reference: your own id of the payment; empty where the table has none.
        description: what the payment is for; may be empty.
        document_type: the kind of document; empty where the table has none.
        document_number: its number, without dots and without the check digit of a NIT.
        bank_id: OnePay's id of the bank.
        account_type: ``SAVINGS``, ``CHECKING`` or ``ELECTRONIC_DEPOSIT``.
        account_number: the number of the account.
        first_name: the first name, or the name of a company.
        last_name: the last name.
        email: the e-mail address.
        phone: the telephone in E.164 form.
    """

    line: int
    amount: int
    method: str
    customer_id: str = ""
    account_id: str = ""
    reference: str = ""
    description: str = ""
    document_type: str = ""
    document_number: str = ""
    bank_id: str = ""
    account_type: str = ""
    account_number: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def identity(self) -> str:
        """What tells this payment from the others of its run: your reference, or its line."""
        return f"reference {self.reference}" if self.reference else f"line {self.line}"

    @property
    def person(self) -> str:
        """Who is paid, as far as the row says: the customer's id, or the document."""
        return self.customer_id or f"{self.document_type} {self.document_number}"

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def __repr__(self) -> str:
        return f"Payout(line {self.line})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("line", self.line)]


def external_id(run: str, line: int, reference: str) -> str:
    """What is sent as ``external_id`` of a row: its reference, else the run and the line."""
    return reference or f"{run}/{line}"[:_LONGEST_EXTERNAL_ID]
