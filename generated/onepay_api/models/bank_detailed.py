"""BankDetailed, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class BankDetailed(Model, kw_only=True):
    """A bank or wallet provider together with its logo in text form.

    Attributes:
        id: UUID of the bank.
        name: Name of the bank.
        logo: Address of the bank's logo, or null when there is none.
        base64_logo: The logo in base64, the empty string when there is none.
    """

    id: str
    """UUID of the bank."""
    name: str
    """Name of the bank."""
    logo: str | None
    """Address of the bank's logo, or null when there is none."""
    base64_logo: str
    """The logo in base64, the empty string when there is none."""
