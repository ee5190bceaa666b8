"""What a server answered, so that a fault can answer something else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import httpx

_OF_CONTENT: Final = frozenset(("content-length", "content-encoding", "transfer-encoding"))


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers and the bytes of a body. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, response: httpx.Response) -> Answer:
        """The answer that a transport brought."""
        return cls(response.status_code, _kept(response.headers.items()), response.read())

    @classmethod
    def of_json(cls, status: int, value: Any) -> Answer:
        """An answer with a JSON body."""
        return cls(status, {"content-type": "application/json"}, _written(value))

    @property
    def succeeded(self) -> bool:
        """Whether the request was carried out."""
        return httpx.codes.is_success(self.status)

    @property
    def value(self) -> Any:
        """What the body says, a copy of its own at each call; None where there is no body."""
        return json.loads(self.body) if self.body else None

    def saying(self, value: Any) -> Answer:
        """The same with another JSON body."""
        return replace(self, body=_written(value))

    def as_status(self, status: int) -> Answer:
        """The same with another status."""
        return replace(self, status=status)

    def with_body(self, body: bytes, kind: str | None = None) -> Answer:
        """The same with another body, and with another content type if `kind` names one."""
        changed = replace(self, body=body)
        return changed.with_header("content-type", kind) if kind else changed

    def with_header(self, name: str, value: str | None) -> Answer:
        """The same with a header, or without it where `value` is None."""
        rest = {key: item for key, item in self.headers.items() if key != name}
        return replace(self, headers=rest if value is None else {**rest, name: value})

    def response(self, request: httpx.Request) -> httpx.Response:
        """What a transport brings for it."""
        return httpx.Response(self.status, headers=self.headers, content=self.body, request=request)


def _kept(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers if name.lower() not in _OF_CONTENT}


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
