"""StatePage, as the contract describes it."""

from ..model import Model
from .state import State


class StatePage(Model, kw_only=True):
    """Departments wrapped in `data`."""

    data: list[State]
    """The departments that match."""
