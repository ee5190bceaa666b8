"""ErrorDetail, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from ..variants import VariantBase
from .error_code_holder import ErrorCodeHolder

if TYPE_CHECKING:
    ErrorDetail: TypeAlias = str | ErrorCodeHolder
    """A refusal in short. A JSON string is the text itself; a JSON object holds a code."""
else:

    class ErrorDetail(VariantBase):
        """A refusal in short. A JSON string is the text itself; a JSON object holds a code."""

        options = (
            str,
            ErrorCodeHolder,
        )
