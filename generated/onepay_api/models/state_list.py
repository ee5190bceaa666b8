"""StateList, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    StateList: TypeAlias = "StatePage"
    """Departments, either wrapped in an object or as a bare array.

    Third-party programs accept both. An object is a `StatePage`; an array holds the departments themselves.
    """
else:

    class StateList(VariantBase):
        """Departments, either wrapped in an object or as a bare array.

        Third-party programs accept both. An object is a `StatePage`; an array holds the departments
        themselves.
        """


# After the class, because what a variant holds may hold the variant.
from .state import State
from .state_page import StatePage

if not TYPE_CHECKING:
    StateList.options = (
        StatePage,
        list[State],
    )
    StateList.page = StatePage
