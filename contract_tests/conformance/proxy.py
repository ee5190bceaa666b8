"""A proxy like those before real APIs: cookies, gzip, JSON as Laravel writes it, and rate limits."""

from __future__ import annotations

import gzip
import json
from typing import Any, Final

import httpx

from onepay_core.json_values import is_array, is_object

_TOO_MANY: Final = 429
_OF_BODY: Final = frozenset(("content-length", "content-encoding", "transfer-encoding"))


class LaravelProxy(httpx.BaseTransport):
    """Carries requests to `inner`, and changes replies in ways that mean the same.

    Each `every`-th request of the API is put off once, with 429 and `Retry-After`.
    """

    def __init__(self, inner: httpx.BaseTransport, every: int = 40) -> None:
        self._inner: Final = inner
        self._every: Final = every
        self._count = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request; the control API beside the sandbox is not behind the proxy."""
        if "/_sandbox/" in request.url.path:
            return self._inner.handle_request(request)
        self._count += 1
        if self._count % self._every == 0:
            limit = {"retry-after": "1", "x-ratelimit-limit": "60", "x-ratelimit-remaining": "0"}
            return httpx.Response(_TOO_MANY, json={"message": "Too Many Attempts."}, headers=limit, request=request)
        reply = self._inner.handle_request(request)
        body = reply.read()
        headers = [item for item in reply.headers.multi_items() if item[0].lower() not in _OF_BODY]
        headers += [
            ("set-cookie", f"XSRF-TOKEN={self._count}; path=/; secure; samesite=lax"),
            ("set-cookie", f"laravel_session={self._count}; path=/; secure; httponly; samesite=lax"),
        ]
        if body and "json" in reply.headers.get("content-type", ""):
            body = _as_php_writes(json.loads(body))
        if body:
            body = gzip.compress(body, 1)
            headers += [("content-encoding", "gzip"), ("vary", "Accept-Encoding")]
        return httpx.Response(reply.status_code, headers=headers, content=body, request=request)

    def close(self) -> None:
        """Close the transport behind."""
        self._inner.close()


def _as_php_writes(value: Any) -> bytes:
    """JSON with escaped slashes and letters, where an empty map of people's own names is a list."""
    return json.dumps(_with_empty_lists(value), separators=(",", ":")).replace("/", "\\/").encode()


def _with_empty_lists(value: Any, name: str = "") -> Any:
    if is_object(value):
        held = {key: _with_empty_lists(item, key) for key, item in value.items()}
        return held if held or name != "metadata" else []
    return [_with_empty_lists(item) for item in value] if is_array(value) else value
