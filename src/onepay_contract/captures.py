"""What people hand in: bodies, HAR files of browsers and proxies, recordings; from files or from a pipe."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NoReturn
from urllib.parse import urlsplit

from onepay_contract import recordings
from onepay_contract.contract import Contract
from onepay_contract.exchanges import Exchange
from onepay_contract.values import Json, UnreadableBody, is_array, is_object, read_json

STDIN: Final = "-"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SHOWN_HOSTS: Final = 5


class InputError(Exception):
    """What was handed in cannot be used; the message says why, and what to hand in instead."""


@dataclass(frozen=True, slots=True)
class Capture:
    """Exchanges that were handed in, when the capture was begun, and what is to be said about it."""

    exchanges: tuple[Exchange, ...]
    begun: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inputs:
    """Reads what is handed in. `base_url` is a server beside those of the contract, such as one's own proxy."""

    contract: Contract
    stdin: BinaryIO
    base_url: str | None = None

    def content(self, name: str) -> bytes:
        """The bytes of a file, or of standard input where the name is `-`."""
        if name == STDIN:
            content = self.stdin.read()
            if not content:
                _refuse("Standard input is empty; pipe a body or a capture into it.")
            return content
        try:
            return Path(name).read_bytes()
        except IsADirectoryError:
            _refuse(f"{name} is a folder; name one of the files in it.")
        except (OSError, ValueError) as error:
            _refuse(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.")

    def body(self, name: str) -> bytes:
        """The bytes of a file that holds one JSON value."""
        content = self.content(name)
        self._json(content, name)
        return content

    def capture(self, name: str) -> Capture:
        """The exchanges of a recording or of a HAR file, whichever it is."""
        content = self.content(name)
        return self._recording(name, content) if recordings.is_recording(content) else self._har(name, content)

    def _recording(self, name: str, content: bytes) -> Capture:
        try:
            recording = recordings.parsed(content, _shown(name))
        except recordings.RecordingError as error:
            raise InputError(str(error)) from None
        return Capture(recording.exchanges, recording.begun, recording.notes)

    def _har(self, name: str, content: bytes) -> Capture:
        document = self._json(content, name)
        log = document.get("log") if is_object(document) else None
        entries = log.get("entries") if is_object(log) else None
        if not is_array(entries):
            _refuse(f"{name} is neither a recording nor a HAR file; a HAR file has a list at log.entries.")
        whole = [one for one in entries if not _is_cut(one)]
        exchanges = tuple(self._entries(name, whole))
        ours = tuple(one for one in exchanges if urlsplit(one.url).hostname in self._hosts())
        if not ours:
            _refuse(self._strangers(name, exchanges))
        notes = {
            "requests to other hosts": len(exchanges) - len(ours),
            "requests whose reply the file does not hold": len(entries) - len(whole),
        }
        told = tuple(f"{name}: {number} {what} left out." for what, number in notes.items() if number)
        return Capture(ours, min(one.at for one in ours), told)

    def _entries(self, name: str, entries: list[Json]) -> Iterator[Exchange]:
        for number, entry in enumerate(entries):
            try:
                yield _exchange(entry)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                what = f"has no {error}" if isinstance(error, KeyError) else str(error)
                raise InputError(f"{name}: entry {number} of the HAR file cannot be read: it {what}.") from None

    def _hosts(self) -> frozenset[str]:
        own = urlsplit(self.base_url).hostname if self.base_url else None
        return self.contract.hosts | _LOOPBACK | {own or "localhost"}

    def _strangers(self, name: str, exchanges: tuple[Exchange, ...]) -> str:
        hosts = sorted({urlsplit(one.url).hostname or "no host" for one in exchanges})[:_SHOWN_HOSTS]
        known, met = ", ".join(sorted(self.contract.hosts)), ", ".join(hosts) or "nothing"
        return f"{name} holds no request to {known} (but to {met}). If one of these is yours, name it with --base-url."

    def _json(self, content: bytes, name: str) -> Json:
        try:
            return read_json(content)
        except UnreadableBody as error:
            raise InputError(f"{_shown(name)} cannot be used: {error}") from None


def _is_cut(entry: Json) -> bool:
    """Whether a request got no reply, or the file tells of a body and does not hold it."""
    response = entry.get("response") if is_object(entry) else None
    content = response.get("content") if is_object(response) else None
    is_unheld = is_object(content) and "text" not in content and bool(content.get("size"))
    return is_object(response) and (response.get("status") == 0 or is_unheld)


def _exchange(entry: Json) -> Exchange:
    """An entry of a HAR file as an exchange."""
    request, response = entry["request"], entry["response"]
    return Exchange(
        operation=None,
        method=str(request["method"]).upper(),
        url=_url(request["url"]),
        request_headers=_headers(request),
        request_body=_sent(request.get("postData")),
        status=int(response["status"]),
        reply_headers=_headers(response),
        reply_body=_content(response.get("content")),
        milliseconds=float(entry.get("time") or 0),
        at=str(entry.get("startedDateTime", "")),
    )


def _url(url: Json) -> str:
    urlsplit(str(url))  # one that cannot be taken apart is told here, where its entry is known
    return str(url)


def _headers(message: Json) -> tuple[tuple[str, str], ...]:
    return tuple((str(one["name"]), str(one["value"])) for one in message.get("headers", ()) if one["name"][:1] != ":")


def _sent(content: Json) -> bytes:
    return str(content.get("text") or "").encode(errors="surrogatepass") if content else b""


def _content(content: Json) -> bytes:
    if not content:
        return b""
    text = str(content.get("text") or "")
    if content.get("encoding") != "base64":
        return text.encode(errors="surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("has a body that is not base64, though it says so") from None


def _shown(name: str) -> str:
    return "Standard input" if name == STDIN else name


def _refuse(message: str) -> NoReturn:
    raise InputError(message)
