"""StatePage, as the contract describes it."""

from __future__ import annotations

from onepay_core.pages import Page


class StatePage(Page["State"], kw_only=True):
    """Departments wrapped in `data`.

    Attributes:
        data: The departments that match.
    """

    data: list[State]
    """The departments that match."""


# After the class, because objects may hold each other.
from .state import State
