"""ErrorCodeHolder, as the contract describes it."""

from ..model import Model
from .error_code import ErrorCode


class ErrorCodeHolder(Model, kw_only=True):
    """The object form of `error`, of which only the code is known."""

    code: ErrorCode
    """Number or name of the error."""
