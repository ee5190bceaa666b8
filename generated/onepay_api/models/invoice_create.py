"""InvoiceCreate, as the contract describes it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Date, Unset


class InvoiceCreate(Model, kw_only=True):
    """A new invoice.

    What is required and the limits are those of the mirror of the create page, which is older by `due_date`;
    the newest version of the page is known without its table, and shows the same fields in its samples. The
    page for updates limits the reference as well, and this one does not.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "phone",
        }
    )

    reference: str
    """Reference under which the payer finds the invoice.

    The update page calls it unique in the company, yet one integrator sends the customer's document number
    for every invoice.
    """
    provider: str
    """Free name of your billing system."""
    amount: Annotated[int, msgspec.Meta(ge=5000, le=100000000)]
    """Amount in whole Colombian pesos, from 5,000 to 100,000,000."""
    name: Annotated[str, msgspec.Meta(min_length=5, max_length=100)]
    """Name or concept of the invoice, 5 to 100 characters; it becomes the title of the payment."""
    phone: str
    """Phone number of the payer in E.164, such as +573001112233.

    An integrator saw invoices refused over phone numbers in any other form.
    """
    email: str
    """E-mail address of the payer."""
    provider_id: str | Unset = UNSET
    """Identifier of the invoice in your billing system."""
    description: str | Unset = UNSET
    """Longer text about the invoice, documented for the update only."""
    due_date: Date | Unset = UNSET
    """Date on which the invoice is due, as YYYY-MM-DD."""
    document_url: str | Unset = UNSET
    """Address of the document of the invoice; the payment shows it as its `document_link`."""
    metadata: Metadata | Unset = UNSET
    """Data of yours to keep with the invoice."""


# After the class, because objects may hold each other.
from .metadata import Metadata
