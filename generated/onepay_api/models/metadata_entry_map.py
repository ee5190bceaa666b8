"""MetadataEntryMap, as the contract describes it."""

from typing import TypeAlias

from .metadata_entry import MetadataEntry

MetadataEntryMap: TypeAlias = dict[str, MetadataEntry]
"""Your own data as a map of entries, a form that integrators observed."""
