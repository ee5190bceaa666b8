"""CompanyAddress, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class CompanyAddress(Model, kw_only=True):
    """Where a company has its seat.

    Attributes:
        address: Street and number.
        hint: What helps to find the place, such as the floor.
        zipcode: Postal code of the address, 5 to 9 digits in one program.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "address",
            "hint",
            "zipcode",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    address: str
    """Street and number."""
    hint: str | Unset | None = UNSET
    """What helps to find the place, such as the floor."""
    zipcode: str | Unset | None = UNSET
    """Postal code of the address, 5 to 9 digits in one program."""
