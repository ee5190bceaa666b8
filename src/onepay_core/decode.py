"""Read a JSON body as the contract describes it, and never lose what does not fit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, partial
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Generic,
    NamedTuple,
    Protocol,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    overload,
)

import msgspec
from msgspec import UNSET, UnsetType

from onepay_core.json_values import TooDeep, limit_depth, without_flaws

from .deviations import Deviation, DeviationKind, Path, json_type
from .errors import StatusError, UnreadableBody
from .json_values import is_array, is_object
from .model import Model, wire_fields
from .model_types import (
    PLAIN,
    describe_rules,
    is_subclass,
    is_unbounded,
    json_classes,
    json_types,
    leaf_name,
    may_hold,
    one_of,
    plain_types,
    without_rules,
)
from .operation import Operation, R
from .pages import page_of_all
from .values import OpenEnum, OptionReader, Undocumented, Variant, VariantBase, collect_unknown_values

T = TypeVar("T")

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, TooDeep)
"""What reading raises for bytes that are not JSON: cut or malformed, not UTF-8, nested too deeply."""


class Reading(NamedTuple, Generic[T]):
    """A value, and every way in which the body departed from the contract.

    With no deviations ``value`` is exactly what its type says. With some, the parts that fitted
    are typed as promised and the others are as they came: see each deviation's pointer.
    """

    value: T
    deviations: tuple[Deviation, ...] = ()


@overload
def read(body: bytes, as_type: type[T]) -> Reading[T]: ...


@overload
def read(body: bytes, as_type: UnionType) -> Reading[Any]: ...


def read(body: bytes, as_type: Any) -> Reading[Any]:
    """Decode ``body`` as ``as_type``: a model, an enum, a variant, or a list of them.

    A byte order mark before it, and half of a surrogate pair in a text, are read over, and are deviations.

    Raises:
        UnreadableBody: the bytes are not JSON at all (cut, not UTF-8, nested too deeply).
    """
    try:
        return _read(body, as_type)
    except UnreadableBody as error:
        readable = without_flaws(body)
        if readable == body:
            raise
        try:
            reading = _read(readable, as_type)
        except UnreadableBody:
            raise error from None
    return Reading(reading.value, (_FLAWED, *reading.deviations))


_FLAWED = Deviation((), DeviationKind.BROKEN_RULE, "JSON without byte order mark and without halves of characters")


def _read(body: bytes, as_type: Any) -> Reading[Any]:
    with collect_unknown_values() as notes:
        try:
            value = _decoder(as_type).decode(limit_depth(body) if is_unbounded(as_type) else body)
        except (msgspec.ValidationError, RecursionError):
            return _read_tolerantly(body, as_type)
        except UNREADABLE as error:
            raise UnreadableBody(body, str(error)) from None
    return Reading(value, _unknown_values_in(value)) if notes else Reading(value)


def _read_tolerantly(body: bytes, as_type: Any) -> Reading[Any]:
    with collect_unknown_values() as notes:
        report = Report(notes)
        value = reader_for(as_type).read(_decode(body), (), report, {})
    return Reading(value, tuple(report.deviations))


def _decode(body: bytes) -> Any:
    try:
        return msgspec.json.decode(limit_depth(body))
    except UNREADABLE as error:
        raise UnreadableBody(body, str(error)) from None


def _unknown_values_in(value: Any) -> tuple[Deviation, ...]:
    report = Report([])
    report.add_unknown_values(value, ())
    return tuple(report.deviations)


@cache
def _decoder(as_type: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(as_type, dec_hook=choose)


Converter: TypeAlias = Callable[[Any], Any]
"""Makes a decoded value a certain type, or raises ``msgspec.ValidationError``."""


def choose(variant: Any, value: object) -> Any:
    """The first option of ``variant`` that ``value`` fits exactly (msgspec calls this, often twice for a payment).

    Raises:
        ValueError: no option fits.
    """
    try:
        readers = variant.readers or _find_readers(variant)
    except AttributeError:
        raise ValueError(f"{variant.__name__} is never read from JSON") from None
    for read, argument in readers:
        try:
            return read(value, argument)
        except msgspec.ValidationError:
            continue
    raise ValueError(f"no form of {variant.__name__} fits")


def as_page(variant: Any, value: Any) -> Any:
    """``value``, which has been read as a shape of ``variant``: a bare list as the page that stands for it."""
    return page_of_all(variant.page, value) if variant.page and is_array(value) else value


def _find_readers(variant: Any) -> tuple[OptionReader, ...]:
    variant.readers = tuple(_option_reader(variant, option) for option in variant.options)
    readers: tuple[OptionReader, ...] = variant.readers
    return readers


def _option_reader(variant: Any, option: Any) -> OptionReader:
    if get_origin(option) is dict and plain_types(get_args(option)[1]):
        return _plain_map, plain_types(get_args(option)[1])
    if is_subclass(option, Model) and not may_hold(option, VariantBase):
        return msgspec.convert, option
    convert = converter(option)
    return (lambda value, variant: as_page(variant, convert(value))), variant


def _plain_map(value: dict[str, Any], kinds: frozenset[Any]) -> Any:
    """``value``, which came from JSON, if it is an object whose values are all of ``kinds``: it is read already."""
    if type(value) is dict and kinds.issuperset(map(type, value.values())):
        return value
    raise msgspec.ValidationError


@cache
def converter(type_: Any) -> Converter:
    """The converter to ``type_``.

    ``msgspec.convert`` remembers what it knows of a struct, works any other type out anew on each
    call, and takes twice as long with a hook. So other types stand in a struct, and a hook is passed
    only to types in which a variant can stand.
    """
    if may_hold(type_, VariantBase):
        return partial(msgspec.convert, type=type_, dec_hook=choose)
    if is_subclass(type_, Model):
        return partial(msgspec.convert, type=type_)
    holder: Any = msgspec.defstruct("Holder", [("value", type_)], array_like=True)
    return lambda value: msgspec.convert((value,), holder).value


@cache
def fitting_value(type_: Any) -> Any:
    """Some JSON value that fits ``type_``, or ``UNSET`` where none is known."""
    usual: tuple[Any, ...] = (None, "", 0, False, "2000-01-01T00:00:00Z", "2000-01-01", [], {})
    for value in (*usual, *_known_values(type_)):
        with collect_unknown_values() as notes:
            try:
                converter(type_)(value)
            except msgspec.ValidationError:
                continue
        if not notes:
            return value
    return UNSET


def _known_values(type_: Any) -> Iterable[str]:
    parts = (type_, *get_args(type_))
    return [str(member) for part in parts if is_subclass(part, OpenEnum) for member in part]


def is_fitting_scalar(value: object, type_: Any) -> bool:
    """Whether ``value`` is a text, a whole number or a boolean that ``type_`` names as such, and keeps its rules."""
    base, convert = _base_and_converter(type_)
    if base not in PLAIN or type(value) is not base:
        return False
    try:
        convert(value)
    except msgspec.ValidationError:
        return False
    return True


@cache
def _base_and_converter(type_: Any) -> tuple[Any, Converter]:
    return without_rules(type_)[0], converter(type_)


class Report:
    """What the readers have found so far.

    ``notes`` is the open list of unknown enum values; ``checking`` is true when the value is a
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
        hidden = self.sensitive or not self.checking or kind is DeviationKind.UNKNOWN_FIELD
        if not hidden and got and (is_object(got) or is_array(got)):  # something in it may be sensitive
            hidden = True
        self.deviations.append(Deviation(path, kind, expected, got, hidden))

    def fit(self, value: Any, convert: Converter, path: Path) -> Any:
        """What ``convert`` makes of ``value``, or ``UNSET`` when it does not fit.

        Unknown enum values fit, and are reported.
        """
        read = self.fit_all(value, lambda value: (convert(value),), (path,))
        return UNSET if read is None else read[0]

    def fit_all(self, values: Any, convert: Converter, places: Sequence[Path]) -> Any:
        """What ``convert`` makes of ``values``, which stand at ``places``, or None when one of them does not fit."""
        noted = len(self.notes)
        try:
            read = convert(values)
        except msgspec.ValidationError:
            return None
        if len(self.notes) != noted:
            for value, path in zip(read, places, strict=True):
                self.add_unknown_values(value, path)
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


