"""Fields that the API fills with one of several shapes, and nothing in the JSON to tell them apart.

A variant is a plain union for type checkers and for ``match``. At run time it is a class that
msgspec hands to ``choose``, because msgspec itself cannot tell two untagged structs apart.
"""

from collections.abc import Mapping
from typing import Any

import msgspec


class Variant(type):
    """The class of all variants; an instance of any option is an instance of the variant."""

    options: tuple[Any, ...] = ()
    """The shapes, the likeliest first."""

    decided_by: str = ""
    """The sibling field whose value names the shape, where the contract has one."""

    decision: Mapping[str, Any] = {}
    """Values of the sibling field, and the shape that each stands for."""

    def __instancecheck__(cls, instance: object) -> bool:
        return any(_is_a(instance, option) for option in cls.options)


class VariantBase(metaclass=Variant):
    """Base of the generated variants, which fill in what ``Variant`` declares."""


def _is_a(instance: object, option: Any) -> bool:
    origin = getattr(option, "__origin__", option)
    return isinstance(instance, origin)


def choose(variant: type, value: object) -> Any:
    """The first option of ``variant`` that ``value`` fits exactly (msgspec calls this).

    Raises:
        ValueError: no option fits.
    """
    if not isinstance(variant, Variant):
        raise ValueError(f"{variant.__name__} is never read from JSON")  # noqa: TRY004 - what msgspec expects of a hook
    for option in variant.options:
        try:
            return msgspec.convert(value, option, dec_hook=choose)
        except msgspec.ValidationError:
            continue
    raise ValueError(f"no form of {variant.__name__} fits")
