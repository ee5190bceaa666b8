"""The error of tables; it is an ``OnePayError``."""

from __future__ import annotations

from onepay_core.errors import OnePayError

__all__ = ("UnreadableTable",)


class UnreadableTable(OnePayError):
    """A table that cannot be read as a whole: no header, a column that is missing, cut text. Nothing was kept."""
