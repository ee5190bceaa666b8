"""CardAuthentication, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class CardAuthentication(Model, kw_only=True):
    """The result of a 3-D Secure authentication of a card.

    Attributes:
        cavv: The cardholder authentication value, in base64.
        eci: The electronic commerce indicator that the card network returned.
        ds_trans_id: UUID that the directory server gave to the transaction.
        version: The version of 3-D Secure that was used, such as `2.2.0`.
        status: How the authentication ended.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "cavv",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    cavv: str | Unset | None = UNSET
    """The cardholder authentication value, in base64."""
    eci: CardAuthenticationEciLike | Unset | None = UNSET
    """The electronic commerce indicator that the card network returned."""
    ds_trans_id: str | Unset | None = UNSET
    """UUID that the directory server gave to the transaction."""
    version: str | Unset | None = UNSET
    """The version of 3-D Secure that was used, such as `2.2.0`."""
    status: CardAuthenticationStatusLike | Unset | None = UNSET
    """How the authentication ended."""


# After the class, because objects may hold each other.
from .card_authentication_eci import CardAuthenticationEciLike
from .card_authentication_status import CardAuthenticationStatusLike
