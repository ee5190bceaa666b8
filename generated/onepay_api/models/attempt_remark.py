"""AttemptRemark, as the contract describes it."""

from ..model import Model
from .attempt_remark_code import AttemptRemarkCode


class AttemptRemark(Model, kw_only=True):
    """How one attempt to collect a charge went."""

    code: AttemptRemarkCode
    """The outcome as a code."""
    message: str
    """The outcome for a person, in Spanish."""
