"""Exchanges without anybody's data, before they touch a disk.

What stays is what the contract knows to be its own: amounts, counts, switches, moments, words of enums, the names of
fields. Everything else is replaced by a numbered stand-in of the same shape: an e-mail address by another, an id by
another, a text by `customer-first-name-1`. Within one recording equal values get equal stand-ins, wherever they stand
(a body, a path, a query, a header), so that a redacted recording can still be replayed. A sensitive field is replaced
even if its value is a word of the contract. The name of an unknown field stays when it is plain words, since that is
what drift consists of; names below an unknown field, and in maps, are data like any other.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange, UnreadableBody, read_json, write_json
from onepay_contract.judging.describe import is_plain_name, types_of
from onepay_contract.judging.validation import is_date, is_moment
from onepay_core.json_values import Document, Json, is_array, is_object
from onepay_core.loopback import is_loopback

_LONG: Final = 40
"""Texts beyond this length keep their length, since the limits of the contract are lengths."""
_SHORT: Final = 4
_LONGEST: Final = 10_000
_FIRST_DAY: Final = date(1900, 1, 1)
_DAYS: Final = 36_000
_PHONE_DIGITS: Final = 10

_SHAPES: Final[dict[str, re.Pattern[str]]] = {
    "key": re.compile(r"[sp]k_test_\w+", re.ASCII),
    "live-key": re.compile(r"[sp]k_live_\w+", re.ASCII),
    "uuid": re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "email": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    "phone": re.compile(r"\+[0-9]{7,15}"),
    "moment": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]{5,18}(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"),
    "day": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "digits": re.compile("[0-9]+"),
    "address": re.compile(r"https?://\S+"),
}
"""What a value looks like, which its stand-in looks like too; the first that fits counts."""


_DATES: Final[dict[str, Callable[[str], bool]]] = {"day": is_date, "moment": is_moment}
"""What is no date is replaced by none either, so that a recording shows what was wrong with it."""


class Pseudonyms:
    """The stand-ins of one recording."""

    def __init__(self) -> None:
        self._given: Final[dict[str, str]] = {}
        self._names: Final[dict[str, str]] = {}
        self._numbers: Final[dict[str, int]] = {}
        self._issued: Final[set[str]] = set()
        self._counts: Final[Counter[str]] = Counter()

    def text(self, text: str, noun: str) -> str:
        """The stand-in of a text; `noun` names it if its shape is not a known one."""
        shape = next((name for name, pattern in _SHAPES.items() if pattern.fullmatch(text)), noun)
        is_kept = shape not in _DATES or (_DATES[shape](text) and self._counts[shape] < _DAYS)
        return self._of(text, shape if is_kept else noun)

    def name(self, name: str) -> str:
        """The stand-in of a name of a field that is data; it is another one than that of an equal value."""
        if name not in self._names:
            self._names[name] = f"field-{len(self._names) + 1}"
        return self._names[name]

    def number(self, number: float) -> int:
        """The stand-in of a number, which is that of its digits where they stand in a text.

        A text such as `-1` is not of digits alone and has a stand-in in words, so the number has one of its own.
        """
        text = str(number)
        if text.isdigit():
            return int(self._of(text, "digits"))
        if text not in self._numbers:
            self._numbers[text] = int(self._new(text, "digits"))
        return self._numbers[text]

    def _of(self, text: str, shape: str) -> str:
        if text not in self._given:
            self._given[text] = self._new(text, shape)
        return self._given[text]

    def _new(self, text: str, shape: str) -> str:
        while True:
            self._counts[shape] += 1
            made = _padded(_WRITTEN.get(shape, _named(shape))(text, self._counts[shape]), text)
            if made not in self._issued and made != text:
                self._issued.add(made)
                return made


def _named(noun: str) -> Callable[[str, int], str]:
    """Texts such as `customer-first-name-1`, and `c1` for a text of few letters."""
    return lambda text, number: f"{noun}-{number}" if len(text) > _SHORT else f"{noun[0]}{number}"


def _padded(made: str, text: str) -> str:
    """As long as a long text was."""
    return made + "-" * min(len(text) - len(made), _LONGEST) if len(text) > _LONG else made


def _digits(text: str, number: int) -> str:
    return str(number).zfill(min(len(text), _LONGEST))


def _uuid(_: str, number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def _day(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number % _DAYS)


def _moment(_: str, number: int) -> str:
    moment = datetime.combine(_day(number), datetime.min.time(), UTC) + timedelta(seconds=number // _DAYS)
    return moment.isoformat().replace("+00:00", "Z")


_WRITTEN: Final[dict[str, Callable[[str, int], str]]] = {
    "key": lambda text, number: f"{text[:8]}redacted_{number}",
    "live-key": lambda text, number: f"{text[:2]}-of-the-live-environment-{number}",
    "uuid": _uuid,
    "email": lambda _, number: f"person-{number}@example.com",
    "phone": lambda _, number: f"+57{number:0{_PHONE_DIGITS}d}",
    "moment": _moment,
    "day": lambda _, number: _day(number).isoformat(),
    "digits": _digits,
    "address": lambda _, number: f"https://example.com/{number}",
}


_LABEL: Final = re.compile(r"\$?[ \xa0]?[0-9]{1,3}(?:\.[0-9]{3})*(?:,[0-9]{2})?(?: COP)?")
_AMOUNT: Final = re.compile("[0-9]{1,12}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9:.]{5,18}(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?)?")
_BEARER: Final = re.compile(r"(Bearer) +(\S+)", re.IGNORECASE)
_HEADER: Final = re.compile("[A-Za-z]{1,20}(?:-[A-Za-z]{1,20}){0,4}")
_SMALL: Final = re.compile("[0-9]{1,4}")
_HARMLESS_HEADERS: Final = {
    "accept": re.compile(r"\*/\*|application/json"),
    "content-type": re.compile(
        "(?:application/(?:problem[+])?json|text/(?:html|plain))(?:; ?charset=utf-8)?", re.IGNORECASE
    ),
    "date": re.compile("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT"),
    "retry-after": _SMALL,
    "x-ratelimit-limit": _SMALL,
    "x-ratelimit-remaining": _SMALL,
}
_DROPPED: Final = frozenset({"content-length", "content-encoding", "transfer-encoding", "host"})
"""Headers that describe the body before redaction, or repeat the host."""
_IN_PROCESS: Final = "testserver"
"""What test clients of web frameworks call the application that they call without a network."""


class Redactor:
    """Redacts the exchanges of one recording; it keeps in memory what it replaced."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract
        self._known: Final[Vocabulary] = vocabulary(contract)
        self._stands: Final = Pseudonyms()

    def exchange(self, exchange: Exchange) -> Exchange:
        """The exchange as it may be kept."""
        return replace(
            exchange,
            operation=exchange.operation if exchange.operation in self._contract.operations else None,
            method=exchange.method if exchange.method.isalpha() and exchange.method.isupper() else "OTHER",
            url=self.url(exchange.method, exchange.url),
            request_headers=self._headers(exchange.request_headers),
            request_body=self.body(exchange.request_body),
            reply_headers=self._headers(exchange.reply_headers),
            reply_body=self.body(exchange.reply_body),
        )

    def body(self, body: bytes) -> bytes:
        """A JSON body as it may be kept; of any other its size."""
        if not body:
            return b""
        try:
            value = self.value(read_json(body))
        except UnreadableBody:
            return f"({len(body)} bytes that are not JSON)".encode()
        return write_json(value)

    def value(self, value: Json) -> Json:
        """A JSON value as it may be kept."""
        return self._value(value, ("text",), opaque=False)

    def url(self, method: str, url: str) -> str:
        """The URL with stand-ins for ids and query values; without a user, a password or a fragment."""
        try:
            parts = urlsplit(url)
            host = self._host(parts.hostname or "", parts.port)
        except ValueError:
            return "https://unreadable.example/"
        path = self._path(method, url, parts.path)
        return urlunsplit(
            (parts.scheme if parts.scheme == "http" else "https", host, path, self._query(parts.query), "")
        )

    def _host(self, host: str, port: int | None) -> str:
        if host not in self._contract.hosts and host != _IN_PROCESS and not is_loopback(host):
            return f"{self._stands.text(host, 'server')}.example"
        shown = f"[{host}]" if ":" in host else host
        return f"{shown}:{port}" if port else shown

    def _path(self, method: str, url: str, path: str) -> str:
        """The steps of the operation with stand-ins for its ids; of what is before them only known base paths."""
        steps = path.split("/")
        match = self._contract.find(method, url)
        template = match.operation.path.strip("/").split("/") if match else []
        before = len(steps) - len(template)
        shown = [step if step in self._known.steps else self._id(step) for step in steps[:before]]
        shown += [
            self._id(step) if expected.startswith("{") else step
            for step, expected in zip(steps[before:], template, strict=True)
        ]
        return "/".join(shown)

    def _id(self, step: str) -> str:
        return quote(self._stands.text(unquote(step), "id"), safe="")

    def _query(self, query: str) -> str:
        pairs = parse_qsl(query, keep_blank_values=True)
        return urlencode([(self._parameter(name), self._query_value(name, value)) for name, value in pairs])

    def _parameter(self, name: str) -> str:
        return name if name in self._known.parameters else self._stands.text(name, "parameter")

    def _query_value(self, name: str, value: str) -> str:
        field = name.removeprefix("filter[").removesuffix("]")
        is_count = field in self._known.counts and _SMALL.fullmatch(value)
        return value if is_count else str(self._text(value, (field,), opaque=False))

    def _headers(self, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple(self._header(name, value) for name, value in headers if name.lower() not in _DROPPED)

    def _header(self, name: str, value: str) -> tuple[str, str]:
        harmless = _HARMLESS_HEADERS.get(name.lower())
        shown = name if _HEADER.fullmatch(name) else self._stands.text(name, "header")
        if (harmless and harmless.fullmatch(value)) or not value:
            return shown, value
        if bearer := _BEARER.fullmatch(value):
            return shown, f"Bearer {self._stands.text(bearer[2], 'token')}"
        return shown, self._stands.text(value, shown.lower())

    def _value(self, value: Json, names: tuple[str, ...], *, opaque: bool) -> Json:
        """A value below these names, the last of which is its own."""
        if is_object(value):
            return {
                self._name(name, opaque=opaque): self._field(item, names, name, opaque=opaque)
                for name, item in value.items()
            }
        if is_array(value):
            return [self._value(item, names, opaque=opaque) for item in value]
        if isinstance(value, str):
            return self._text(value, names, opaque=opaque)
        if value is None or isinstance(value, bool):
            return value
        return value if self._known.holds_number(names[-1]) and not opaque else self._stands.number(value)

    def _field(self, item: Json, names: tuple[str, ...], name: str, *, opaque: bool) -> Json:
        return self._value(item, (*names, name), opaque=opaque or self._known.is_opaque(name))

    def _name(self, name: str, *, opaque: bool) -> str:
        is_shown = name in self._known.names or (not opaque and is_plain_name(name))
        return name if is_shown else self._stands.name(name)

    def _text(self, text: str, names: tuple[str, ...], *, opaque: bool) -> str:
        is_kept = not text or (not opaque and self._is_harmless(text, names[-1]))
        return text if is_kept else self._stands.text(text, self._noun(names))

    def _is_harmless(self, text: str, name: str) -> bool:
        return name not in self._known.sensitive and bool(
            text in self._known.words
            or (self._known.holds_moment(name) and _DAY.fullmatch(text))
            or (name.endswith("label") and name in self._known.names and _LABEL.fullmatch(text))
            or (self._known.holds_number(name) and name in self._known.sums and _AMOUNT.fullmatch(text))
        )

    def _noun(self, names: tuple[str, ...]) -> str:
        """What a text is called: by its field and what that is a field of, as far as the contract knows them."""
        known = [name.replace("_", "-") for name in names[-2:] if name in self._known.names and name != "data"]
        return "-".join(known) or "text"


_MOMENT: Final = re.compile("_at$|_date$")
_ID: Final = re.compile("(^|_)id$")


@dataclass(frozen=True)
class Vocabulary:
    """What is known of names and values without regard to where they stand; a name is sensitive everywhere or nowhere.

    `names` are those of fields, `numbers` those that hold numbers, `sums` those of them that hold 64 bits, `moments`
    those that hold dates, `sensitive` those that somewhere hold a secret or personal data; below the `opaque` ones
    people choose the names. `words` are the values of enums, `steps` the fixed parts of paths, `parameters` the names
    in queries, and `counts` those of them that are whole numbers.
    """

    names: frozenset[str]
    numbers: frozenset[str]
    sums: frozenset[str]
    moments: frozenset[str]
    sensitive: frozenset[str]
    opaque: frozenset[str]
    words: frozenset[str]
    steps: frozenset[str]
    parameters: frozenset[str]
    counts: frozenset[str]

    def is_opaque(self, name: str) -> bool:
        """Whether the names below this one are data."""
        return name not in self.names or name in self.opaque

    def is_map(self, name: str) -> bool:
        """Whether the names below this field of the contract are data."""
        return name in self.names and name in self.opaque

    def is_id(self, name: str) -> bool:
        """Whether the field names an object."""
        return _ID.search(name) is not None

    def holds_number(self, name: str) -> bool:
        """Whether numbers of this field are nobody's personal data."""
        return name in self.numbers and name not in self.sensitive and not self.is_id(name)

    def holds_moment(self, name: str) -> bool:
        """Whether dates of this field are those of events, and not dates of birth."""
        return (
            name in self.moments or bool(_MOMENT.search(name) and name in self.names)
        ) and name not in self.sensitive


@functools.cache
def vocabulary(contract: Contract) -> Vocabulary:
    """The vocabulary of a contract, made once."""
    schemas = list(_schemas(contract.document["components"]["schemas"]))
    fields = [(name, schema) for holder in schemas for name, schema in holder.get("properties", {}).items()]
    parameters = [parameter for operation in contract.operations.values() for parameter in operation.parameters]
    steps = {
        step
        for operation in contract.operations.values()
        for step in operation.path.split("/")
        if not step.startswith("{")
    }
    return Vocabulary(
        names=frozenset(name for name, _ in fields),
        numbers=frozenset(name for name, schema in fields if {"integer", "number"} & set(types_of(schema))),
        sums=frozenset(name for name, schema in fields if schema.get("format") == "int64"),
        moments=frozenset(name for name, schema in fields if schema.get("format") in ("date", "date-time")),
        sensitive=frozenset(name for name, schema in fields if "x-sensitive" in schema),
        opaque=frozenset({contract.name("metadata"), contract.name("errors"), contract.name("older_errors")}),
        words=frozenset(_words(schemas)),
        steps=frozenset({*steps, "v1"}),
        parameters=frozenset(parameter.name for parameter in parameters),
        counts=frozenset(
            parameter.name
            for parameter in parameters
            if "integer" in types_of(contract.followed(parameter.fact).schema)
        ),
    )


def _words(schemas: list[Document]) -> Iterator[str]:
    for schema in schemas:
        yield from (str(word) for word in (*schema.get("enum", ()), *schema.get("x-extensible-enum", ())))


def _schemas(value: Json) -> Iterator[Document]:
    """Every object below a value, schemas among them."""
    if is_object(value):
        yield value
        for item in value.values():
            yield from _schemas(item)
    elif is_array(value):
        for item in value:
            yield from _schemas(item)
