"""CustomerPage, as the contract describes it."""

from msgspec import field

from ..pages import Page
from ..types import UNSET, Unset
from .customer import Customer


class CustomerPage(Page[Customer], kw_only=True):
    """One page of customers.

    No document shows this reply. Its shape is inferred from the lists that, like this one, take `page` and
    `per_page`; only `data` can be relied on.
    """

    data: list[Customer]
    """The customers on this page."""
    current_page: int | Unset = UNSET
    """Number of this page, starting at 1."""
    from_: int | Unset = field(default=UNSET, name="from")
    """Position of the first customer of this page in the whole list."""
    last_page: int | Unset = UNSET
    """Number of the last page."""
    per_page: int | Unset = UNSET
    """How many customers a full page holds."""
    to: int | Unset = UNSET
    """Position of the last customer of this page in the whole list."""
    total: int | Unset = UNSET
    """How many customers there are on all pages."""
