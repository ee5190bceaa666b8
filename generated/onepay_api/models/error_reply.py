"""ErrorReply, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class ErrorReply(Model, kw_only=True):
    """What the API says when it refuses a request.

    Nothing is required, because documents and programs disagree on every field: the documented sample
    spells the list `erros` and its prose `errors`, programs meet a map of fields instead of a list, and
    some replies carry no `message`. A reply may also not be JSON at all.

    Attributes:
        message: Text for a person, in Spanish.
        code: Number of the error, such as 10500.
        code_name: Stable name of the error, the field to branch on.
        errors: What is wrong with single fields, as a list in the documented prose or as a map where it
            was observed.
        erros: The same list under the spelling of the documented sample.
        error: A further description of the refusal, which integrators read where the other fields are
            missing.
    """

    message: str | Unset = UNSET
    """Text for a person, in Spanish."""
    code: ErrorCode | Unset = UNSET
    """Number of the error, such as 10500."""
    code_name: ErrorCodeName | Unset = UNSET
    """Stable name of the error, the field to branch on."""
    errors: ErrorListing | Unset = UNSET
    """What is wrong with single fields, as a list in the documented prose or as a map where it was observed.
    """
    erros: list[FieldError] | Unset = UNSET
    """The same list under the spelling of the documented sample."""
    error: ErrorDetail | Unset = UNSET
    """A further description of the refusal, which integrators read where the other fields are missing."""


# After the class, because objects may hold each other.
from .error_code import ErrorCode
from .error_code_name import ErrorCodeName
from .error_detail import ErrorDetail
from .error_listing import ErrorListing
from .field_error import FieldError
