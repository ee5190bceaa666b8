"""MetadataEntry, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class MetadataEntry(Model, kw_only=True):
    """One piece of your own data under its name.

    Attributes:
        key: Name of the piece.
        value: The piece itself; that it may be other than a text is inferred from the map of plain
            values.
    """

    __required_is_documented__: ClassVar[bool] = False

    key: str
    """Name of the piece."""
    value: str | int | float | bool | None
    """The piece itself; that it may be other than a text is inferred from the map of plain values."""
