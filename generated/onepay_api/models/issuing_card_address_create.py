"""IssuingCardAddressCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class IssuingCardAddressCreate(Model, kw_only=True):
    """The postal address for a card that is to be issued.

    Attributes:
        line_1: First line of the address.
        line_2: Second line of the address.
        city: City or municipality.
        state: Department or state.
        country: Country of the address.
        zip_code: Postal code of the address.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "city",
            "country",
            "line_1",
            "line_2",
            "state",
            "zip_code",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    line_1: str | Unset | None = UNSET
    """First line of the address."""
    line_2: str | Unset | None = UNSET
    """Second line of the address."""
    city: str | Unset | None = UNSET
    """City or municipality."""
    state: str | Unset | None = UNSET
    """Department or state."""
    country: str | Unset | None = UNSET
    """Country of the address."""
    zip_code: str | Unset | None = UNSET
    """Postal code of the address."""
