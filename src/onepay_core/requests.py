"""From a call to the bytes that leave: address, headers, body. Nothing here touches the network."""

import re
import warnings
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from inspect import currentframe
from typing import Any, Final, NoReturn, TypeAlias, cast
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4

import msgspec
from msgspec import UNSET

from onepay_core.json_values import TooDeep

from .decode import ModelReader, Report, is_fitting_scalar, reader_for
from .deviations import Deviation, DeviationKind, Path
from .errors import InvalidRequest, ObservedLimitWarning, OnePayError
from .model import Model, wire_fields
from .operation import Call, Operation, Parameter, Shape
from .values import collect_unknown_values, documented, to_builtins, to_json

Given: TypeAlias = tuple[Parameter, Any]
"""A parameter, and the value that a call gives for it."""

IDEMPOTENCY_HEADER = "x-idempotency"
CUSTOMER_TOKEN_HEADER = "X-Customer-Token"  # noqa: S105 - the header's name, not a token


class Credentials:
    """The keys of one company. They are never shown, and, being no struct, not written as JSON either."""

    __slots__ = ("public_key", "secret_key")

    def __init__(self, secret_key: str | None = None, public_key: str | None = None) -> None:
        self.secret_key: str | None = secret_key
        self.public_key: str | None = public_key

    def __repr__(self) -> str:
        return "Credentials(***)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []

    def __reduce__(self) -> NoReturn:
        raise TypeError("Keys are never pickled or copied deeply. Make the client where it is needed.")

    def of(self, operation: Operation[Any]) -> str:
        """The key that ``operation`` asks for.

        Raises:
            OnePayError: there is no such key; nothing was sent.
        """
        key = self.public_key if "PublicKey" in operation.security else self.secret_key
        if not key:
            raise self.missing(operation)
        return key

    def missing(self, operation: Operation[Any]) -> OnePayError:
        """The error for a key that ``operation`` asks for, and that is not there."""
        missing = "public_key (pk_…)" if "PublicKey" in operation.security else "secret_key (sk_…)"
        return _refused(operation, ("header", "Authorization"), f"the client's {missing}")


class Request:
    """What is about to be sent. ``repr`` shows neither keys nor body; being no struct, it is not written as JSON."""

    __slots__ = ("content", "headers", "method", "url")

    def __init__(self, method: str, url: str, headers: dict[str, str], content: bytes | None) -> None:
        self.method: str = method
        self.url: str = url
        self.headers: dict[str, str] = headers
        self.content: bytes | None = content

    def __repr__(self) -> str:
        return f"Request({self.method})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("method", self.method)]

    def __reduce__(self) -> NoReturn:
        raise TypeError("A request holds a key, and is never pickled or copied deeply. Pickle what you need of it.")


def build(call: Call[Any], credentials: Credentials, servers: Mapping[str, str], *, check: bool) -> Request:
    """Make the request of ``call``; ``servers`` may replace a server of the contract by another.

    Raises:
        InvalidRequest: the contract forbids the request, or it cannot be written at all.
    """
    operation = call.operation
    given = _given(call)
    if check if call.options.check is None else call.options.check:
        _check(call, given)
    server = servers.get(operation.server, operation.server).rstrip("/")
    try:
        return Request(
            method=operation.method,
            url=server + _path(call) + _query(call, given),
            headers=_headers(call, given, credentials),
            content=_content(call),
        )
    except OnePayError:
        raise
    except Exception as error:  # noqa: BLE001 - see _unwritable
        raise _unwritable(operation, (), call.body, error) from None


def _content(call: Call[Any]) -> bytes | None:
    if call.body is UNSET and not call.options.body:
        return None
    body: dict[str, Any] = {} if call.body is UNSET else to_builtins(call.body)
    return to_json({**body, **call.options.body} if call.options.body else body)


