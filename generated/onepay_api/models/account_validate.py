"""AccountValidate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class AccountValidate(Model, kw_only=True):
    """What is needed to prove that a wallet belongs to its holder.

    Nequi needs nothing, because the holder accepts in the app; Daviplata needs the code that it sends by
    SMS.

    Attributes:
        otp: The one-time code that Daviplata sent to the holder by SMS.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "otp",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    otp: str | Unset | None = UNSET
    """The one-time code that Daviplata sent to the holder by SMS."""