class Reader(Protocol):
    """Reads one type."""

    @property
    def expected(self) -> str:
        """What the contract says, for people."""
        ...

    def read(self, value: Any, path: Path, report: Report, parent: Mapping[str, Any]) -> Any:
        """The value as its type, or as it came; ``parent`` is the object that holds it."""
        ...


_OF_JSON = frozenset({str, int, float, bool, NoneType, list, dict})
"""The types of all values that come from JSON; those of a request may be of others."""


class LeafReader:
    """Text, enums, numbers, booleans and dates, with the rules of the contract on them."""

    def __init__(self, type_: Any) -> None:
        base, rules = without_rules(type_)
        self.rules: Any = rules
        self.convert: Converter = converter(type_)
        self.convert_base: Converter = converter(base)
        self.expected: str = leaf_name(base)
        self.plain: frozenset[Any] = plain_types(type_)

    def read(self, value: Any, path: Path, report: Report, parent: Mapping[str, Any]) -> Any:  # noqa: ARG002 - protocol
        """The value as this type, or as it came."""
        if self.plain and type(value) in _OF_JSON:  # whose type says everything
            if type(value) not in self.plain:
                report.add(path, DeviationKind.WRONG_TYPE, self.expected, value)
            return value
        read = report.fit(value, self.convert, path)
        if read is not UNSET:
            return read
        if report.fit(value, self.convert_base, path) is UNSET:
            report.add(path, DeviationKind.WRONG_TYPE, self.expected, value)
        else:
            report.add(path, DeviationKind.BROKEN_RULE, describe_rules(self.rules), value)
        return value


