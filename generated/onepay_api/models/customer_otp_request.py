"""CustomerOtpRequest, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class CustomerOtpRequest(Model, kw_only=True):
    """The customer to whom a one-time code is to be sent.

    No document shows this body; it is inferred from the body with which the code is verified.

    Attributes:
        phone: Telephone number of the customer in E.164 form.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "phone",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    phone: str
    """Telephone number of the customer in E.164 form."""
