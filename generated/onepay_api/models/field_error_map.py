"""FieldErrorMap, as the contract describes it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

FieldErrorMap: TypeAlias = dict[str, list[str]]
"""Messages about the request, in Spanish, listed under the name of the field that each one is about."""

if TYPE_CHECKING:
    FieldErrorMapLike: TypeAlias = Mapping[str, list[str]]
    """What requests take: any mapping."""
else:
    FieldErrorMapLike = FieldErrorMap
