"""DeclineRemark, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class DeclineRemark(Model, kw_only=True):
    """Why a charge was declined.

    Attributes:
        code: The reason as a code.
        description: The reason for a person, in Spanish.
    """

    code: DeclineCode
    """The reason as a code."""
    description: str
    """The reason for a person, in Spanish."""


# After the class, because objects may hold each other.
from .decline_code import DeclineCode
