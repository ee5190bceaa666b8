"""NequiRequestCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class NequiRequestCreate(Model, kw_only=True):
    """A request to pay that is sent to a Nequi wallet.

    Attributes:
        customer_id: UUID of the customer who pays.
        amount: Amount in whole Colombian pesos.
        phone: Phone number of the wallet.
        external_id: Your own id for the request.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "phone",
        }
    )

    customer_id: str
    """UUID of the customer who pays."""
    amount: int
    """Amount in whole Colombian pesos."""
    phone: str
    """Phone number of the wallet."""
    external_id: str | Unset | None = UNSET
    """Your own id for the request."""
