"""InvoiceUpdate, as the contract describes it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class InvoiceUpdate(Model, kw_only=True):
    """The new content of an invoice. All limits below are those of the update page.

    Attributes:
        reference: Reference under which the payer finds the invoice, unique in the company, 5 to 100
            characters.
        amount: Amount in whole Colombian pesos, from 5,000 to 100,000,000.
        name: Name or concept of the invoice, 5 to 100 characters.
        provider_id: Identifier of the invoice in your billing system.
        description: Longer text about the invoice; only the newer version of the page has it.
        phone: Phone number of the payer in E.164, such as +573001112233.
        email: E-mail address of the payer.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "phone",
        }
    )

    __observed__: ClassVar[dict[str, dict[str, int | str]]] = {
        "phone": {"pattern": "^\\+[1-9][0-9]{6,14}$"},
        "email": {"pattern": "^[^@\\s.,;]+(\\.[^@\\s.,;]+)*@[^@\\s.,;]+(\\.[^@\\s.,;]+)+$"},
    }

    reference: Annotated[str, msgspec.Meta(min_length=5, max_length=100)]
    """Reference under which the payer finds the invoice, unique in the company, 5 to 100 characters."""
    amount: Annotated[int, msgspec.Meta(ge=5000, le=100000000)]
    """Amount in whole Colombian pesos, from 5,000 to 100,000,000."""
    name: Annotated[str, msgspec.Meta(min_length=5, max_length=100)]
    """Name or concept of the invoice, 5 to 100 characters."""
    provider_id: str | Unset | None = UNSET
    """Identifier of the invoice in your billing system."""
    description: str | Unset | None = UNSET
    """Longer text about the invoice; only the newer version of the page has it."""
    phone: str | Unset | None = UNSET
    """Phone number of the payer in E.164, such as +573001112233."""
    email: str | Unset | None = UNSET
    """E-mail address of the payer."""
