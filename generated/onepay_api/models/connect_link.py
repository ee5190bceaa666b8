"""ConnectLink, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class ConnectLink(Model, kw_only=True):
    """A page on which a customer hands over a payment method to be charged later.

    Third-party notes say that OnePay reports its completion with the event `connect_link.completed`.

    Attributes:
        id: UUID of the connect link.
        customer_id: UUID of the customer for whom the link was made.
        single_use: Whether the link can be completed once only.
        visits: How often the page was opened.
        completed: How often the page was completed.
        external_id: Your own identifier of the link.
        allows: The payment methods that the page offers.
        created_at: When the link was made.
        updated_at: When the link last changed.
        url: Address of the page to be sent to the customer.
    """

    id: str
    """UUID of the connect link."""
    customer_id: str
    """UUID of the customer for whom the link was made."""
    single_use: bool
    """Whether the link can be completed once only."""
    visits: int
    """How often the page was opened."""
    completed: int
    """How often the page was completed."""
    external_id: str
    """Your own identifier of the link."""
    allows: Allows
    """The payment methods that the page offers."""
    created_at: DateTime
    """When the link was made."""
    updated_at: DateTime
    """When the link last changed."""
    url: str
    """Address of the page to be sent to the customer."""


# After the class, because objects may hold each other.
from .allows import Allows
