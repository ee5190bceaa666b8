"""City, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class City(Model, kw_only=True):
    """A city or municipality of Colombia.

    Attributes:
        id: Number of the city, which `companies_create` takes as `city_id`.
        name: Name of the city.
        state: The department in which the city lies.
    """

    id: int
    """Number of the city, which `companies_create` takes as `city_id`."""
    name: str
    """Name of the city."""
    state: State
    """The department in which the city lies."""


# After the class, because objects may hold each other.
from .state import State
