"""DaviplataRequestConfirm, as the contract describes it."""

from typing import ClassVar

from ..model import Model


class DaviplataRequestConfirm(Model, kw_only=True):
    """What the holder of a Daviplata wallet answers to a request."""

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "otp",
        }
    )

    otp: str
    """One-time code that the holder received."""
