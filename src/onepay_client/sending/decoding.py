"""From the bytes of a success to its value, checked beyond what the contract's reader checks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, cast

from msgspec import UNSET, DecodeError
from msgspec.json import decode as json_decode

from onepay_api.shapes import Shape
from onepay_client.keys import EnvironmentName
from onepay_core.decode import Reading, interpret, read
from onepay_core.deviations import Deviation, DeviationKind
from onepay_core.errors import UnreadableBody
from onepay_core.json_values import BYTE_ORDER_MARK, is_array, limit_depth, without_flaws
from onepay_core.model import Model, wire_fields
from onepay_core.operation import Operation, R
from onepay_core.pages import Page

from .replies import RawReply


class AnyJson(Shape, frozen=True):
    """The shape of a body that the contract does not describe."""

    @property
    def type(self) -> Any:
        """Whatever JSON says."""
        return Any


ANY_JSON = AnyJson("JSON")


def read_success(operation: Operation[R], raw: RawReply, environment: EnvironmentName | None) -> Reading[R]:
    """The typed value of a reply with a 2xx status, and every departure from the contract.

    Raises:
        UnreadableBody: it is not the JSON that the contract promises, there is none, it names a field twice, it is an
            object of another kind, or it speaks of an error. Where the contract promises no body, none need come.
    """
    is_raw = operation.replies.get("2XX") is ANY_JSON
    if not raw.body and is_raw:
        return cast("Reading[R]", Reading(None))
    _refuse_web_page(raw)
    reading = interpret(operation, raw.status, raw.body)
    _refuse_another_type(raw.body, reading.deviations)
    if reading.value is None:
        _refuse_unpromised(raw.body)
        return reading
    if is_raw:
        _refuse_error(raw.body, but_with="id")
    if reading.deviations:
        _refuse_another_object(raw.body, reading.value)
        if any(deviation.kind is DeviationKind.MISSING_FIELD for deviation in reading.deviations):
            _refuse_error(raw.body)
    refuse_repeated_names(raw.body)
    surprises = [*_content_type(raw), *_environment(reading.value, environment)]
    return Reading(reading.value, reading.deviations + tuple(surprises)) if surprises else reading


def read_refusal(operation: Operation[Any], raw: RawReply) -> Any:
    """The ``ErrorReply`` of a refusal; None when its body is not JSON."""
    shape = operation.reply_shape(raw.status) or Shape("ErrorReply")
    try:
        return read(raw.body, Shape("ErrorReply").type if shape is ANY_JSON else shape.type).value
    except UnreadableBody:
        return None


def refuse_repeated_names(body: bytes) -> None:
    """Refuse an object that has one name twice: which of two amounts is meant, nobody can say.

    Raises:
        UnreadableBody: it has.
    """
    try:
        _NAMES.decode(limit_depth(body.removeprefix(BYTE_ORDER_MARK)).decode())
    except _RepeatedName as error:
        raise UnreadableBody(body, f"an object in it has the name {error} twice") from None
    except ValueError as error:
        raise UnreadableBody(body, f"it is not plain JSON ({type(error).__name__})") from None


class _RepeatedName(Exception):
    """An object has one name twice."""


def _check_names(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedName(repr(next(name for name in names if names.count(name) > 1))[:_LONGEST_NAME])


_JSON = "application/json"
_IS_JSON = re.compile(r"\s*application/(?:[\w.-]+\+)?json\s*(?:;|$)", re.IGNORECASE)
_LONGEST_NAME = 40
_NAMES = json.JSONDecoder(object_pairs_hook=_check_names, parse_int=str, parse_float=str)
"""Reads every name and no value; msgspec takes the last of two values without a word."""


_IN_A_SUCCESS_TOO = frozenset({"message", "code"})
"""The fields of an error that a success may have as well."""

_FAILURES = (("success", False), ("ok", False), ("status", "error"), ("status", "failed"))
"""How other APIs say in a body that something failed; OnePay documents none of these."""

_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)


def _refuse_web_page(raw: RawReply) -> None:
    """Refuse what was written for a browser, and say where it may come from."""
    if _PAGE.match(raw.body.removeprefix(b"\xef\xbb\xbf")):
        reason = (
            "it is a web page, not JSON. Is the address right (base_url), or did a proxy, a firewall or a captive "
            "portal answer in the API's place?"
        )
        raise UnreadableBody(raw.body, reason)


def _refuse_unpromised(body: bytes) -> None:
    """Refuse a body that the contract does not promise, unless it is JSON that speaks of no error."""
    if not body.strip():
        return
    refuse_repeated_names(body)
    fields = _refuse_error(body)
    for name, value in _FAILURES:
        if fields.get(name, "") == value:
            raise UnreadableBody(body, f"it has the status of a success, and {name} is {value}")


def _refuse_error(body: bytes, *, but_with: str | None = None) -> dict[str, object]:
    """Refuse an object with fields of an error; with the field ``but_with`` it is something else that has one.

    Returns its fields, none where it is no object.
    """
    try:
        value: object = json_decode(without_flaws(body))
    except DecodeError as error:
        raise UnreadableBody(body, f"it is not plain JSON ({type(error).__name__})") from None
    fields = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    error_names = {field.name for field in wire_fields(Shape("ErrorReply").type)} - _IN_A_SUCCESS_TOO
    names = sorted(name for name in error_names if fields.get(name))
    if names and but_with not in fields:
        raise UnreadableBody(body, f"it has the status of a success, and speaks of an error ({', '.join(names)})")
    return fields


def _refuse_another_type(body: bytes, deviations: tuple[Deviation, ...]) -> None:
    """Refuse text, a number or a list where an object is promised: it would be no value of the type that we say."""
    for deviation in deviations:
        if deviation.kind is DeviationKind.WRONG_TYPE and not deviation.path:
            raise UnreadableBody(body, f"it is JSON, but not the {deviation.expected} that the contract promises")


def _refuse_another_object(body: bytes, value: object) -> None:
    """Refuse objects without a single field that theirs must have: a few that are missing are drift, all are not."""
    items: list[object] = [item for _, item in _objects(value)]
    for objects in ([value], items):
        models = [item for item in objects if isinstance(item, Model)]
        if models and not any(map(_is_one, models)):
            raise UnreadableBody(body, f"it has none of the fields that make a {_kind(models[0])}")


def _kind(model: object) -> str:
    return type(model).__name__


def _is_one(model: Model) -> bool:
    required = [field.name for field in wire_fields(type(model)) if field.required]
    return not required or any(getattr(model, name) is not UNSET for name in required)


def _content_type(raw: RawReply) -> Iterable[Deviation]:
    said = raw.headers.get("content-type", "")
    if said != _JSON and not _IS_JSON.match(said):
        yield Deviation(("(content-type)",), DeviationKind.UNKNOWN_VALUE, _JSON, said)


def _environment(value: object, environment: EnvironmentName | None) -> Iterable[Deviation]:
    if environment is None:
        return
    expected = environment == "test"
    for path, item in _objects(value):
        found = getattr(item, "is_test", expected)
        if isinstance(found, bool) and found is not expected:
            rule = f"{str(expected).lower()}, because the key is a {environment} key"
            yield Deviation((*path, "is_test"), DeviationKind.BROKEN_RULE, rule, found, hidden=False)


def _objects(value: object) -> Iterable[tuple[tuple[str | int, ...], object]]:
    slot: tuple[str, ...] = ()
    if isinstance(value, Page):
        slot, value = ("data",), cast("object", value.data)  # pyright: ignore[reportUnknownMemberType] - of anything
    if is_array(value):
        return [((*slot, index), item) for index, item in enumerate(value)]
    return [((), value)]
