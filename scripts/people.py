"""The person whom tour, benchmarks and tests sell to and pay."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from onepay_client import OnePay, models

MARIANA: Final[dict[str, Any]] = {
    "user_type": "natural",
    "first_name": "Mariana",
    "last_name": "Ospina",
    "email": "mariana@example.com",
    "phone": "+573000000001",
    "document_type": "CC",
    "document_number": "1053800001",
}
"""The request that makes her."""

BANK: Final = "9957817d-239b-4032-8dca-bc508a76579c"


class Payee(NamedTuple):
    """The ids of a customer and of an account of hers."""

    customer_id: str
    account_id: str


def register_payee(client: OnePay) -> Payee:
    """Mariana with a savings account, so that she can be paid."""
    person = client.customers.create(**MARIANA)
    account = client.accounts.create(
        subtype=models.AccountSubtype.SAVINGS,
        authorization=False,
        re_enrollment=False,
        account_number="00124512",
        customer_id=person.id,
        bank_id=BANK,
    )
    return Payee(person.id, account.id)
