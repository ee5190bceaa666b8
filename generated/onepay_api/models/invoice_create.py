"""InvoiceCreate, as the contract describes it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Date, Unset


class InvoiceCreate(Model, kw_only=True):
    """A new invoice.

    What is required and the limits are those of the mirror of the create page, which is older by
    `due_date`; the newest version of the page is known without its table, and shows the same fields in
    its samples. That mirror requires `phone` and `email` too; programs that ran for months send null for
    both where a client has neither, so they are optional here. The page for updates limits the reference
    as well, and this one does not.

    Attributes:
        reference: Reference under which the payer finds the invoice. The update page calls it unique in
            the company, yet one integrator sends the customer's document number for every invoice, and
            another pads it to 5 characters.
        provider: Free name of your billing system.
        amount: Amount in whole Colombian pesos, from 5,000 to 100,000,000.
        name: Name or concept of the invoice, 5 to 100 characters; it becomes the title of the payment.
        provider_id: Identifier of the invoice in your billing system. An integrator saw shorter ones than
            5 characters refused. OnePay was seen to overwrite it with an id of its own when it replaced
            the payment; what has to survive belongs into `external_id`.
        external_id: Your own id of the invoice. Programs send it and read it again in `invoice.paid`; one
            reports it as the only identifier that survives when OnePay replaces the payment.
        description: Longer text about the invoice, documented for the update only.
        phone: Phone number of the payer in E.164, such as +573001112233. An integrator saw invoices
            refused over phone numbers in any other form; where there is none, leave the field out and
            invent nothing.
        email: E-mail address of the payer. An integrator saw invoices refused over addresses with blanks,
            two dots in a row, a dot in front, or several addresses in one field.
        due_date: Date on which the invoice is due, as YYYY-MM-DD.
        document_url: Address of the document of the invoice; the payment shows it as its `document_link`.
        metadata: Data of yours to keep with the invoice.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "phone",
        }
    )

    __observed__: ClassVar[dict[str, dict[str, int | str]]] = {
        "provider_id": {"minLength": 5},
        "phone": {"pattern": "^\\+[1-9][0-9]{6,14}$"},
        "email": {"pattern": "^[^@\\s.,;]+(\\.[^@\\s.,;]+)*@[^@\\s.,;]+(\\.[^@\\s.,;]+)+$"},
    }

    reference: str
    """Reference under which the payer finds the invoice.

    The update page calls it unique in the company, yet one integrator sends the customer's document number
    for every invoice, and another pads it to 5 characters.
    """
    provider: str
    """Free name of your billing system."""
    amount: Annotated[int, msgspec.Meta(ge=5000, le=100000000)]
    """Amount in whole Colombian pesos, from 5,000 to 100,000,000."""
    name: Annotated[str, msgspec.Meta(min_length=5, max_length=100)]
    """Name or concept of the invoice, 5 to 100 characters; it becomes the title of the payment."""
    provider_id: str | Unset | None = UNSET
    """Identifier of the invoice in your billing system.

    An integrator saw shorter ones than 5 characters refused. OnePay was seen to overwrite it with an id of
    its own when it replaced the payment; what has to survive belongs into `external_id`.
    """
    external_id: str | Unset | None = UNSET
    """Your own id of the invoice.

    Programs send it and read it again in `invoice.paid`; one reports it as the only identifier that survives
    when OnePay replaces the payment.
    """
    description: str | Unset | None = UNSET
    """Longer text about the invoice, documented for the update only."""
    phone: str | Unset | None = UNSET
    """Phone number of the payer in E.164, such as +573001112233.

    An integrator saw invoices refused over phone numbers in any other form; where there is none, leave the
    field out and invent nothing.
    """
    email: str | Unset | None = UNSET
    """E-mail address of the payer.

    An integrator saw invoices refused over addresses with blanks, two dots in a row, a dot in front, or
    several addresses in one field.
    """
    due_date: Date | Unset | None = UNSET
    """Date on which the invoice is due, as YYYY-MM-DD."""
    document_url: str | Unset | None = UNSET
    """Address of the document of the invoice; the payment shows it as its `document_link`."""
    metadata: MetadataLike | Unset | None = UNSET
    """Data of yours to keep with the invoice."""


# After the class, because objects may hold each other.
from .metadata import MetadataLike
