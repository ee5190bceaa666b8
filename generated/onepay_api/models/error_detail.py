"""ErrorDetail, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    ErrorDetail: TypeAlias = "str | ErrorCodeHolder"
    """A refusal in short. A JSON string is the text itself; a JSON object holds a code."""
else:

    class ErrorDetail(VariantBase):
        """A refusal in short. A JSON string is the text itself; a JSON object holds a code."""


# After the class, because what a variant holds may hold the variant.
from .error_code_holder import ErrorCodeHolder

if not TYPE_CHECKING:
    ErrorDetail.options = (
        str,
        ErrorCodeHolder,
    )
