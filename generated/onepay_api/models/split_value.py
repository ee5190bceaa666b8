"""SplitValue, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    SplitValue: TypeAlias = "float | str"
    """Size of a share in a request.

    Documents declare it as text on one page and as a number on another; both are read.
    """
else:

    class SplitValue(VariantBase):
        """Size of a share in a request.

        Documents declare it as text on one page and as a number on another; both are read.
        """


# After the class, because what a variant holds may hold the variant.

if not TYPE_CHECKING:
    SplitValue.options = (
        float,
        str,
    )
