"""Bank, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class Bank(Model, kw_only=True):
    """A bank or wallet provider where an account is held."""

    id: str
    """UUID of the bank."""
    name: str
    """Name of the bank."""
    logo: str | None
    """Address of the bank's logo, or null when there is none."""
