"""StatePage, as the contract describes it."""

from ..pages import Page
from .state import State


class StatePage(Page[State], kw_only=True):
    """Departments wrapped in `data`."""

    data: list[State]
    """The departments that match."""
