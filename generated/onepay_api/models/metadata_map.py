"""MetadataMap, as the contract describes it."""

from typing import TypeAlias

MetadataMap: TypeAlias = dict[str, str]
"""Your own data as a map of texts, the documented form."""
