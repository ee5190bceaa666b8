"""Recordings: what a run saw, redacted, as one line of JSON for each exchange.

The first line names the format; every further one is an exchange, on the disk before the next one is written. A
recording is only ever added to, by the one run that began it, since the stand-ins of another run mean other people.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final, Self

from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange, UnreadableBody, read_json, write_json
from onepay_contract.redaction import Redactor
from onepay_core.json_values import Document, Json, is_array, is_object

VERSION: Final = 1
_MARK: Final = "onepay_recording"
_TEXTS: Final = ("method", "url", "request_body", "reply_body", "at")


class RecordingError(Exception):
    """A file is no recording, or cannot be read; the message names the line and the reason."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that was read: its beginning, its exchanges, and notes about the file."""

    name: str
    begun: str
    exchanges: tuple[Exchange, ...]
    notes: tuple[str, ...] = ()


class Recorder:
    """Writes one recording; every exchange is redacted, and on the disk when `write` returns. Threads may share it."""

    def __init__(self, path: Path, contract: Contract, begun: str) -> None:
        """Begin the file; raises `RecordingError` when it exists, since a recording belongs to one run."""
        self.path: Final = path
        self._redactor: Final = Redactor(contract)
        self._lock: Final = Lock()
        try:
            self._file: Final = path.open("xb")
        except FileExistsError:
            message = f"{path} exists already. A recording is not continued by another run; choose another name."
            raise RecordingError(message) from None
        version = str(contract.document.get("info", {}).get("version", ""))
        self._append({_MARK: VERSION, "begun": begun, "contract": version})
        _settle(path.parent)

    @classmethod
    def dated(cls, folder: Path, contract: Contract, begun: str) -> Self:
        """Begin a recording that is named after the moment of its beginning."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder / f"{begun.replace(':', '-')}.jsonl", contract, begun)

    def write(self, exchange: Exchange) -> Exchange:
        """Redact and keep an exchange, and return it as it was kept."""
        with self._lock:
            kept = self._redactor.exchange(exchange)
            self._append(_line_of(kept))
        return kept

    def close(self) -> None:
        """End the recording."""
        os.fsync(self._file.fileno())
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _append(self, line: Document) -> None:
        self._file.write(write_json(line) + b"\n")
        self._file.flush()  # what the system has, a killed process cannot take back


def read(path: Path) -> Recording:
    """Read a recording. A last line that was cut off is left out, and noted; other damage is a `RecordingError`."""
    try:
        return parsed(path.read_bytes(), str(path))
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror}.") from None


def parsed(content: bytes, name: str) -> Recording:
    """The same of bytes that came from somewhere else."""
    head, *lines = content.split(b"\n")
    begun = _begun(name, head)
    notes = list[str]()
    if lines and lines[-1]:
        notes.append(
            f"{name}: the last line was cut off while it was written ({len(lines[-1])} bytes); it is left out."
        )
    return Recording(name, begun, tuple(_exchanges(name, lines[:-1])), tuple(notes))


def is_recording(content: bytes) -> bool:
    """Whether a file begins as a recording does."""
    return f'"{_MARK}"'.encode() in content[:100]


def _begun(name: str, head: bytes) -> str:
    try:
        head_line = read_json(head)
    except UnreadableBody:
        head_line = None
    if not is_object(head_line) or _MARK not in head_line:
        raise RecordingError(f'{name} is no recording: its first line should begin with {{"{_MARK}": …}}.')
    if head_line[_MARK] != VERSION:
        raise RecordingError(
            f"{name} is a recording of format {head_line[_MARK]}; this version of the program reads {VERSION}."
        )
    return str(head_line.get("begun", ""))


def _exchanges(name: str, lines: list[bytes]) -> Iterator[Exchange]:
    for number, line in enumerate(lines, start=2):
        try:
            yield _exchange_of(read_json(line))
        except (UnreadableBody, KeyError, TypeError, ValueError) as error:
            raise RecordingError(f"{name}:{number}: The line is no exchange ({_reason(error)}).") from None


def _line_of(exchange: Exchange) -> Document:
    return {
        "at": exchange.at,
        "operation": exchange.operation,
        "method": exchange.method,
        "url": exchange.url,
        "request_headers": exchange.request_headers,
        "request_body": exchange.request_body.decode(),
        "status": exchange.status,
        "reply_headers": exchange.reply_headers,
        "reply_body": exchange.reply_body.decode(),
        "milliseconds": exchange.milliseconds,
    }


def _exchange_of(line: Json) -> Exchange:
    texts = {name: _text(line, name) for name in _TEXTS}
    operation = line["operation"]
    return Exchange(
        operation=operation if operation is None else str(operation),
        method=texts["method"],
        url=texts["url"],
        request_headers=_headers(line["request_headers"]),
        request_body=texts["request_body"].encode(),
        status=int(line["status"]),
        reply_headers=_headers(line["reply_headers"]),
        reply_body=texts["reply_body"].encode(),
        milliseconds=float(line["milliseconds"]),
        at=texts["at"],
    )


def _text(line: Json, name: str) -> str:
    value = line[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _headers(listed: Json) -> tuple[tuple[str, str], ...]:
    if not is_array(listed):
        raise TypeError("headers are no list")
    return tuple((str(name), str(value)) for name, value in listed)


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no {json.dumps(error.args[0])}"
    return str(error).rstrip(".")


def _settle(folder: Path) -> None:
    """See to it that the name of a new file is on the disk too, where a folder can be opened."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
