"""CustomerSession, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import DateTime


class CustomerSession(Model, kw_only=True):
    """A customer's session, in whose name charges can be made until it ends.

    Attributes:
        token: The token to be sent in the header `X-Customer-Token`.
        expires_at: When the session ends.
        customer: The customer to whom the session belongs.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "token",
        }
    )

    token: str
    """The token to be sent in the header `X-Customer-Token`."""
    expires_at: DateTime
    """When the session ends."""
    customer: SessionCustomer
    """The customer to whom the session belongs."""


# After the class, because objects may hold each other.
from .session_customer import SessionCustomer
