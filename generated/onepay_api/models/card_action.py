"""CardAction, as the contract describes it."""

from ..model import Model
from .card_action_name import CardActionName


class CardAction(Model, kw_only=True):
    """A step that is still to be taken before the card can be used.

    The documented reply asks for none. That a 3-D Secure challenge would be announced here is inferred.
    """

    action: CardActionName
    """Which step is asked for."""
    next: str | None
    """Where the step goes on; null when there is none.

    Only null is documented, so the type of any other value is inferred.
    """
