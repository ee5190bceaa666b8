"""ConnectLinkCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class ConnectLinkCreate(Model, kw_only=True):
    """What a connect link is for.

    Attributes:
        customer_id: UUID of the customer who hands over a payment method.
        single_use: Whether the link can be completed once only.
        notify: Whether OnePay sends the link to the customer.
        allows: The payment methods that the page offers.
        external_id: Your own identifier of the link.
        redirect_url: Address to which the customer returns afterwards.
        metadata: Your own notes about the link.
    """

    __required_is_documented__: ClassVar[bool] = False

    customer_id: str
    """UUID of the customer who hands over a payment method."""
    single_use: bool | Unset | None = UNSET
    """Whether the link can be completed once only."""
    notify: bool | Unset | None = UNSET
    """Whether OnePay sends the link to the customer."""
    allows: Allows | Unset | None = UNSET
    """The payment methods that the page offers."""
    external_id: str | Unset | None = UNSET
    """Your own identifier of the link."""
    redirect_url: str | Unset | None = UNSET
    """Address to which the customer returns afterwards."""
    metadata: MetadataLike | Unset | None = UNSET
    """Your own notes about the link."""


# After the class, because objects may hold each other.
from .allows import Allows
from .metadata import MetadataLike
