"""LegacyPayer, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class LegacyPayer(Model, kw_only=True):
    """The payer in the oldest sample of an event, without an identifier.

    Attributes:
        first_name: First name of the payer.
        last_name: Last name of the payer.
        email: E-mail address of the payer.
        phone: Phone number with the country prefix.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "first_name",
            "last_name",
            "phone",
        }
    )

    first_name: str
    """First name of the payer."""
    last_name: str
    """Last name of the payer."""
    email: str
    """E-mail address of the payer."""
    phone: str
    """Phone number with the country prefix."""
