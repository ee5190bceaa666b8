"""SessionBank, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class SessionBank(Model, kw_only=True):
    """A bank through which the customer of a session pays by PSE.

    Attributes:
        id: UUID of the entry, to be sent as `payment_method_id`.
        bank_name: Name of the bank.
        label: The bank as it is shown to people.
    """

    id: str
    """UUID of the entry, to be sent as `payment_method_id`."""
    bank_name: str
    """Name of the bank."""
    label: str
    """The bank as it is shown to people."""