def _check(call: Call[Any], given: list[Given]) -> None:
    found: list[Deviation] = []
    for parameter, value in given:
        as_type = parameter.type.type if isinstance(parameter.type, Shape) else parameter.type
        if is_fitting_scalar(value, as_type):
            continue
        path = (parameter.location, parameter.name)
        with _writing(call.operation, path, value):
            found += violations(value, as_type, path) or naive_moments(value, path)
    if call.body is UNSET and call.operation.body_required and not call.options.body:
        found.append(Deviation((), DeviationKind.MISSING_FIELD, "a body"))
    if call.body is not UNSET and call.operation.body is not None:
        body: Any = {} if call.operation.empty_list and call.body == [] else call.body
        with _writing(call.operation, (), body):
            found += violations(body, call.operation.body.type) or naive_moments(body)
    if found:
        raise InvalidRequest(call.operation.id, tuple(found))
    _warn_of_texts(call.body, call.operation.id)


def _warn_of_texts(body: object, operation: str) -> None:
    """Warn of each text in ``body`` that goes beyond a limit that was observed."""
    if not isinstance(body, Model):
        return
    for name, limits in body.__observed__.items():
        text = getattr(body, name)
        if not isinstance(text, str):
            continue
        for keyword, limit in limits.items():
            describe = _BROKEN[keyword](text, limit)
            if describe:
                warnings.warn(
                    f"{operation}: {name} {describe}. Programs that work keep to that, and OnePay names no limit, so "
                    f"it is sent as it is. help(models.{type(body).__name__}) says what was seen.",
                    ObservedLimitWarning,
                    stacklevel=_stack_level(),
                )


def _is_longer(text: str, limit: int | str) -> str:
    return f"has more than {limit} characters" if len(text) > int(limit) else ""


def _is_shorter(text: str, limit: int | str) -> str:
    return f"has fewer than {limit} characters" if len(text) < int(limit) else ""


def _is_of_another_form(text: str, pattern: int | str) -> str:
    return "" if re.search(str(pattern), text) else f"has another form than {pattern}"


_BROKEN: Final[Mapping[str, Callable[[str, int | str], str]]] = {
    "maxLength": _is_longer,
    "minLength": _is_shorter,
    "pattern": _is_of_another_form,
}


def _stack_level() -> int:
    """How far above ``_warn_of_texts`` the frame stands that called this package."""
    level, frame = 0, currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] in _OURS:
        level, frame = level + 1, frame.f_back
    return level


_OURS: Final = frozenset({"onepay_api", "onepay_client", "onepay_core"})


def _given(call: Call[Any]) -> list[Given]:
    given = call.arguments.get
    return [(p, value) for p in call.operation.parameters if (value := given(p.argument, UNSET)) is not UNSET]


def _path(call: Call[Any]) -> str:
    path = call.operation.path
    for parameter in call.operation.parameters:
        if parameter.location == "path":
            value = call.arguments.get(parameter.argument, UNSET)
            path = path.replace(f"{{{parameter.name}}}", _segment(call.operation, parameter.name, value))
    return path


def _segment(operation: Operation[Any], name: str, value: Any) -> str:
    # "." and ".." stay special even when they are percent-encoded, so no encoding makes them safe.
    if isinstance(value, UUID):
        value = str(value)
    if not isinstance(value, str) or value in ("", ".", ".."):
        raise _refused(operation, ("path", name), "text that can stand as one path segment", value)
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise _refused(operation, ("path", name), "text that UTF-8 can encode", value) from None


def _query(call: Call[Any], given: list[Given]) -> str:
    pairs = [(p.name, _text(value)) for p, value in given if p.location == "query" and value is not None]
    pairs += call.options.query.items()
    if not pairs:
        return ""
    with _writing(call.operation, ("query",), dict(pairs)):
        return "?" + urlencode(pairs)


def _text(value: Any) -> str:
    plain = to_builtins(value)
    return str(plain).lower() if isinstance(plain, bool) else str(plain)


def _headers(call: Call[Any], given: list[Given], credentials: Credentials) -> dict[str, str]:
    headers = {"Accept": "application/json", "Authorization": f"Bearer {credentials.of(call.operation)}"}
    for parameter, value in given:
        if parameter.location == "header":
            headers[parameter.name] = _text(value)
    if call.body is not UNSET or call.options.body:
        headers["Content-Type"] = "application/json"
    if call.operation.idempotency is not None:
        headers[IDEMPOTENCY_HEADER] = str(uuid4()) if call.idempotency_key is None else call.idempotency_key
    if call.customer_token is not None:
        headers[CUSTOMER_TOKEN_HEADER] = call.customer_token
    headers |= call.options.headers
    for name, value in headers.items():
        if not _is_header_value(value):
            raise _refused(call.operation, ("header", name), "visible ASCII characters and inner spaces", value)
    return headers


