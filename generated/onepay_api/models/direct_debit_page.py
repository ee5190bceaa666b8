"""DirectDebitPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page
from onepay_core.types import UNSET, Unset


class DirectDebitPage(Page["DirectDebit"], kw_only=True):
    """One page of the enrolments.

    Only `data` is documented, as the end of the sample is cut off; the other fields are those that all
    paged lists of the API share, and inferred here.

    Attributes:
        data: Enrolments of this page.
        current_page: Number of this page; the first is 1.
        from_: Position of the first item of this page in the whole list.
        per_page: Largest number of items on a page.
        to: Position of the last item of this page in the whole list.
    """

    data: list[DirectDebit]
    """Enrolments of this page."""
    current_page: int | Unset = UNSET
    """Number of this page; the first is 1."""
    from_: int | Unset = msgspec.field(default=UNSET, name="from")
    """Position of the first item of this page in the whole list."""
    per_page: int | Unset = UNSET
    """Largest number of items on a page."""
    to: int | Unset = UNSET
    """Position of the last item of this page in the whole list."""


# After the class, because objects may hold each other.
from .direct_debit import DirectDebit
