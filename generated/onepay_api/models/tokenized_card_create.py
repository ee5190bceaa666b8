"""TokenizedCardCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class TokenizedCardCreate(Model, kw_only=True):
    """A card that the browser has already turned into a token.

    Attributes:
        card_token: The token that the Elements SDK returned from `tokenize()`.
        customer_id: UUID of the customer who holds the card.
        authorization: Whether the holder has authorised automatic charges; a later charge needs `true`.
        authentication: The result of a 3-D Secure authentication that you ran yourself.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "card_token",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    card_token: str
    """The token that the Elements SDK returned from `tokenize()`."""
    customer_id: str
    """UUID of the customer who holds the card."""
    authorization: bool
    """Whether the holder has authorised automatic charges; a later charge needs `true`."""
    authentication: CardAuthentication | Unset | None = UNSET
    """The result of a 3-D Secure authentication that you ran yourself."""


# After the class, because objects may hold each other.
from .card_authentication import CardAuthentication