class UnionReader:
    """One of several types that differ in their JSON type; ``null`` is one of them."""

    def __init__(self, types: tuple[Any, ...]) -> None:
        self.options: tuple[Reader, ...] = tuple(reader_for(type_) for type_ in types if type_ is not NoneType)
        self.kinds: tuple[frozenset[str], ...] = tuple(json_types(type_) for type_ in types if type_ is not NoneType)
        self.nullable: bool = NoneType in types
        names = [reader.expected for reader in self.options] + ["null"] * self.nullable
        self.expected: str = " or ".join(names)

    def read(self, value: Any, path: Path, report: Report, parent: Mapping[str, Any]) -> Any:
        """The value as the type that has its JSON type, or as it came."""
        if value is None and self.nullable:
            return None
        if len(self.options) == 1:
            return self.options[0].read(value, path, report, parent)
        for reader, kinds in zip(self.options, self.kinds, strict=True):
            if json_type(value) in kinds:
                return reader.read(value, path, report, parent)
        report.add(path, DeviationKind.WRONG_TYPE, self.expected, value)
        return value


class ListReader:
    """An array of one type, perhaps with a rule on its length."""

    def __init__(self, type_: Any) -> None:
        base, rules = without_rules(type_)
        self.rules: Any = rules
        self.item: Reader = reader_for(get_args(base)[0])
        self.expected: str = f"array of {self.item.expected}"
        self.convert_any: Converter = converter(Annotated[list[Any], self.rules])

    def read(self, value: Any, path: Path, report: Report, parent: Mapping[str, Any]) -> Any:
        """The list with each item read, or the value as it came."""
        if not is_array(value):
            report.add(path, DeviationKind.WRONG_TYPE, self.expected, value)
            return value
        if report.fit(value, self.convert_any, path) is UNSET:
            report.add(path, DeviationKind.BROKEN_RULE, describe_rules(self.rules, "items"), value)
        if isinstance(self.item, ModelReader):
            return self.item.read_all(value, path, report)
        read = self.item.read
        return [read(item, (*path, index), report, parent) for index, item in enumerate(value)]


class MapReader:
    """An object with free keys."""

    def __init__(self, item: Any) -> None:
        self.item: Reader = reader_for(item)
        self.expected: str = f"object of {self.item.expected}"

    def read(self, value: Any, path: Path, report: Report, parent: Mapping[str, Any]) -> Any:
        """The object with each value read, or the value as it came."""
        if not is_object(value):
            report.add(path, DeviationKind.WRONG_TYPE, self.expected, value)
            return value
        return {key: self.item.read(item, (*path, key), report, parent) for key, item in value.items()}


class _Field(NamedTuple):
    name: str
    wire_name: str
    required: bool
    reader: Reader
    sensitive: bool
    classes: frozenset[type]
    """See ``json_classes``."""
    stand_in: Any
    """What fits this field in a body, if it must be there and something is known to fit; else ``UNSET``."""

    def may_fit(self, value: dict[str, Any]) -> bool:
        """Whether this field of ``value`` is there, if it must be, and has a JSON type of its own."""
        return type(value[self.wire_name]) in self.classes if self.wire_name in value else not self.required


