"""State, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class State(Model, kw_only=True):
    """A department of Colombia.

    Attributes:
        id: Number of the department, by which its cities are found.
        name: Name of the department.
    """

    id: int
    """Number of the department, by which its cities are found."""
    name: str
    """Name of the department."""
