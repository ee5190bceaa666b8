"""ConnectLinkPaymentMethod, as the contract describes it."""

from ..model import Model


class ConnectLinkPaymentMethod(Model, kw_only=True):
    """The payment method that a customer left on a connect link. Only its identifier is known."""

    id: str
    """Identifier of the card or account, a UUID; a subscription can be created with it."""
