"""CustomerCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, DateText, Unset


class CustomerCreate(Model, kw_only=True):
    """The data with which a customer is registered.

    Attributes:
        user_type: Whether the customer is a natural person or a company.
        first_name: First name, or the name of a company. One third-party program cuts names at 80
            characters by its own choice.
        last_name: Last name. One third-party program cuts names at 80 characters by its own choice.
        email: E-mail address. The page requires it; one program sends null for a customer without one,
            and whether that succeeds is not known. Another cuts it at 120 characters by its own choice.
        phone: Telephone number with the country prefix, such as `+57`. The page requires it; one program
            sends null for a customer without one, and whether that succeeds is not known. Another cuts it
            at 20 characters by its own choice.
        document_type: Kind of the identity document; a company gives its `NIT`.
        document_number: Number of the identity document. One third-party program cuts it at 32 characters
            by its own choice.
        enable_notifications: Whether OnePay may send notices to the customer; `false` turns them off. The
            page marks it as required and gives it the default `true` at once, and a guide leaves it out,
            so it is optional here.
        nationality: Country as an ISO 3166-1 alpha-2 code.
        birthdate: Date of birth as YYYY-MM-DD, the documented form. A program that ran in production
            sends a moment (`1991-05-06T00:00:00.000Z`), so the text is not held to the form of a date.
        related_to: A text that only the newest version of the page lists. Neither its meaning nor its
            values are documented.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "birthdate",
            "document_number",
            "email",
            "first_name",
            "last_name",
            "phone",
        }
    )

    __observed__: ClassVar[dict[str, dict[str, int | str]]] = {
        "first_name": {"maxLength": 80},
        "last_name": {"maxLength": 80},
        "email": {"maxLength": 120},
        "phone": {"maxLength": 20},
        "document_number": {"maxLength": 32},
    }

    user_type: UserTypeLike
    """Whether the customer is a natural person or a company."""
    first_name: str
    """First name, or the name of a company.

    One third-party program cuts names at 80 characters by its own choice.
    """
    last_name: str
    """Last name. One third-party program cuts names at 80 characters by its own choice."""
    email: str | None
    """E-mail address.

    The page requires it; one program sends null for a customer without one, and whether that succeeds is not
    known. Another cuts it at 120 characters by its own choice.
    """
    phone: str | None
    """Telephone number with the country prefix, such as `+57`.

    The page requires it; one program sends null for a customer without one, and whether that succeeds is not
    known. Another cuts it at 20 characters by its own choice.
    """
    document_type: CustomerDocumentTypeLike
    """Kind of the identity document; a company gives its `NIT`."""
    document_number: str
    """Number of the identity document. One third-party program cuts it at 32 characters by its own choice."""
    enable_notifications: bool | Unset | None = UNSET
    """Whether OnePay may send notices to the customer; `false` turns them off.

    The page marks it as required and gives it the default `true` at once, and a guide leaves it out, so it is
    optional here.
    """
    nationality: str | Unset | None = UNSET
    """Country as an ISO 3166-1 alpha-2 code."""
    birthdate: DateText | Unset | None = UNSET
    """Date of birth as YYYY-MM-DD, the documented form.

    A program that ran in production sends a moment (`1991-05-06T00:00:00.000Z`), so the text is not held to
    the form of a date.
    """
    related_to: str | Unset | None = UNSET
    """A text that only the newest version of the page lists.

    Neither its meaning nor its values are documented.
    """


# After the class, because objects may hold each other.
from .customer_document_type import CustomerDocumentTypeLike
from .user_type import UserTypeLike
