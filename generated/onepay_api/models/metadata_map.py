"""MetadataMap, as the contract describes it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

MetadataMap: TypeAlias = dict[str, str | int | float | bool | None]
"""Your own data as a map of plain values.

Documents show texts; programs in production send whole numbers and get them back in events. That the other
plain values are taken as well is inferred.
"""

if TYPE_CHECKING:
    MetadataMapLike: TypeAlias = Mapping[str, str | int | float | bool | None]
    """What requests take: any mapping."""
else:
    MetadataMapLike = MetadataMap
