"""AccountEventEnvelope, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class AccountEventEnvelope(Model, kw_only=True):
    """News of a customer's account, with the account under its own name.

    Attributes:
        account: The account after the event (inferred).
        event: What happened, when and where.
    """

    account: Account
    """The account after the event (inferred)."""
    event: EventHeader
    """What happened, when and where."""


# After the class, because objects may hold each other.
from .account import Account
from .event_header import EventHeader
