"""UtilityPaymentCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class UtilityPaymentCreate(Model, kw_only=True):
    """A bill to pay. The page names both fields without saying that they are required.

    Attributes:
        provider_id: Identifier of the provider, a UUID from the list of providers.
        reference: Reference of the bill. The page offers 111100005555 for tests.
    """

    __required_is_documented__: ClassVar[bool] = False

    provider_id: str
    """Identifier of the provider, a UUID from the list of providers."""
    reference: str
    """Reference of the bill. The page offers 111100005555 for tests."""