def _is_header_value(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and value == value.strip() and bool(value)


@contextmanager
def _writing(operation: Operation[Any], path: Path, value: object) -> Generator[None]:
    """Refuse a value that cannot be written; see ``_unwritable``."""
    try:
        yield
    except OnePayError:
        raise
    except Exception as error:  # noqa: BLE001 - see _unwritable
        raise _unwritable(operation, path, value, error) from None


def _unwritable(operation: Operation[Any], path: Path, value: object, error: Exception) -> InvalidRequest:
    """The refusal of a value that cannot be written, such as half a surrogate pair or an object of a foreign class.

    Whatever a foreign object raises while it is written is such a refusal: nothing has been sent yet.
    """
    reason = str(error) if isinstance(error, (NotImplementedError, TooDeep)) else type(error).__name__
    found = Deviation(path, DeviationKind.WRONG_TYPE, f"a value that can be written ({reason})", value)
    return InvalidRequest(operation.id, (found,))


def _refused(operation: Operation[Any], path: Path, expected: str, got: Any = None) -> InvalidRequest:
    hidden = path[:1] == ("header",)
    return InvalidRequest(operation.id, (Deviation(path, DeviationKind.BROKEN_RULE, expected, got, hidden),))


def violations(value: Any, as_type: Any, path: Path = ()) -> tuple[Deviation, ...]:
    """Every way in which ``value``, as it would be sent, departs from ``as_type``.

    What a model holds in ``undocumented`` goes unchecked: it came from a reply, or was put there on purpose.
    """
    sent = msgspec.json.decode(msgspec.json.encode(documented(value)))
    with collect_unknown_values() as notes:
        report, reader = Report(notes, checking=True), reader_for(as_type)
        if isinstance(reader, ModelReader) and isinstance(sent, dict):
            _check_groups(cast("dict[str, Any]", sent), reader.model, path, report)
        reader.read(sent, path, report, {})
    return tuple(report.deviations)


def _check_groups(sent: dict[str, Any], model: type[Model], path: Path, report: Report) -> None:
    for group in model.__exactly_one__:
        given = _present_of(sent, model, group)
        if len(given) != 1:
            expected = "exactly one of " + ", ".join(group)
            report.add(path, DeviationKind.BROKEN_RULE, expected, " and ".join(given) or "none")
    for group in model.__at_least_one__:
        if not _present_of(sent, model, group):
            report.add(path, DeviationKind.BROKEN_RULE, "at least one of " + ", ".join(group), "none")


def _present_of(sent: dict[str, Any], model: type[Model], group: tuple[str, ...]) -> list[str]:
    """The fields of ``group`` that are there; null says the same as absence."""
    fields = [field.encode_name for field in wire_fields(model) if field.name in group]
    return [name for name in fields if sent.get(name) is not None]


def naive_moments(value: Any, path: Path = ()) -> Iterator[Deviation]:
    """Every moment in ``value`` that has no time zone: it is another one on each machine, wherever it is sent."""
    waiting: list[tuple[Path, Any]] = [(path, value)]
    while waiting:
        place, part = waiting.pop()
        if isinstance(part, datetime) and part.tzinfo is None:
            yield Deviation(place, DeviationKind.BROKEN_RULE, "a moment with a time zone", part)
        waiting += [((*place, name), item) for name, item in _parts(part) if isinstance(item, _WITH_MOMENTS)]


_WITH_MOMENTS: Final = (datetime, Model, dict, list, tuple)
"""What is a moment, or may hold one."""


def _parts(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, Model):
        return [(field.encode_name, getattr(value, field.name)) for field in wire_fields(type(value))]
    if isinstance(value, dict):
        return list(cast("dict[str, Any]", value).items())
    return list(enumerate(cast("list[Any]", value))) if isinstance(value, (list, tuple)) else []
