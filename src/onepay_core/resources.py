"""The operations of one tag as an attribute of a client, loaded when they are first used."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

R = TypeVar("R")


class resource(cached_property[R]):  # noqa: N801 - a decorator, as cached_property is
    """Loads a resource when it is first used. On the class of the client it is the class of the resource.

    So ``unittest.mock.create_autospec(OnePay)`` knows every method with its signature.
    """

    if not TYPE_CHECKING:  # type checkers know it as the cached_property that it is

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            """The resource of a client, or its class."""
            return type(self.func(None)) if instance is None else super().__get__(instance, owner)
