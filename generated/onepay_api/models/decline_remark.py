"""DeclineRemark, as the contract describes it."""

from ..model import Model
from .decline_code import DeclineCode


class DeclineRemark(Model, kw_only=True):
    """Why a charge was declined."""

    code: DeclineCode
    """The reason as a code."""
    description: str
    """The reason for a person, in Spanish."""
