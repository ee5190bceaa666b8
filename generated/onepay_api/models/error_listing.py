"""ErrorListing, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    ErrorListing: TypeAlias = "list[FieldError] | FieldErrorMap"
    """Refused fields in either of two shapes.

    A JSON array is the documented list of keys and descriptions; a JSON object is the observed map from a
    field's name to its messages.
    """
else:

    class ErrorListing(VariantBase):
        """Refused fields in either of two shapes.

        A JSON array is the documented list of keys and descriptions; a JSON object is the observed map from a
        field's name to its messages.
        """


# After the class, because what a variant holds may hold the variant.
from .field_error import FieldError
from .field_error_map import FieldErrorMap

if TYPE_CHECKING:
    from .field_error_map import FieldErrorMapLike

    ErrorListingLike: TypeAlias = "list[FieldError] | FieldErrorMapLike"
    """What requests take: any mapping for a map."""

if not TYPE_CHECKING:
    ErrorListingLike = ErrorListing
    ErrorListing.options = (
        list[FieldError],
        FieldErrorMap,
    )
