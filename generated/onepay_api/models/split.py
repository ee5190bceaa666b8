"""Split, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class Split(Model, kw_only=True):
    """A share of a payment or charge that goes to somebody else, as the API keeps it.

    Attributes:
        id: UUID of the share.
        customer_id: UUID of the customer who receives the share.
        split_type: How the share is measured.
        split_value: Size of the share, in the unit of its type.
        description: What the share is for.
        created_at: When the share was created.
        scheduled_at: When the share is to be paid out, or null when no date was set.
        account_id: UUID of the account that receives the share.
    """

    id: str
    """UUID of the share."""
    customer_id: str
    """UUID of the customer who receives the share."""
    split_type: SplitType
    """How the share is measured."""
    split_value: float
    """Size of the share, in the unit of its type."""
    description: str
    """What the share is for."""
    created_at: DateTime
    """When the share was created."""
    scheduled_at: DateTime | None
    """When the share is to be paid out, or null when no date was set."""
    account_id: str
    """UUID of the account that receives the share."""


# After the class, because objects may hold each other.
from .split_type import SplitType
