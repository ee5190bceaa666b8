"""The base of every model: a struct that keeps what it does not know and hides what it must."""

from functools import cache
from types import NoneType
from typing import Any, ClassVar, get_args, get_origin

import msgspec
from msgspec import UNSET, Struct, UnsetType, field

from .json_values import is_array
from .masking import Masked
from .values import NO_FIELD, NOTHING, UNDOCUMENTED, Undocumented, Variant, to_builtins, to_json


class Model(Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """An object of the API.

    A field that is absent is ``UNSET``; one that is null is ``None``. Fields which the
    contract does not know are kept in ``undocumented`` and sent back with the rest.
    """

    # gc=False: what came from JSON holds no cycles, and a page of objects is read a tenth faster.

    undocumented: Undocumented = field(default=NOTHING, name=UNDOCUMENTED)

    __sensitive__: ClassVar[frozenset[str]] = frozenset()
    """Attributes that ``repr`` masks: card numbers, secrets, personal data."""

    __observed__: ClassVar[dict[str, dict[str, int | str]]] = {}
    """Limits of texts that programs keep to and no document names, by attribute: JSON Schema's keywords."""

    __exactly_one__: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Groups of attributes of which a request carries exactly one."""

    __at_least_one__: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Groups of attributes of which a request carries at least one."""

    __required_is_documented__: ClassVar[bool] = True
    """False where the contract's list of required fields was only observed or inferred."""

    def to_dict(self) -> dict[str, Any]:
        """This object as the JSON that it stands for: dicts, lists, texts, numbers, booleans and None.

        Its keys are the names that the API uses (``from``, not ``from_``), moments and days are ISO 8601 texts, and
        enums are plain texts. A field that is absent stays away, one that is null is None, and fields which the
        contract does not know stand among the others. Nothing in it is masked.

        Raises:
            TooDeep: a value that somebody put into it is nested more than 100 levels deep.
        """
        fields: dict[str, Any] = to_builtins(self)
        return fields

    def to_json(self) -> str:
        """``to_dict()`` as one line of JSON. Nothing in it is masked."""
        return to_json(self).decode()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Any:
        """How pydantic, and FastAPI with it, reads, writes and describes this class; only pydantic calls this."""
        from .pydantic_core import schema_of  # noqa: PLC0415 - who does not use pydantic need not have it

        return schema_of(cls)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"{type(self).__name__}({shown})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        # msgspec's own would show to users of rich what __repr__ masks.
        given = ((name, getattr(self, name)) for name in self.__struct_fields__)
        present = ((name, value) for name, value in given if value is not UNSET and value is not NOTHING)
        return [(name, Masked(value) if self._hides(name, value) else value) for name, value in present]

    def _hides(self, name: str, value: Any) -> bool:
        return name in self.__sensitive__ or _is_unexpected(value, _types(type(self))[name])


@cache
def wire_fields(model: type[Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The documented fields of a model class, without those that only other forms of its object have."""
    return tuple(f for f in msgspec.structs.fields(model) if not f.encode_name.startswith(NO_FIELD))


@cache
def _types(model: type[Struct]) -> dict[str, Any]:
    return {f.name: f.type for f in msgspec.structs.fields(model)}


def _is_unexpected(value: Any, type_: Any) -> bool:
    """Whether a raw object, or anything where only objects may stand, came for a field of ``type_``."""
    if is_array(value):
        return any(_is_unexpected(item, type_) for item in value)
    if isinstance(value, dict):
        return not _may_be_map(type_)
    return isinstance(value, str | int | float) and _is_only_objects(type_)


@cache
def _is_only_objects(type_: Any) -> bool:
    if isinstance(type_, type) and issubclass(type_, Struct):
        return True
    parts = _parts(type_)
    return bool(parts) and all(part in (NoneType, UnsetType) or _is_only_objects(part) for part in parts)


@cache
def _may_be_map(type_: Any) -> bool:
    return get_origin(type_) is dict or any(_may_be_map(part) for part in _parts(type_))


def _parts(type_: Any) -> tuple[Any, ...]:
    return type_.options if isinstance(type_, Variant) else get_args(type_)
