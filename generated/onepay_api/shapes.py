"""Where the classes are that operations name."""

from typing import ClassVar

from onepay_core import operation


class Shape(operation.Shape, frozen=True):
    """A body or parameter type by the name of its class in this package's ``models``; it is loaded when it is needed."""

    __models__: ClassVar[str] = f"{__package__}.models"
