"""MetadataEntryMap, as the contract describes it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from .metadata_entry import MetadataEntry

MetadataEntryMap: TypeAlias = dict[str, MetadataEntry]
"""Your own data as a map of entries, a form that integrators observed."""

if TYPE_CHECKING:
    MetadataEntryMapLike: TypeAlias = Mapping[str, MetadataEntry]
    """What requests take: any mapping."""
else:
    MetadataEntryMapLike = MetadataEntryMap
