"""What reading a body piece by piece has found."""

from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET

from .converters import Converter, may_hold
from .deviations import Deviation, DeviationKind, Path
from .enums import OpenEnum
from .json_types import is_array, is_object, one_of
from .model import Model, wire_fields


class Report:
    """What the readers have found so far.

    ``notes`` is the open notebook of ``_unknown``; ``checking`` is true when the value is a
    request of ours, where a field that may be absent after all is not held against it, and where
    a value may be shown to whoever gave it unless its field is sensitive.
    """

    def __init__(self, notes: list[str], *, checking: bool = False) -> None:
        self.notes = notes
        self.checking = checking
        self.sensitive = False
        self.deviations: list[Deviation] = []

    def add(self, path: Path, kind: DeviationKind, expected: str, got: Any = None) -> None:
        """Report one departure."""
        is_mixed = bool(got) and (is_object(got) or is_array(got))  # and something in it may be sensitive
        hidden = self.sensitive or is_mixed or not self.checking or kind is DeviationKind.UNKNOWN_FIELD
        self.deviations.append(Deviation(path, kind, expected, got, hidden))

    def fit(self, value: Any, convert: Converter, path: Path) -> Any:
        """What ``convert`` makes of ``value``, or ``UNSET`` when it does not fit.

        Unknown enum values fit, and are reported.
        """
        noted = len(self.notes)
        try:
            read = convert(value)
        except msgspec.ValidationError:
            return UNSET
        if len(self.notes) != noted:
            self.add_unknown_values(read, path)
        return read

    def add_unknown_values(self, read: Any, path: Path) -> None:
        """Report every unknown enum value inside a value that has been read."""
        if isinstance(read, OpenEnum):
            if not (read.is_known or read.__extensible__):
                self.add(path, DeviationKind.UNKNOWN_VALUE, one_of(type(read)), str(read))
        elif isinstance(read, Model):
            for field in _fields_with_enums(type(read)):
                self.add_unknown_values(getattr(read, field.name), (*path, field.encode_name))
        elif is_object(read):
            for key, item in read.items():
                self.add_unknown_values(item, (*path, key))
        elif is_array(read):
            for index, item in enumerate(read):
                self.add_unknown_values(item, (*path, index))


@cache
def _fields_with_enums(model: type[Model]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return tuple(field for field in wire_fields(model) if may_hold(field.type, OpenEnum))
