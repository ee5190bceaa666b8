"""DaviplataRequestConfirm, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class DaviplataRequestConfirm(Model, kw_only=True):
    """What the holder of a Daviplata wallet answers to a request.

    Attributes:
        otp: One-time code that the holder received.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "otp",
        }
    )

    otp: str
    """One-time code that the holder received."""
