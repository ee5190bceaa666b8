"""InvoiceCreate, as the contract describes it."""

from datetime import date
from typing import ClassVar

from ..model import Model
from ..types import UNSET, Unset
from .metadata import Metadata


class InvoiceCreate(Model, kw_only=True):
    """A new invoice.

    The create page names the fields and their types but not which are required; the three that the update
    page requires are taken as required here too. The limits of the update page are not repeated for this
    call.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "phone",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    reference: str
    """Reference under which the payer finds the invoice.

    The update page calls it unique in the company, yet one integrator sends the customer's document number
    for every invoice.
    """
    amount: int
    """Amount in whole Colombian pesos."""
    name: str
    """Name or concept of the invoice; it becomes the title of the payment."""
    provider_id: str | Unset = UNSET
    """Identifier of the invoice in your billing system."""
    provider: str | Unset = UNSET
    """Free name of your billing system."""
    description: str | Unset = UNSET
    """Longer text about the invoice, documented for the update only."""
    phone: str | Unset = UNSET
    """Phone number of the payer in E.164, such as +573001112233.

    An integrator saw invoices refused over phone numbers in any other form.
    """
    email: str | Unset = UNSET
    """E-mail address of the payer."""
    due_date: date | Unset = UNSET
    """Date on which the invoice is due, as YYYY-MM-DD."""
    document_url: str | Unset = UNSET
    """Address of the document of the invoice; the payment shows it as its `document_link`."""
    metadata: Metadata | Unset = UNSET
    """Data of yours to keep with the invoice."""
