"""SplitCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTimeText, Unset


class SplitCreate(Model, kw_only=True):
    """A share of a payment or charge that goes to somebody else.

    No page tells which fields are required, so none is.

    Attributes:
        customer_id: UUID of the customer who receives the share.
        account_id: UUID of the account that receives the share.
        split_type: How the share is measured.
        split_value: Size of the share, in the unit of its type.
        description: What the share is for.
        schedule_at: When the share is to be paid out. The charge page and the mirror of the payment page
            use this name; the newer payment page calls it `scheduled_at`.
        scheduled_at: When the share is to be paid out, under the name of the newer payment page.
        process: A field of the newer pages, whose values no available page explains.
        to_company_wallet: Whether the share goes to the company's wallet. Only the mirror of the payment
            page shows it.
    """

    __required_is_documented__: ClassVar[bool] = False

    customer_id: str | Unset | None = UNSET
    """UUID of the customer who receives the share."""
    account_id: str | Unset | None = UNSET
    """UUID of the account that receives the share."""
    split_type: SplitTypeLike | Unset | None = UNSET
    """How the share is measured."""
    split_value: SplitValue | Unset = UNSET
    """Size of the share, in the unit of its type."""
    description: str | Unset | None = UNSET
    """What the share is for."""
    schedule_at: DateTimeText | Unset | None = UNSET
    """When the share is to be paid out.

    The charge page and the mirror of the payment page use this name; the newer payment page calls it
    `scheduled_at`.
    """
    scheduled_at: DateTimeText | Unset | None = UNSET
    """When the share is to be paid out, under the name of the newer payment page."""
    process: str | Unset | None = UNSET
    """A field of the newer pages, whose values no available page explains."""
    to_company_wallet: bool | Unset | None = UNSET
    """Whether the share goes to the company's wallet. Only the mirror of the payment page shows it."""


# After the class, because objects may hold each other.
from .split_type import SplitTypeLike
from .split_value import SplitValue
