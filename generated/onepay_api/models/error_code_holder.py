"""ErrorCodeHolder, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class ErrorCodeHolder(Model, kw_only=True):
    """The object form of `error`, of which only the code is known.

    Attributes:
        code: Number or name of the error.
    """

    code: ErrorCode
    """Number or name of the error."""


# After the class, because objects may hold each other.
from .error_code import ErrorCode
