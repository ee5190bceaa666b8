"""Plain JSON values as scripts edit them, and the JSON pointers that lead to them."""

from __future__ import annotations

from onepay_core.json_values import Json, escape, items, mapping, unescape
from onepay_core.json_values import JsonObject as Document
from onepay_core.json_values import is_array as is_list
from onepay_core.json_values import is_object as is_mapping

__all__ = ["Document", "Json", "escape", "is_list", "is_mapping", "items", "mapping", "unescape"]
