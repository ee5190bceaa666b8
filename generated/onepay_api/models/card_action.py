"""CardAction, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class CardAction(Model, kw_only=True):
    """A step that is still to be taken before the card can be used.

    The documented reply asks for none. That a 3-D Secure challenge would be announced here is inferred.

    Attributes:
        action: Which step is asked for.
        next: Where the step goes on; null when there is none. Only null is documented, so the type of any
            other value is inferred.
    """

    action: CardActionName
    """Which step is asked for."""
    next: str | None
    """Where the step goes on; null when there is none.

    Only null is documented, so the type of any other value is inferred.
    """


# After the class, because objects may hold each other.
from .card_action_name import CardActionName
