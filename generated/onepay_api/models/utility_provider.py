"""UtilityProvider, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class UtilityProvider(Model, kw_only=True):
    """A company whose bills can be paid, such as a water or power company.

    Attributes:
        id: Identifier of the provider, a UUID.
        name: Name of the provider.
        help_text: Where the payer finds the reference on the bill; null when there is no such text.
    """

    id: str
    """Identifier of the provider, a UUID."""
    name: str
    """Name of the provider."""
    help_text: str | None
    """Where the payer finds the reference on the bill; null when there is no such text."""
