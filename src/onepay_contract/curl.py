"""What `curl -i` prints: one or several status lines with their headers, then the body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from onepay_contract.compression import unpacked

_STATUS_LINE: Final = re.compile(rb"HTTP/[0-9.]+ +([0-9]{3})(?: [^\r\n]*)?\r?\n")
_END_OF_HEADERS: Final = re.compile(rb"\r?\n\r?\n")
_VERBOSE: Final = re.compile(rb"(?m)^< HTTP/[0-9.]+ ")


@dataclass(frozen=True, slots=True)
class CapturedReply:
    """One reply; `status` is None, and there are no headers, where only the body is known."""

    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes


def parsed(content: bytes) -> CapturedReply | None:
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
