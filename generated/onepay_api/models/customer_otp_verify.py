"""CustomerOtpVerify, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class CustomerOtpVerify(Model, kw_only=True):
    """The one-time code that a customer received, with the telephone number that received it.

    Attributes:
        phone: Telephone number of the customer in E.164 form.
        otp: The one-time code.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "otp",
            "phone",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    phone: str
    """Telephone number of the customer in E.164 form."""
    otp: str
    """The one-time code."""
