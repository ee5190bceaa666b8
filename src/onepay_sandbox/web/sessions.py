"""Access to the pages of an account, for whoever sends its key, in a header or in the cookie of the dashboard's form.

A form of the dashboard carries a token that only pages of the same session know, and no form is taken that a page of
another site sent.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from onepay_sandbox.api import read_key
from onepay_sandbox.control.api import ControlToken
from onepay_sandbox.core.messages import Request
from onepay_sandbox.core.refusals import Refusal

KEY_COOKIE: Final = "onepay_sandbox_key"
_SEPARATOR: Final = "~"
_OWN: Final = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Session:
    """The account that a request may see: its key, its tenant, and the token that its forms carry."""

    key: str
    tenant: str
    token: str | None

    def permits(self, token: str) -> bool:
        """Whether a form with this token came from a page of the session; a key in a header needs none."""
        return self.token is None or hmac.compare_digest(self.token.encode(), token.encode())


class Sessions:
    """Opens and finds sessions; where there is a control token, the cookie proves that who opened one knew it."""

    def __init__(self, token: ControlToken, *, live: bool) -> None:
        """Ask for `token`, and take live keys if `live`."""
        self.token: Final = token
        self._live: Final = live

    def find(self, request: Request) -> Session | None:
        """The session of a request, None where it brings no key, or not what proves that it may see the account."""
        key, _, rest = request.cookies().get(KEY_COOKIE, "").partition(_SEPARATOR)
        nonce, _, proof = rest.partition(_SEPARATOR)
        is_proved = self.token.is_proved(f"{key}{_SEPARATOR}{nonce}", proof)
        if "authorization" in request.headers:
            key, nonce = request.headers["authorization"].partition(" ")[2].strip(), ""
            is_proved = self.token.permits_headers(request.headers)
        tenant = self.tenant_of(key)
        if tenant is None or not is_proved:
            return None
        return Session(key, tenant, hashlib.sha256(nonce.encode()).hexdigest() if nonce else None)

    def tenant_of(self, key: str) -> str | None:
        """The tenant that a secret key opens; None where the sandbox takes no such key."""
        try:
            found = read_key(f"Bearer {key}", live=self._live)
        except Refusal:  # a page is for everybody; only what it shows depends on the key
            return None
        return found.tenant

    def cookie(self, key: str, request: Request) -> str:
        """The header that lets a browser keep a key."""
        opened = f"{key}{_SEPARATOR}{secrets.token_hex(16)}"
        value = f"{opened}{_SEPARATOR}{self.token.proof(opened)}" if self.token.is_needed else opened
        return f"{KEY_COOKIE}={value}; Path=/_sandbox; HttpOnly; SameSite=Strict{_secure(request)}"


def new_key() -> str:
    """The key of an account that nobody has opened yet."""
    return f"sk_test_{secrets.token_hex(8)}"


def expired_cookie(request: Request) -> str:
    """The header that lets a browser forget the key."""
    return f"{KEY_COOKIE}=; Path=/_sandbox; Max-Age=0; HttpOnly; SameSite=Strict{_secure(request)}"


def is_from_another_site(request: Request) -> bool:
    """Whether a form was sent by a page that is not the sandbox's."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OWN
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc not in (request.host, urlsplit(request.base).netloc)


def _secure(request: Request) -> str:
    return "; Secure" if request.scheme == "https" else ""
