"""SessionPaymentMethodList, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class SessionPaymentMethodList(Model, kw_only=True):
    """The payment methods that the customer of a session has stored.

    Attributes:
        data: The payment methods, grouped by kind.
    """

    data: SessionPaymentMethodSet
    """The payment methods, grouped by kind."""


# After the class, because objects may hold each other.
from .session_payment_method_set import SessionPaymentMethodSet
