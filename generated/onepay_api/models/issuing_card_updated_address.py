"""IssuingCardUpdatedAddress, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class IssuingCardUpdatedAddress(Model, kw_only=True):
    """The postal address of an issued card, as the update operation returns it.

    Attributes:
        line: First line of the address, which other operations call `line_1`.
        state: Department or state.
        city: City or municipality.
        country: Country, by its name in the sample.
        line_2: Second line of the address.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "city",
            "country",
            "line",
            "line_2",
            "state",
        }
    )

    line: str
    """First line of the address, which other operations call `line_1`."""
    state: str
    """Department or state."""
    city: str
    """City or municipality."""
    country: str
    """Country, by its name in the sample."""
    line_2: str | Unset = UNSET
    """Second line of the address."""
