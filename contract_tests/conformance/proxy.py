"""A proxy like those before real APIs: cookies, gzip, JSON as Laravel writes it, and rate limits.

Nothing that it writes departs from the contract. So an absent field comes as null only where the contract lets it be
null, and not where null would tell that something has not happened yet (`x-changes: by-itself`). The pages that Laravel
writes with `meta` are shown for one list, that of cards, and come there for requests that leave the form open. No page
of the API shows the `links` of such pages, so they do not come.
"""

from __future__ import annotations

import gzip
import json
from typing import Any, Final

import httpx

from onepay_contract.document import Contract
from onepay_core.json_values import Document, is_array, is_object

_TOO_MANY: Final = 429
_CARDS: Final = "cards_list"
_FORMS: Final = ("anyOf", "oneOf")
_OF_BODY: Final = frozenset(("content-length", "content-encoding", "transfer-encoding"))


class LaravelProxy(httpx.BaseTransport):
    """Carries requests to `inner`, and changes replies in ways that mean the same.

    Each `every`-th request of the API is put off once, with 429 and `Retry-After`.
    """

    def __init__(self, inner: httpx.BaseTransport, contract: Contract, every: int = 40) -> None:
        """Add what `contract` lets a reply have besides."""
        self._inner: Final = inner
        self._contract: Final = contract
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
        match = self._contract.find(request.method, str(request.url))
        if match and match.operation.id == _CARDS and request.url.params.keys() <= {"page"}:
            request = _with_older_pages(request)
        reply = self._inner.handle_request(request)
        body = reply.read()
        headers = [item for item in reply.headers.multi_items() if item[0].lower() not in _OF_BODY]
        headers += [
            ("set-cookie", f"XSRF-TOKEN={self._count}; path=/; secure; samesite=lax"),
            ("set-cookie", f"laravel_session={self._count}; path=/; secure; httponly; samesite=lax"),
        ]
        if body and "json" in reply.headers.get("content-type", ""):
            documented = match.operation.reply(reply.status_code) if match and reply.is_success else None
            fact = documented.media.get("application/json") if documented else None
            value = json.loads(body)
            body = _as_php_writes(self._with_nulls(value, fact.schema) if fact else value)
        if body:
            body = gzip.compress(body, 1)
            headers += [("content-encoding", "gzip"), ("vary", "Accept-Encoding")]
        return httpx.Response(reply.status_code, headers=headers, content=body, request=request)

    def close(self) -> None:
        """Close the transport behind."""
        self._inner.close()

    def _with_nulls(self, value: Any, schema: Document) -> Any:
        """The value with null for each absent field that may be null."""
        schema = self._form(value, schema)
        if is_array(value):
            return [self._with_nulls(item, schema.get("items", {})) for item in value]
        if not is_object(value):
            return value
        fields: Document = schema.get("properties", {})
        held = {name: self._with_nulls(item, fields.get(name, {})) for name, item in value.items()}
        absent = {name for name, field in fields.items() if self._takes_null(field) and not _changes_by_itself(field)}
        return dict.fromkeys(absent - held.keys()) | held

    def _form(self, value: Any, schema: Document) -> Document:
        """The schema without references, and of several forms the one that has the value's fields."""
        schema = self._contract.dereferenced(schema)
        forms = [self._form(value, form) for key in _FORMS for form in schema.get(key, ())]
        nothing: Document = {}
        return next((form for form in forms if _fits(value, form)), nothing) if forms else schema

    def _takes_null(self, schema: Document) -> bool:
        schema = self._contract.dereferenced(schema)
        return "null" in schema.get("type", ()) or any(
            self._takes_null(form) for key in _FORMS for form in schema.get(key, ())
        )


def _changes_by_itself(schema: Document) -> bool:
    return str(schema.get("x-changes")) == "by-itself"


def _fits(value: Any, schema: Document) -> bool:
    if is_object(value):
        fields: Document = schema.get("properties", {})
        return set(schema.get("required", ())) <= value.keys() <= fields.keys()
    return is_array(value) == ("items" in schema)


def _with_older_pages(request: httpx.Request) -> httpx.Request:
    """The same request, for the pages with `meta`."""
    url = request.url.copy_add_param("limit", "15")
    return httpx.Request(request.method, url, headers=request.headers, content=request.read())


def _as_php_writes(value: Any) -> bytes:
    """JSON with escaped slashes and letters, where an empty map of people's own names is a list."""
    return json.dumps(_with_empty_lists(value), separators=(",", ":")).replace("/", "\\/").encode()


def _with_empty_lists(value: Any, name: str = "") -> Any:
    if is_object(value):
        held = {key: _with_empty_lists(item, key) for key, item in value.items()}
        return held if held or name != "metadata" else []
    return [_with_empty_lists(item) for item in value] if is_array(value) else value
