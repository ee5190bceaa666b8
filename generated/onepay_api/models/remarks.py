"""Remarks, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    Remarks: TypeAlias = "DeclineRemark | AttemptRemark | list[str]"
    """Why something went as it did, in one of three shapes.

    An object with `description` explains a declined charge, an object with `message` stands on an attempt
    whether it succeeded or not, and a list of texts names codes such as CANCELLED_BY_MERCHANT.
    """
else:

    class Remarks(VariantBase):
        """Why something went as it did, in one of three shapes.

        An object with `description` explains a declined charge, an object with `message` stands on an attempt
        whether it succeeded or not, and a list of texts names codes such as CANCELLED_BY_MERCHANT.
        """


# After the class, because what a variant holds may hold the variant.
from .attempt_remark import AttemptRemark
from .decline_remark import DeclineRemark

if not TYPE_CHECKING:
    Remarks.options = (
        DeclineRemark,
        AttemptRemark,
        list[str],
    )
