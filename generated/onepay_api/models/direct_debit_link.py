"""DirectDebitLink, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class DirectDebitLink(Model, kw_only=True):
    """A signed link on which a payer enrols a bill in automatic debits.

    Attributes:
        url: Short address to give to the payer.
        reference: Reference of the bill that the link enrols.
        expires_at: Moment at which the link stops working; the sample writes it with the offset of
            Colombia.
    """

    url: str
    """Short address to give to the payer."""
    reference: str
    """Reference of the bill that the link enrols."""
    expires_at: DateTime
    """Moment at which the link stops working; the sample writes it with the offset of Colombia."""
