"""What a run has sent, made and cleaned up, written down before the next request leaves.

On disk it is one JSON object in each line, flushed and synced, so that a run that is killed can be resumed: what it
made is known, and a creation whose reply never came is asked for again with the same idempotency key.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TextIO

from onepay_core.json_values import Json


class JournalError(Exception):
    """A file is no journal of a run; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Made:
    """An object that the run made, and the call that undoes it."""

    maker: str
    undoer: str
    ids: Mapping[str, str]

    @property
    def name(self) -> str:
        """What tells it from others."""
        return f"{self.undoer} {json.dumps(dict(self.ids), sort_keys=True)}"


@dataclass(frozen=True, slots=True)
class Intent:
    """A creation that was about to be sent."""

    number: int
    operation: str
    ids: Mapping[str, str]
    body: Json
    key: str


@dataclass(slots=True)
class Past:
    """What an earlier run left behind."""

    seed: int = 0
    run: str = ""
    turns: int = 0
    """How often the run was begun, or gone on with."""
    sent: int = 0
    made: dict[str, Made] = field(default_factory=dict[str, Made])
    open: dict[int, Intent] = field(default_factory=dict[int, Intent])
    done: set[str] = field(default_factory=set[str])


class Journal:
    """Writes lines; without a path it writes nothing and only remembers what must be cleaned up."""

    def __init__(self, path: Path | None = None) -> None:
        self.past: Final = read(path) if path else Past()
        self._file: Final[TextIO | None] = _opened(path) if path else None

    def begins(self, seed: int, run: str) -> None:
        """A run begins, or goes on."""
        self._write({"event": "begins", "seed": seed, "run": run}, is_dear=True)

    def intends(self, intent: Intent) -> None:
        """A creation is about to be sent."""
        line = {"number": intent.number, "operation": intent.operation, "ids": dict(intent.ids)}
        self._write({"event": "intends", **line, "body": intent.body, "key": intent.key}, is_dear=True)

    def sends(self, number: int) -> None:
        """A request that makes nothing is about to be sent."""
        self._write({"event": "sends", "number": number})

    def answered(self, number: int, operation: str | None, status: int, made: Made | None) -> None:
        """A reply came, whatever it says; `made` is what it made."""
        shown = {"maker": made.maker, "undoer": made.undoer, "ids": dict(made.ids)} if made else None
        line = {"number": number, "operation": operation, "status": status, "made": shown}
        self._write({"event": "answered", **line}, is_dear=made is not None)

    def gone(self, made: Made) -> None:
        """An object was cleaned up, or is gone."""
        self._write({"event": "gone", "name": made.name})

    def finished(self, case: str) -> None:
        """A case was sent and checked; a resumed run does not send it again."""
        self._write({"event": "finished", "case": case})

    def close(self) -> None:
        """Give the file back."""
        if self._file:
            self._file.close()

    def _write(self, line: dict[str, Any], *, is_dear: bool = False) -> None:
        """Hand a line to the system, which a killed process cannot take back; a dear one also outlives the machine."""
        _replay(self.past, line)
        if self._file:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
            if is_dear:
                os.fsync(self._file.fileno())


def read(path: Path) -> Past:
    """What a journal tells; a last line that was cut off is left out. Raises `JournalError` for any other file."""
    past = Past()
    for number, line in enumerate(_lines(path), 1):
        _read(past, line, f"{path}, line {number}")
    return past


def _opened(path: Path) -> TextIO:
    """The file, ready for more lines; a last line that was cut off is written over."""
    whole = sum(len(line) for line in _lines(path))
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    os.ftruncate(handle, whole)
    os.lseek(handle, whole, os.SEEK_SET)
    return os.fdopen(handle, "w", encoding="ascii")


def _lines(path: Path) -> Iterator[bytes]:
    held = path.read_bytes() if path.exists() else b""
    yield from (line for line in held.splitlines(keepends=True) if line.endswith(b"\n"))


def _read(past: Past, line: bytes, place: str) -> None:
    try:
        _replay(past, json.loads(line))
    except (ValueError, KeyError, TypeError) as error:
        raise JournalError(f"{place}: this is no journal of a run ({error!r}). Name the state file of one.") from error


def _replay(past: Past, line: Mapping[str, Any]) -> None:
    match line["event"]:
        case "begins":
            past.seed, past.run, past.turns = line["seed"], line["run"], past.turns + 1
        case "sends":
            past.sent = max(past.sent, line["number"])
        case "intends":
            past.sent = max(past.sent, line["number"])
            intent = Intent(line["number"], line["operation"], line["ids"], line["body"], line["key"])
            past.open[intent.number] = intent
        case "answered":
            _replay_answer(past, line)
        case "gone":
            past.made.pop(line["name"], None)
        case _:
            past.done.add(line["case"])


def _replay_answer(past: Past, line: Mapping[str, Any]) -> None:
    past.open.pop(line["number"], None)
    if line["made"]:
        made = Made(**line["made"])
        past.made[made.name] = made
