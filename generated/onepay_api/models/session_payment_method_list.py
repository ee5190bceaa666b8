"""SessionPaymentMethodList, as the contract describes it."""

from ..model import Model
from .session_payment_method_set import SessionPaymentMethodSet


class SessionPaymentMethodList(Model, kw_only=True):
    """The payment methods that the customer of a session has stored."""

    data: SessionPaymentMethodSet
    """The payment methods, grouped by kind."""
