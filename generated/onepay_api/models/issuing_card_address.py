"""IssuingCardAddress, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class IssuingCardAddress(Model, kw_only=True):
    """The postal address of an issued card; unlike the request, it has no postal code.

    Attributes:
        line_1: First line of the address.
        line_2: Second line of the address.
        state: Department or state.
        city: City or municipality.
        country: Country, by its name in the sample.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "city",
            "country",
            "line_1",
            "line_2",
            "state",
        }
    )

    line_1: str
    """First line of the address."""
    line_2: str
    """Second line of the address."""
    state: str
    """Department or state."""
    city: str
    """City or municipality."""
    country: str
    """Country, by its name in the sample."""
