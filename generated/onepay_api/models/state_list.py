"""StateList, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from ..variants import VariantBase
from .state import State
from .state_page import StatePage

if TYPE_CHECKING:
    StateList: TypeAlias = StatePage | list[State]
    """Departments, either wrapped in an object or as a bare array.

    Third-party programs accept both. An object is a `StatePage`; an array holds the departments themselves.
    """
else:

    class StateList(VariantBase):
        """Departments, either wrapped in an object or as a bare array.

        Third-party programs accept both. An object is a `StatePage`; an array holds the departments
        themselves.
        """

        options = (
            StatePage,
            list[State],
        )
