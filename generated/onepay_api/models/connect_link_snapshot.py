"""ConnectLinkSnapshot, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class ConnectLinkSnapshot(Model, kw_only=True):
    """A connect link inside an event.

    An integrator identifies the event by the link's id and by the id of the payment method; that the
    second stands inside the link is inferred, and the real body surely holds more.

    Attributes:
        id: Identifier of the connect link, a UUID.
        payment_method: The payment method that the customer left on the link.
    """

    id: str
    """Identifier of the connect link, a UUID."""
    payment_method: ConnectLinkPaymentMethod
    """The payment method that the customer left on the link."""


# After the class, because objects may hold each other.
from .connect_link_payment_method import ConnectLinkPaymentMethod
