"""Fields that the API fills with one of several shapes, and nothing in the JSON to tell them apart.

A variant is a plain union for type checkers and for ``match``; where callers need not choose, one class stands for all
shapes, and the others extend it. At run time it is a class that msgspec hands to ``choose``, because msgspec itself
cannot tell two untagged structs apart.
"""

from collections.abc import Mapping
from typing import Any, get_origin


class Variant(type):
    """The class of all variants; an instance of any option is an instance of the variant."""

    options: tuple[Any, ...] = ()
    """The shapes, the likeliest first."""

    decided_by: str = ""
    """The sibling field whose value names the shape, where the contract has one."""

    decision: Mapping[str, Any] = {}
    """Values of the sibling field, and the shape that each stands for."""

    page: type | None = None
    """The page that a bare list is read as, where the shapes are that page and a list of its items."""

    _classes: tuple[type, ...] = ()

    def __instancecheck__(cls, instance: object) -> bool:
        if not cls._classes:
            cls._classes = tuple(get_origin(option) or option for option in cls.options)
        return isinstance(instance, cls._classes)


class VariantBase(metaclass=Variant):
    """Base of the generated variants, which fill in what ``Variant`` declares."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Any:
        """How pydantic, and FastAPI with it, reads, writes and describes these shapes; only pydantic calls this."""
        from .pydantic_core import schema_of  # noqa: PLC0415 - who does not use pydantic need not have it

        return schema_of(cls)
