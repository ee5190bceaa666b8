"""ConnectLinkPaymentMethod, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class ConnectLinkPaymentMethod(Model, kw_only=True):
    """The payment method that a customer left on a connect link. Only its identifier is known.

    Attributes:
        id: Identifier of the card or account, a UUID; a subscription can be created with it.
    """

    id: str
    """Identifier of the card or account, a UUID; a subscription can be created with it."""
