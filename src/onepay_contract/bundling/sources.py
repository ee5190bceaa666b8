"""One YAML file of the description, read by the rules of YAML 1.2, with the place of everything in it.

The events come from libyaml, which is forty times as fast as a parser in Python; what a plain
scalar means is decided here, because libyaml's users follow YAML 1.1 (where `no` is false).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn, Protocol

import yaml

from onepay_core.json_values import Json, JsonObject, escape, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DEEPEST: Final = 60
_WORDS: Final[dict[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}")
_RADIX: Final = re.compile(r"0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_NUMBER: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LEADING_ZERO: Final = re.compile(r"[-+]?0[0-9]+")
_FOREIGN_BLANK: Final = re.compile("[\t\x85\u2028\u2029]")
_NOT_JSON: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the description; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Write the place the way that editors and terminals turn into a link."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that a person has to mend: where, and one sentence on what, why and what to do."""

    position: Position
    sentence: str

    def __str__(self) -> str:
        """Write the place and the sentence on one line."""
        return f"{self.position}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read; `marks` leads from a JSON pointer inside the file to its place.

    The mark of a property is the place of its name, the mark of an item the place of its value.
    A file with `problems` may have lost some of its data.
    """

    file: str
    data: JsonObject = field(default_factory=dict[str, Any])
    marks: dict[str, Position] = field(default_factory=dict[str, Position])
    problems: tuple[Problem, ...] = ()


class _Mark(Protocol):
    """Where libyaml stands, counted from 0."""

    line: int
    column: int


class _Loader(yaml.CSafeLoader):
    """libyaml's parser; only its events are used, none of its YAML 1.1 rules."""


class _UnreadableError(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, problem: Problem) -> None:
        """Keep the one problem that ends the reading."""
        super().__init__(str(problem))
        self.problem: Final = problem


def read(path: Path, file: str) -> Source:
    """Read the file at `path`; `file` is its name in positions and messages. Never raises."""
    try:
        text = _decode(path.read_bytes(), file)
        return _Reader(text, file).read()
    except OSError as error:
        why = f"The file cannot be read ({error.strerror}); check that it is a file and its permissions."
        return Source(file, problems=(Problem(Position(file, 1, 1), why),))
    except _UnreadableError as error:
        return Source(file, problems=(error.problem,))


def _decode(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        *lines, last = content[: error.start].decode("utf-8-sig").split("\n")
        position = Position(file, len(lines) + 1, len(last) + 1)
        sentence = f"The byte 0x{content[error.start]:02x} is not UTF-8; save the file in UTF-8."
        raise _UnreadableError(Problem(position, sentence)) from None


class _Reader:
    """Turns the events of one file into plain values, and collects what is wrong on the way."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        # The stubs leave out what kind of stream `parse` takes.
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)  # pyright: ignore[reportUnknownMemberType]
        self._marks: dict[str, Position] = {}
        self._problems: list[Problem] = []

    def read(self) -> Source:
        self._note_foreign_blanks()
        data: JsonObject = {}
        try:
            data = self._document()
        except yaml.YAMLError as error:
            self._problems.append(self._syntax_problem(error))
        except _UnreadableError as error:
            self._problems.append(error.problem)
        return Source(self._file, data, self._marks, tuple(self._problems))

    def _note_foreign_blanks(self) -> None:
        for number, line in enumerate(self._text.split("\n"), start=1):
            for found in _FOREIGN_BLANK.finditer(line):
                name = "A tab" if found[0] == "\t" else "An invisible line break"
                sentence = f"{name} stands here; use blanks, and line feeds."
                self._problems.append(Problem(Position(self._file, number, found.start() + 1), sentence))

    def _syntax_problem(self, error: yaml.YAMLError) -> Problem:
        if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
            position = self._position(error.problem_mark)
            return Problem(position, f"The YAML cannot be read: {error.problem}.")
        offset = getattr(error, "position", 0)
        *lines, last = self._text.encode()[:offset].decode(errors="replace").split("\n")
        position = Position(self._file, len(lines) + 1, len(last) + 1)
        reason = getattr(error, "reason", "unknown reason")
        return Problem(position, f"The YAML cannot be read: {reason}.")

    def _document(self) -> JsonObject:
        next(self._events)
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            raise _UnreadableError(Problem(Position(self._file, 1, 1), "The file is empty; fill it or delete it."))
        root = next(self._events)
        value = self._value(root, "", 0)
        if not is_object(value):
            self._stop(root, "The file is not a mapping; write one thing with its keys in each file.")
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop(after, "A second document begins here; write one document in each file.")
        return value

    def _value(self, event: yaml.Event, pointer: str, depth: int) -> Json:
        self._marks.setdefault(pointer, self._position(event.start_mark))
        if depth > _DEEPEST:
            self._stop(event, f"This is nested more than {_DEEPEST} deep; move the inner part into a component.")
        if isinstance(event, yaml.AliasEvent):
            return self._note(event, f"`*{event.anchor}` is an alias; write the value out, or refer to a component.")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, pointer, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, pointer, depth)
        return self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _refuse_decoration(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._note(event, f"`&{event.anchor}` is an anchor; write the value out, or refer to a component.")
        if event.tag:
            self._note(event, f"`{event.tag}` is a tag; write a plain value, quoted if it is a string.")

    def _mapping(self, start: yaml.MappingStartEvent, pointer: str, depth: int) -> JsonObject:
        self._refuse_decoration(start)
        members: JsonObject = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._key(event)
            inner = f"{pointer}/{escape(key)}"
            if key in members:
                self._note(event, f"The key `{key}` stands twice in one mapping; keep one of them.")
            self._marks.setdefault(inner, self._position(event.start_mark))
            members[key] = self._value(next(self._events), inner, depth + 1)
        return members

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "This key is not a string; write one word, in single quotes if need be.")
        key = self._scalar(event)
        if isinstance(key, str):
            return key
        self._note(event, f"The key `{event.value}` is not a string; put it in single quotes.")
        return str(event.value)

    def _sequence(self, start: yaml.SequenceStartEvent, pointer: str, depth: int) -> list[Json]:
        self._refuse_decoration(start)
        events = enumerate(self._until(yaml.SequenceEndEvent))
        return [self._value(event, f"{pointer}/{index}", depth + 1) for index, event in events]

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _scalar(self, event: yaml.ScalarEvent) -> Json:
        self._refuse_decoration(event)
        text = event.value
        if event.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _LEADING_ZERO.fullmatch(text):
            return self._note(event, f"`{text}` is octal to some readers of YAML and decimal to others; quote it.")
        if _NOT_JSON.fullmatch(text):
            return self._note(event, f"`{text}` has no form in JSON; quote it if it is a string.")
        return self._number(event, text)

    def _number(self, event: yaml.Event, text: str) -> Json:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _RADIX.fullmatch(text):
            return int(text, 0)
        if not _NUMBER.fullmatch(text):
            return text
        if not math.isfinite(float(text)) or re.fullmatch("[-+]?[0-9]+", text):
            return self._note(event, "This number is too large to travel unharmed in JSON; quote it.")
        return float(text)

    def _position(self, mark: _Mark | None) -> Position:
        return Position(self._file, mark.line + 1, mark.column + 1) if mark else Position(self._file, 1, 1)

    def _note(self, event: yaml.Event, sentence: str) -> None:
        self._problems.append(Problem(self._position(event.start_mark), sentence))

    def _stop(self, event: yaml.Event, sentence: str) -> NoReturn:
        raise _UnreadableError(Problem(self._position(event.start_mark), sentence))
