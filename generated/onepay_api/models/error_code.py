"""ErrorCode, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    ErrorCode: TypeAlias = "str | int"
    """Number of an error.

    The errors page shows it as text that holds a number, other pages print the number itself.
    """
else:

    class ErrorCode(VariantBase):
        """Number of an error.

        The errors page shows it as text that holds a number, other pages print the number itself.
        """


# After the class, because what a variant holds may hold the variant.

if not TYPE_CHECKING:
    ErrorCode.options = (
        str,
        int,
    )
