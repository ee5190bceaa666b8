"""AttemptRemark, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class AttemptRemark(Model, kw_only=True):
    """How one attempt to collect a charge went.

    Attributes:
        code: The outcome as a code.
        message: The outcome for a person, in Spanish.
    """

    code: AttemptRemarkCode
    """The outcome as a code."""
    message: str
    """The outcome for a person, in Spanish."""


# After the class, because objects may hold each other.
from .attempt_remark_code import AttemptRemarkCode
