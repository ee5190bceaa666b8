"""PaymentCompany, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class PaymentCompany(Model, kw_only=True):
    """The company that collects, as one third-party copy of the documentation prints it.

    Every available page shows null in its place.

    Attributes:
        id: UUID of the company.
        name: Name under which the company trades.
        legal_name: Name under which the company is registered.
    """

    id: str
    """UUID of the company."""
    name: str
    """Name under which the company trades."""
    legal_name: str
    """Name under which the company is registered."""
