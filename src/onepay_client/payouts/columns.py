"""Which column of a table holds what: said by the caller, and never guessed from what the cells look like."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from onepay_client.tables.reading import check_headers
from onepay_core.arguments import OptionsMeta

__all__ = ("Columns",)


class Columns(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """The header of each column, as it stands in the file: ``Columns(amount="Valor", customer_id="Cliente")``.

    Upper and lower case and blanks around a header make no difference. A field that is named here must have its
    column in the file. ``Columns()`` names none, and then every column has to be called as in the template, which is
    the name of the field.

    Attributes:
        amount: whole pesos.
        method: ``ACH``, ``TURBO`` or ``INSTANT``.
        customer_id: OnePay's id of the customer who is paid.
        account_id: OnePay's id of the account that is paid.
        reference: your own id of the payment, different in each row; it is sent as ``external_id``.
        description: what the payment is for.
        document_type: ``CC``, ``CE``, ``NIT`` or ``PASSPORT``.
        document_number: the person's document; a NIT with its check digit, as ``900123456-8``.
        bank_id: OnePay's id of the bank.
        account_type: ``SAVINGS``, ``CHECKING`` or ``ELECTRONIC_DEPOSIT`` (Nequi and Daviplata).
        account_number: the number of the account; for Nequi and Daviplata the telephone.
        first_name: the person's first name, or a company's name.
        last_name: the person's last name.
        email: the person's e-mail address.
        phone: the person's telephone, as ``+573001234567`` or ``3001234567``.

    Raises:
        ConfigurationError: a header is no text.
    """

    amount: str | None = None
    method: str | None = None
    customer_id: str | None = None
    account_id: str | None = None
    reference: str | None = None
    description: str | None = None
    document_type: str | None = None
    document_number: str | None = None
    bank_id: str | None = None
    account_type: str | None = None
    account_number: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None

    def __post_init__(self) -> None:
        check_headers(self)

    @property
    def mapped(self) -> dict[str, str]:
        """The header of each field; where none is named, every field under its own name."""
        named = {field: header for field in FIELDS if (header := getattr(self, field)) is not None}
        return named or dict(zip(FIELDS, FIELDS, strict=True))

    @property
    def is_default(self) -> bool:
        """Whether no column is named, so that the names of the template count."""
        return all(getattr(self, field) is None for field in FIELDS)


FIELDS: Final[tuple[str, ...]] = Columns.__struct_fields__
"""What a row of a table can hold."""
