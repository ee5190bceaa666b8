"""Input of the commands: bodies, output of `curl -i`, HAR files and recordings, from files or a pipe."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final, NoReturn
from urllib.parse import SplitResult, urlsplit

from onepay_contract import recordings
from onepay_contract.document import Contract
from onepay_contract.exchanges import CompressedBody, Exchange, UnreadableBody, read_json, unpacked
from onepay_contract.inputs import har
from onepay_core.json_values import Json, is_object
from onepay_core.loopback import is_loopback

_STATUS_LINE: Final = re.compile(rb"HTTP/[0-9.]+ +([0-9]{3})(?: [^\r\n]*)?\r?\n")
_END_OF_HEADERS: Final = re.compile(rb"\r?\n\r?\n")
_VERBOSE: Final = re.compile(rb"(?m)^< HTTP/[0-9.]+ ")


@dataclass(frozen=True, slots=True)
class CapturedReply:
    """One reply; `status` is None, and there are no headers, where only the body is known."""

    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes


def _curl_reply(content: bytes) -> CapturedReply | None:
    """The last reply that `curl -i` has printed; None for what it has not.

    An interim reply (`100 Continue`), that of a proxy to CONNECT, and redirects that curl has followed come before the
    reply that counts. Raises `ValueError` for output without an end of the headers, and for that of `curl -v`.
    """
    if not content.startswith(b"HTTP/"):
        if _VERBOSE.search(content):
            raise ValueError("it is the output of curl -v; take that of curl -i")
        return None
    reply: CapturedReply | None = None
    while found := _STATUS_LINE.match(content):
        lines, end, rest = _split(content[found.end() :])
        if not end:
            raise ValueError("its headers have no end; take the whole output of curl -i")
        headers = tuple(map(_header, lines))
        reply = CapturedReply(int(found[1]), headers, rest)
        content = rest
    if reply is None:
        raise ValueError("its first line is no status of HTTP")
    encodings = [value for name, value in reply.headers if name.lower() == "content-encoding"]
    return CapturedReply(reply.status, reply.headers, unpacked(reply.body, ", ".join(encodings)))


def _split(content: bytes) -> tuple[list[str], bytes, bytes]:
    """The lines of headers, the empty line after them, and what follows."""
    if content.startswith((b"\r\n", b"\n")):
        return [], b"\n", content.partition(b"\n")[2]
    found = _END_OF_HEADERS.search(content)
    head = content[: found.start()] if found else content
    return head.decode("latin-1").splitlines(), found[0] if found else b"", content[found.end() :] if found else b""


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


STDIN: Final = "-"
_SHOWN_HOSTS: Final = 5


class InputError(Exception):
    """An input cannot be used; the message names the reason and what to give instead."""


@dataclass(frozen=True, slots=True)
class Capture:
    """The exchanges of an input, the beginning of the capture, and notes about it."""

    exchanges: tuple[Exchange, ...]
    begun: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inputs:
    """Reads inputs. `base_url` is a server beside those of the contract, such as one's own proxy."""

    contract: Contract
    stdin: BinaryIO
    base_url: str | None = None

    def content(self, name: str) -> bytes:
        """The bytes of a file, or of standard input where the name is `-`."""
        if name == STDIN:
            content = self.stdin.read()
            if not content:
                _refuse("Standard input is empty; pipe a body or a capture into it.")
            return _as_utf8(content, name)
        try:
            content = Path(name).read_bytes()
        except IsADirectoryError:
            _refuse(f"{name} is a folder; name one of the files in it.")
        except (OSError, ValueError) as error:
            _refuse(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.")
        return _as_utf8(content, name)

    def read(self, name: str) -> tuple[CapturedReply, ...] | Capture:
        """A recording, a HAR file, the output of `curl -i`, one JSON body, or one in each line, whichever it is."""
        content = self.content(name)
        if recordings.is_recording(content):
            return self._recording(name, content)
        try:
            reply = _curl_reply(content)
        except ValueError as error:
            _refuse(f"{_shown(name)} cannot be used: {error}.")
        if reply is not None:
            if reply.body:
                self._json(reply.body, name)
            return (reply,)
        lines = _json_lines(content)
        if lines:
            return tuple(CapturedReply(None, (), line) for line in lines)
        value = self._json(content, name)
        return self._har(name, value) if is_object(value) and "log" in value else (CapturedReply(None, (), content),)

    def capture(self, name: str) -> Capture:
        """The exchanges of a recording or of a HAR file, whichever it is."""
        found = self.read(name)
        if not isinstance(found, Capture):
            _refuse(f"{_shown(name)} is neither a recording nor a HAR file; a HAR file has a list at log.entries.")
        return found

    def _recording(self, name: str, content: bytes) -> Capture:
        try:
            recording = recordings.parsed(content, _shown(name))
        except recordings.RecordingError as error:
            raise InputError(str(error)) from None
        return Capture(recording.exchanges, recording.begun, recording.notes)

    def _har(self, name: str, content: Json) -> Capture:
        entries = har.entries_of(content)
        if entries is None:
            _refuse(f"{_shown(name)} is neither a recording nor a HAR file; a HAR file has a list at log.entries.")
        found = har.read(entries, self._is_ours)
        notes = tuple(f"{name}: {note}" for note in found.notes)
        if not found.exchanges:
            _refuse(" ".join([self._nothing_in(name, found), *notes]))
        exchanges = tuple(map(self._rebased, found.exchanges))
        return Capture(exchanges, min(exchange.at for exchange in exchanges), notes)

    def _is_ours(self, url: str) -> bool:
        """Whether a URL leads to a server of the contract, to the one of `base_url`, or else to this machine."""
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        own = urlsplit(self.base_url) if self.base_url else None
        if own and _host(own) == _host(parts):
            return own.port is None or _port(own) == _port(parts)
        return host in self.contract.hosts or (own is None and is_loopback(host))

    def _rebased(self, exchange: Exchange) -> Exchange:
        """The exchange as the contract's server would have it, where `base_url` has a path of its own."""
        base, parts = urlsplit(self.base_url or "").path.rstrip("/"), urlsplit(exchange.url)
        match = self.contract.find(exchange.method, exchange.url, base) if base else None
        if match is None or self.contract.find(exchange.method, exchange.url):
            return exchange
        usual = urlsplit(match.operation.server).path.rstrip("/")
        return replace(exchange, url=parts._replace(path=usual + parts.path[len(base) :]).geturl())

    def _nothing_in(self, name: str, found: har.Har) -> str:
        if found.without_reply:
            return (
                f"{name} holds the body of no reply of the API. Export it again with the bodies: in a browser, open "
                'the network tab before the calls are made, and choose "Save all as HAR with content".'
            )
        known, called = ", ".join(sorted(self.contract.hosts)), ", ".join(sorted(found.hosts)[:_SHOWN_HOSTS])
        return (
            f"{name} holds no request to {known} (but to {called or 'nothing'}). "
            "If one of these is yours, name it with --base-url."
        )

    def _json(self, content: bytes, name: str) -> Json:
        try:
            return read_json(content)
        except UnreadableBody as error:
            raise InputError(f"{_shown(name)} cannot be used: {error}") from None


def _json_lines(content: bytes) -> list[bytes]:
    """The lines of JSON lines, of which there are two or more; nothing for any other text."""
    lines = [line for line in content.splitlines() if line.strip()]
    try:
        return lines if len(lines) > 1 and all(is_object(read_json(line)) for line in lines) else []
    except UnreadableBody:
        return []


def _host(parts: SplitResult) -> str:
    """The host of a URL; this machine has one name."""
    host = (parts.hostname or "").rstrip(".")
    return "localhost" if is_loopback(host) else host


def _port(parts: SplitResult) -> int | None:
    return parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _as_utf8(content: bytes, name: str) -> bytes:
    """The bytes of a text file in UTF-8 without a byte order mark; PowerShell writes UTF-16, editors a mark."""
    try:
        content = unpacked(content, None)  # a .har.gz, or the output of curl without --compressed
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16").encode(errors="surrogatepass")
    except (CompressedBody, UnicodeDecodeError) as error:
        _refuse(f"{_shown(name)} cannot be used: {error}.")
    return content.removeprefix(codecs.BOM_UTF8)


def _shown(name: str) -> str:
    return "Standard input" if name == STDIN else name


def _refuse(message: str) -> NoReturn:
    raise InputError(message)
