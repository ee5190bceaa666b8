"""BreBKey, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class BreBKey(Model, kw_only=True):
    """The Bre-B key to which the payer can pay.

    Attributes:
        alias: The key as the payer writes it.
    """

    alias: str
    """The key as the payer writes it."""
