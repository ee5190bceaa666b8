"""DirectDebitLinkCreate, as the contract describes it."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class DirectDebitLinkCreate(Model, kw_only=True):
    """A link on which a payer enrols a bill in automatic debits.

    Which fields are required is not visible; those without a default are taken as required.

    Attributes:
        reference: Reference of the bill to enrol.
        phone: Phone number of the payer with the country prefix.
        approx_amount: Amount of a usual bill in whole Colombian pesos, above 0. The sample of 45000 shows
            that pesos are meant.
        expiration_minutes: For how many minutes the link works, from 60 to 43200 (thirty days); 4320
            (three days) by default.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "phone",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    reference: str
    """Reference of the bill to enrol."""
    phone: str
    """Phone number of the payer with the country prefix."""
    approx_amount: Annotated[int, msgspec.Meta(ge=1)]
    """Amount of a usual bill in whole Colombian pesos, above 0.

    The sample of 45000 shows that pesos are meant.
    """
    expiration_minutes: Annotated[int, msgspec.Meta(ge=60, le=43200)] | Unset | None = UNSET
    """For how many minutes the link works, from 60 to 43200 (thirty days); 4320 (three days) by default."""
