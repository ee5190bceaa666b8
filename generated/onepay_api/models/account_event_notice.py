"""AccountEventNotice, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class AccountEventNotice(Model, kw_only=True):
    """News of a customer's account, as the name of the event and its data.

    Attributes:
        event: Name of the event.
        data: The account after the event (inferred).
    """

    event: AccountEventName
    """Name of the event."""
    data: Account
    """The account after the event (inferred)."""


# After the class, because objects may hold each other.
from .account import Account
from .account_event_name import AccountEventName
