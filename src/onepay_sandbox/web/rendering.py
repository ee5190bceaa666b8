"""Pages from templates: what every page knows, its headers, and the forms that come back."""

from __future__ import annotations

import functools
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode

from onepay_core.json_values import Json
from onepay_sandbox.core.clock import parse_datetime
from onepay_sandbox.core.messages import Request, Response
from onepay_sandbox.core.money import pesos
from onepay_sandbox.web.languages import LANGUAGE_COOKIE, LANGUAGES, state_words, translations, written
from onepay_sandbox.web.sessions import Session

if TYPE_CHECKING:
    from jinja2 import Environment

STATIC: Final = "/_sandbox/static"
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
_HEADERS: Final = {**SECURITY_HEADERS, "content-type": "text/html; charset=utf-8", "cache-control": "no-store"}
_YEAR: Final = 365 * 24 * 3600
_LINKED: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page: its language, the session that it belongs to, and the fields of its form."""

    request: Request
    language: str
    session: Session | None = None
    form: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return self.request.raw_path.decode("ascii", "replace")

    def translate(self, message: str) -> str:
        """A message in the language of the visit."""
        return translations(self.language).gettext(message)

    def in_language(self, language: str) -> str:
        """The address of this page in another language."""
        return f"{self.path}?{urlencode({**self.request.parameters(), 'lang': language})}"


def form_fields(request: Request) -> dict[str, str]:
    """The fields of a form that was sent; of a repeated one the last counts."""
    return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))


def render(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """A page. A browser that has it already, by its `ETag`, is answered 304 and nothing more."""
    known = {"visit": visit, "token": visit.session.token if visit.session else None, "languages": LANGUAGES}
    text = _environment(visit.language).get_template(template).render({**known, **values})
    body = text.encode(errors="replace")
    headers = {**_HEADERS, "content-language": visit.language, "etag": f'"{hashlib.sha256(body).hexdigest()[:32]}"'}
    if visit.request.parameters().get("lang") == visit.language:
        headers["set-cookie"] = f"{LANGUAGE_COOKIE}={visit.language}; Path=/; Max-Age={_YEAR}; SameSite=Lax"
    if status == 200 and visit.request.headers.get("if-none-match") == headers["etag"]:  # noqa: PLR2004 - HTTP's
        return Response(304, b"", headers)
    return Response(status, body, headers)


def redirect(path: str, *, pending: str | None = None, cookie: str | None = None) -> Response:
    """Send the browser to another page of the sandbox, after a form."""
    cookies = {"set-cookie": cookie} if cookie else {}
    return Response(303, b"", {**SECURITY_HEADERS, "location": path, "cache-control": "no-store", **cookies}, pending)


def new_nonce() -> str:
    """What makes one form different from another, so that a form that is sent twice does its work once."""
    return secrets.token_hex(12)


def safe_link(address: Json) -> str | None:
    """An address that a page may link to; None for any but http and https."""
    return address if isinstance(address, str) and address.lower().startswith(_LINKED) else None


@functools.cache
def _environment(language: str) -> Environment:
    """The templates in one language; nobody who opens no page waits for Jinja."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - slow to import

    found: Any = Environment(
        loader=PackageLoader("onepay_sandbox.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    catalog = translations(language)
    found.install_gettext_translations(catalog, newstyle=True)
    found.policies["ext.i18n.trimmed"] = True
    found.filters["pesos"] = pesos
    found.filters["moment"] = functools.partial(_moment, language)
    found.filters["state"] = functools.partial(_state, language)
    found.globals.update(static=STATIC, safe_link=safe_link)
    environment: Environment = found
    return environment


def _state(language: str, state: str) -> str:
    return translations(language).gettext(state_words(state))


def _moment(language: str, value: str | datetime | None) -> str:
    if value is None or value == "":
        return "—"
    return written(parse_datetime(value) if isinstance(value, str) else value, language)
