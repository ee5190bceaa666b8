"""CustomerAccountPage, as the contract describes it."""

from msgspec import field

from ..pages import Page
from ..types import UNSET, Unset
from .account_method import AccountMethod


class CustomerAccountPage(Page[AccountMethod], kw_only=True):
    """The bank accounts and wallets of one customer.

    Third-party programs read the list from `data`; the other keys are those that all flat pages share, and
    are inferred.
    """

    data: list[AccountMethod]
    """The accounts on this page."""
    current_page: int | Unset = UNSET
    """Number of this page, starting at 1."""
    from_: int | Unset = field(default=UNSET, name="from")
    """Position of the first account of this page in the whole list."""
    per_page: int | Unset = UNSET
    """How many accounts a full page holds."""
    to: int | Unset = UNSET
    """Position of the last account of this page in the whole list."""
