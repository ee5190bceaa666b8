"""SessionCustomer, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class SessionCustomer(Model, kw_only=True):
    """The customer of a session, without document.

    Attributes:
        id: UUID of the customer.
        first_name: First name, or the name of a company.
        last_name: Last name of the customer.
        phone: Telephone number in E.164 form.
        email: E-mail address of the customer.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "first_name",
            "last_name",
            "phone",
        }
    )

    id: str
    """UUID of the customer."""
    first_name: str
    """First name, or the name of a company."""
    last_name: str
    """Last name of the customer."""
    phone: str
    """Telephone number in E.164 form."""
    email: str
    """E-mail address of the customer."""
