"""TokenizedCardCreate, as the contract describes it."""

from typing import ClassVar

from ..model import Model
from ..types import UNSET, Unset
from .card_authentication import CardAuthentication


class TokenizedCardCreate(Model, kw_only=True):
    """A card that the browser has already turned into a token."""

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
    authentication: CardAuthentication | Unset = UNSET
    """The result of a 3-D Secure authentication that you ran yourself."""
