"""FieldErrorMap, as the contract describes it."""

from typing import TypeAlias

FieldErrorMap: TypeAlias = dict[str, list[str]]
"""Messages about the request, in Spanish, listed under the name of the field that each one is about."""
