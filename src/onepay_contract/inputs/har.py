"""HAR files, as browsers and proxies export them: their entries as exchanges, and what had to be left out."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from onepay_contract.exchanges import CompressedBody, Exchange, unpacked
from onepay_core.json_values import Json, is_array, is_object

_BODILESS: Final = frozenset((204, 205))
_NOT_MODIFIED: Final = 304
_SPACE: Final = re.compile(r"\s+")
_LARGEST_BYTE: Final = 0xFF
_LOST: Final = "\ufffd"
"""What stands where bytes could not be read as text."""
_COMPRESSED_AS_TEXT: Final = ("\x1f\x8b", f"\x1f{_LOST}")


class UnreadableEntry(ValueError):
    """An entry of a HAR file cannot be read; the message says why."""


@dataclass(slots=True)
class Har:
    """What one HAR file holds for the hosts that count."""

    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    hosts: set[str] = field(default_factory=set[str])
    """All hosts that were called, the counted ones too."""
    foreign: int = 0
    """Requests to hosts that do not count."""
    without_reply: int = 0
    """Requests whose reply the file does not hold."""
    from_cache: int = 0
    """Replies that the browser's cache gave (304)."""
    unreadable: Counter[str] = field(default_factory=Counter[str])
    """Why entries could not be read, with the number of each; the first of each kind is named by its number."""

    @property
    def notes(self) -> list[str]:
        """A sentence for each kind of entry that was left out."""
        counts = {
            "{} to other hosts left out.": self.foreign,
            "{} whose reply the file does not hold left out.": self.without_reply,
            "{} that a cache answered left out.": self.from_cache,
        }
        notes = [text.format(_requests(number)) for text, number in counts.items() if number]
        return notes + [f"{reason} ({_requests(number)} left out)." for reason, number in self.unreadable.items()]


def entries_of(document: Json) -> list[Json] | None:
    """The entries of a HAR document; None where it is none."""
    log = document.get("log") if is_object(document) else None
    entries = log.get("entries") if is_object(log) else None
    return entries if is_array(entries) else None


def read(entries: Iterable[Json], counts: Callable[[str], bool]) -> Har:
    """Read all entries whose URL counts. One that cannot be read costs no other."""
    har = Har()
    first: dict[str, int] = {}
    for number, entry in enumerate(entries):
        try:
            _add(har, entry, counts)
        except UnreadableEntry as error:
            first.setdefault(str(error), number)
            har.unreadable[str(error)] += 1
    named = {
        f"entry {first[reason]} of the HAR file cannot be read: {reason}": count
        for reason, count in har.unreadable.items()
    }
    har.unreadable = Counter(named)
    return har


def _add(har: Har, entry: Json, counts: Callable[[str], bool]) -> None:
    url = _url(entry)
    har.hosts.add(urlsplit(url).hostname or "no host")
    if not counts(url):
        har.foreign += 1
        return
    try:
        response = entry["response"]
        status = int(response["status"])
        if status == _NOT_MODIFIED:
            har.from_cache += 1
        elif _lacks_reply(response, status):
            har.without_reply += 1
        else:
            har.exchanges.append(_exchange(entry, url, status))
    except KeyError as error:
        raise UnreadableEntry(f"it has no {error}") from None
    except CompressedBody as error:
        raise UnreadableEntry(str(error)) from None
    except (TypeError, ValueError, AttributeError):
        raise UnreadableEntry("a part of it is not what HAR says") from None


def _url(entry: Json) -> str:
    try:
        url = str(entry["request"]["url"])
        return urlsplit(url).geturl() and url  # raises for one that cannot be taken apart
    except (KeyError, TypeError):
        raise UnreadableEntry("it has no 'request' with a URL") from None
    except ValueError:
        raise UnreadableEntry("its URL cannot be taken apart") from None


def _lacks_reply(response: Json, status: int) -> bool:
    """Whether no reply came, or its body was left out of the file."""
    content = _mapping(response.get("content"))
    if status == 0:
        return True
    if content.get("text") or status in _BODILESS:
        return False
    if _number(response.get("bodySize")) > 0:
        return True
    may_be_left_out = "text" not in content and "json" in str(content.get("mimeType")).lower()
    is_empty = content.get("size") == 0 and not may_be_left_out
    return not is_empty and _header(response, "content-length") != "0"


def _exchange(entry: Json, url: str, status: int) -> Exchange:
    request, response = entry["request"], entry["response"]
    return Exchange(
        operation=None,
        method=str(request["method"]).upper(),
        url=url,
        request_headers=_headers(request),
        request_body=_sent(request.get("postData")),
        status=status,
        reply_headers=_headers(response),
        reply_body=unpacked(_content(response.get("content")), _header(response, "content-encoding")),
        milliseconds=_number(entry.get("time")),
        at=str(entry.get("startedDateTime", "")),
    )


def _headers(message: Json) -> tuple[tuple[str, str], ...]:
    """The headers, but for those of HTTP/2 itself, such as `:status`."""
    listed = message.get("headers") or ()
    return tuple(
        (str(header["name"]), str(header["value"])) for header in listed if not str(header["name"]).startswith(":")
    )


def _header(message: Json, name: str) -> str | None:
    return next((value for found, value in _headers(message) if found.lower() == name), None)


def _sent(content: Json) -> bytes:
    return str(content.get("text") or "").encode(errors="surrogatepass") if content else b""


def _content(content: Json) -> bytes:
    """The bytes of a reply's body. A text that is called base64 and is none is taken for the text that it is."""
    kept = _mapping(content)
    text = str(kept.get("text") or "")
    if str(kept.get("encoding") or "").lower() == "base64":
        try:
            return base64.b64decode(_SPACE.sub("", text), validate=True)
        except (binascii.Error, ValueError):
            pass  # Firefox calls plain text base64 at times
    if text.startswith(_COMPRESSED_AS_TEXT):
        return _bytes_of_compressed(text)
    return text.encode(errors="surrogatepass")


def _bytes_of_compressed(text: str) -> bytes:
    """The bytes of a compressed body that was written as if each byte were a letter."""
    if max(map(ord, text)) > _LARGEST_BYTE:
        raise CompressedBody("its body is compressed, and was spoiled when it was written as text")
    return text.encode("latin-1")


def _mapping(value: Json) -> dict[str, Json]:
    """An object of a HAR file; an empty one where there is none."""
    return value if is_object(value) else {}


def _number(value: Json) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _requests(number: int) -> str:
    return f"{number} request{'s'[: number != 1]}"
