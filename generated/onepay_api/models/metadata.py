"""Metadata, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    Metadata: TypeAlias = "MetadataMap | MetadataEntryMap | list[MetadataEntry]"
    """Your own data, kept with the object and answered as it came.

    Documents show a map of texts, and programs send numbers in it too. Integrators met two further forms that
    the API takes: a map whose values are objects with `key` and `value`, and a list of such objects. The
    values of the JSON object tell the maps apart, and a JSON array is the list.
    """
else:

    class Metadata(VariantBase):
        """Your own data, kept with the object and answered as it came.

        Documents show a map of texts, and programs send numbers in it too. Integrators met two further forms
        that the API takes: a map whose values are objects with `key` and `value`, and a list of such objects.
        The values of the JSON object tell the maps apart, and a JSON array is the list.
        """


# After the class, because what a variant holds may hold the variant.
from .metadata_entry import MetadataEntry
from .metadata_entry_map import MetadataEntryMap
from .metadata_map import MetadataMap

if TYPE_CHECKING:
    from .metadata_entry_map import MetadataEntryMapLike
    from .metadata_map import MetadataMapLike

    MetadataLike: TypeAlias = "MetadataMapLike | MetadataEntryMapLike | list[MetadataEntry]"
    """What requests take: any mapping for a map."""

if not TYPE_CHECKING:
    MetadataLike = Metadata
    Metadata.options = (
        MetadataMap,
        MetadataEntryMap,
        list[MetadataEntry],
    )
