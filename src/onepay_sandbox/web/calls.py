"""Calls that a page makes in the place of the owner of an account: of the emulated API, and of the control API.

A page changes nothing by itself. So what a click does is what a program could do, and the request log shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from onepay_core.json_values import Document, Json, is_object
from onepay_sandbox.core.messages import Request, Response, Steps

API: Final = "/v1"
CARDS: Final = "/cards/v1"
CONTROL: Final = "/_sandbox"
_PUBLIC: Final = "pk_"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for a call; `pending` names the account for which deliveries may now be due."""

    status: int
    body: Json
    pending: str | None

    @property
    def is_success(self) -> bool:
        """Whether the call did what it should."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the family of HTTP

    @property
    def problem(self) -> str:
        """What the API says of a refusal: its message, and those of single fields that say more."""
        document: Document = self.body if is_object(self.body) else {}
        messages: list[str] = [document.get("message", f"HTTP {self.status}")]
        for field, texts in document.get("errors", {}).items():
            messages += [f"{field}: {text}" for text in texts if text not in messages]
        return " ".join(messages)


class Calls:
    """Makes calls inside of the sandbox, with the key of an account."""

    def __init__(self, answer: Callable[[Request], Steps[Response]], headers: Mapping[str, str]) -> None:
        """Let `answer` answer them, as it answers those that come over HTTP; each carries `headers`."""
        self._headers: Final = headers
        self._answer: Final = answer

    def make(
        self, origin: Request, tenant: str, call: tuple[str, str], body: Json = None, key: str | None = None
    ) -> Steps[Reply]:
        """Make a call, a method and a path, for a page that `origin` asked for; `key` is an idempotency key."""
        method, path = call
        kind = _PUBLIC if path.startswith(CARDS) else "sk_"
        headers = {**self._headers, "host": origin.host, "authorization": f"Bearer {kind}{tenant}"}
        if key:
            headers["x-idempotency"] = key
        sent = b"" if body is None else msgspec.json.encode(body)
        response = yield from self._answer(
            Request(method, path.encode(), "", headers, sent, origin.scheme, origin.public_url)
        )
        answered = msgspec.json.decode(response.body) if response.body else None
        return Reply(response.status, answered, response.pending)
