"""AccountEventEnvelope, as the contract describes it."""

from ..model import Model
from .account import Account
from .event_header import EventHeader


class AccountEventEnvelope(Model, kw_only=True):
    """News of a customer's account, with the account under its own name."""

    account: Account
    """The account after the event (inferred)."""
    event: EventHeader
    """What happened, when and where."""
