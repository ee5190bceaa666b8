"""SessionChargeCreate, as the contract describes it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class SessionChargeCreate(Model, kw_only=True):
    """A charge to one of the stored payment methods of a session's customer.

    Attributes:
        payment_method_id: UUID of a card, wallet or bank that `customer_sessions_list_payment_methods`
            returned.
        amount: Amount in whole Colombian pesos. The page sets a minimum of 100 and glosses it as one
            peso, which would make the unit cents; the concepts page says that amounts are pesos, and is
            followed here.
        currency: The currency of the amount; the page names `COP` and `USD`.
        description: What the charge is for.
        approve: The outcome that test mode shall give: `true` approves the charge, `false` rejects it,
            and no WhatsApp message is sent. It is for test keys only.
    """

    __required_is_documented__: ClassVar[bool] = False

    payment_method_id: str
    """UUID of a card, wallet or bank that `customer_sessions_list_payment_methods` returned."""
    amount: Annotated[int, msgspec.Meta(ge=100)]
    """Amount in whole Colombian pesos.

    The page sets a minimum of 100 and glosses it as one peso, which would make the unit cents; the concepts
    page says that amounts are pesos, and is followed here.
    """
    currency: CurrencyLike | Unset | None = UNSET
    """The currency of the amount; the page names `COP` and `USD`."""
    description: str | Unset | None = UNSET
    """What the charge is for."""
    approve: bool | Unset | None = UNSET
    """The outcome that test mode shall give: `true` approves the charge, `false` rejects it, and no WhatsApp
    message is sent.

    It is for test keys only.
    """


# After the class, because objects may hold each other.
from .currency import CurrencyLike