class ModelReader:
    """An object of the contract."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.convert_all: Converter = converter(list[model])  # type: ignore[valid-type]
        self.expected: str = f"object {model.__name__}"
        self.known: frozenset[str] = frozenset(field.encode_name for field in wire_fields(model))

    @cached_property
    def fields(self) -> tuple[_Field, ...]:
        """The fields with their readers, made when they are needed: an object may hold its own kind."""
        return tuple(
            _Field(
                name=f.name,
                wire_name=f.encode_name,
                required=f.required,
                reader=reader_for(f.type),
                sensitive=f.name in self.model.__sensitive__,
                classes=json_classes(f.type),
                stand_in=fitting_value(f.type) if f.required else UNSET,
            )
            for f in wire_fields(self.model)
        )

    def read(self, value: Any, path: Path, report: Report, parent: Mapping[str, Any]) -> Any:  # noqa: ARG002 - protocol
        """The model, or the value as it came."""
        if not isinstance(value, dict):
            report.add(path, DeviationKind.WRONG_TYPE, self.expected, value)
            return value
        [model] = self._read_objects([value], [path], report)
        return model

    def read_all(self, values: list[Any], path: Path, report: Report) -> list[Any]:
        """Read an array in one go where it holds nothing but objects."""
        places = [(*path, index) for index in range(len(values))]
        if all(is_object(value) for value in values):
            return self._read_objects(values, places, report)
        return [self.read(value, place, report, {}) for value, place in zip(values, places, strict=True)]

    def _read_objects(self, values: list[dict[str, Any]], places: list[Path], report: Report) -> list[Model]:
        rests = self._take_unknown(values)
        models = self._read_known(values, places, report)
        for model, rest, path in zip(models, rests, places, strict=True):
            if rest:
                for name, item in rest.items():
                    report.add((*path, name), DeviationKind.UNKNOWN_FIELD, "no such field", item)
                model.undocumented = Undocumented(rest)
        return models

    def _take_unknown(self, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Move the fields that the contract does not know out of each object (which is ours to change)."""
        rests: list[dict[str, Any]] = []
        keys: list[str] = []
        unknown: list[str] = []
        for value in values:
            if (own := list(value)) != keys:  # objects of one array mostly have the same keys
                keys, unknown = own, [name for name in own if name not in self.known]
            rests.append({name: value.pop(name) for name in unknown} if unknown else {})
        return rests

    def _read_known(self, values: list[dict[str, Any]], places: list[Path], report: Report) -> list[Model]:
        """Read objects together if they fit, at least without the fields that cannot; else one by one."""
        models: list[Model] | None = report.fit_all(values, self.convert_all, places)
        if models is None:
            models = self._read_without_misfits(values, places, report)
        if models is not None:
            return models
        if len(values) == 1:
            return [self._read_by_field(values[0], places[0], report)]
        return [self._read_known([value], [path], report)[0] for value, path in zip(values, places, strict=True)]

    def _read_without_misfits(
        self, values: list[dict[str, Any]], places: list[Path], report: Report
    ) -> list[Model] | None:
        misfits = self._misfits(values)
        fitting = [_with_stand_ins(value, fields) for value, fields in zip(values, misfits, strict=True)]
        models: list[Model] | None = report.fit_all(fitting, self.convert_all, places)
        if models is None:
            return None
        for model, value, path, fields in zip(models, values, places, misfits, strict=True):
            for field in fields:
                setattr(model, field.name, self._read_field(field, value, path, report))
        return models

    def _misfits(self, values: list[dict[str, Any]]) -> list[tuple[_Field, ...]]:
        """The fields of each object that can be seen not to fit by their absence or their JSON type."""
        misfits: list[tuple[_Field, ...]] = []
        keys: list[str] = []
        by_keys: dict[tuple[str, ...], dict[tuple[type, ...], tuple[_Field, ...]]] = {}
        by_classes: dict[tuple[type, ...], tuple[_Field, ...]] = {}
        for value in values:
            if (own := list(value)) != keys:  # objects of one array mostly have the same keys, and few shapes
                keys, by_classes = own, by_keys.setdefault(tuple(own), {})
            classes = tuple(map(type, value.values()))
            fields = by_classes.get(classes)
            if fields is None:
                fields = by_classes[classes] = tuple(field for field in self.fields if not field.may_fit(value))
            misfits.append(fields)
        return misfits

    def _read_by_field(self, value: dict[str, Any], path: Path, report: Report) -> Model:
        return self.model(**{field.name: self._read_field(field, value, path, report) for field in self.fields})

    def _read_field(self, field: _Field, value: dict[str, Any], path: Path, report: Report) -> Any:
        place = (*path, field.wire_name)
        around = report.sensitive
        report.sensitive = around or field.sensitive
        read: Any = UNSET
        if field.wire_name in value:
            read = field.reader.read(value[field.wire_name], place, report, value)
        elif field.required and (self.model.__required_is_documented__ or not report.checking):
            report.add(place, DeviationKind.MISSING_FIELD, field.reader.expected)
        report.sensitive = around
        return read


def _with_stand_ins(value: dict[str, Any], fields: tuple[_Field, ...]) -> dict[str, Any]:
    """A copy of ``value`` in which these fields fit: they are left out, or have any value that fits."""
    fitting = value.copy()
    for field in fields:
        if field.stand_in is not UNSET:
            fitting[field.wire_name] = field.stand_in
        else:
            fitting.pop(field.wire_name, None)
    return fitting


class VariantReader:
    """One of several shapes: the one that fits, else the one that its sibling names, else the nearest."""

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self.convert: Converter = converter(variant)
        self.expected: str = " or ".join(reader_for(option).expected for option in variant.options)

    def read(self, value: Any, path: Path, report: Report, parent: Mapping[str, Any]) -> Any:
        """The value as the shape that fits it best, or as it came."""
        read = report.fit(value, self.convert, path)
        if read is not UNSET:
            return read
        candidates = [option for option in self.variant.options if json_type(value) in json_types(option)]
        if not candidates:
            report.add(path, DeviationKind.WRONG_TYPE, self.expected, value)
            return value
        return as_page(
            self.variant, reader_for(self._pick(candidates, value, parent)).read(value, path, report, parent)
        )

    def _pick(self, candidates: list[Any], value: Any, parent: Mapping[str, Any]) -> Any:
        named = self.variant.decision.get(str(parent.get(self.variant.decided_by or "")))
        return named if named in candidates else max(candidates, key=lambda option: _likeness(option, value))


def _likeness(option: Any, value: Any) -> int:
    if not (is_subclass(option, Model) and is_object(value)):
        return 0
    known = {field.encode_name for field in wire_fields(option)}
    return len(known & value.keys()) - len(known ^ value.keys())


@cache
def reader_for(type_: Any) -> Reader:
    """The reader of a type that stands in a generated model."""
    origin, arguments = get_origin(type_), get_args(type_)
    if origin in (Union, UnionType):
        return UnionReader(tuple(a for a in arguments if a is not UnsetType))
    if get_origin(without_rules(type_)[0]) is list:
        return ListReader(type_)
    if origin is dict:
        return MapReader(arguments[1])
    if isinstance(type_, Variant):
        return VariantReader(type_)
    return ModelReader(type_) if is_subclass(type_, Model) else LeafReader(type_)


SUCCESS = range(200, 300)


def interpret(operation: Operation[R], status: int, body: bytes) -> Reading[R]:
    """What a reply says: its typed value, with every departure from the contract.

    Raises:
        StatusError: the status is not a success.
        UnreadableBody: a success whose body is not JSON although the contract promises one.
    """
    if status not in SUCCESS:
        raise StatusError(operation.id, status, _error(operation, status, body), body)
    surprise: tuple[Deviation, ...] = ()
    if operation.documents(status):
        shape = operation.reply_shape(status)
    else:
        shape = next((shape for code, shape in operation.replies.items() if code[0] == "2"), None)
        surprise = (_undocumented_status(operation.replies, status),)
    if shape is None:
        return Reading(None, surprise)  # type: ignore[arg-type]  # the contract promises no body: R is None
    reading: Reading[Any] = read(body, shape.type)
    return Reading(reading.value, surprise + reading.deviations) if surprise else reading


def _undocumented_status(replies: Mapping[str, Any], status: int) -> Deviation:
    return Deviation(("(status)",), DeviationKind.UNKNOWN_VALUE, "one of " + ", ".join(sorted(replies)), status)


def _error(operation: Operation[Any], status: int, body: bytes) -> Any:
    others = (shape for code, shape in sorted(operation.replies.items()) if code[0] in "45")
    shape = operation.reply_shape(status) or next(filter(None, others), None)
    try:
        return None if shape is None else read(body, shape.type).value
    except UnreadableBody:
        return None
