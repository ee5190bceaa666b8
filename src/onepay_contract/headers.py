"""Headers of replies: which of them any server may send, and how a content type reads."""

from __future__ import annotations

import re
from typing import Final

_USUAL: Final = """
    accept-ranges access-control-allow-credentials access-control-allow-headers access-control-allow-methods
    access-control-allow-origin access-control-expose-headers access-control-max-age age allow alt-svc cache-control
    cf-cache-status cf-ray connection content-encoding content-language content-length content-security-policy
    content-type cross-origin-embedder-policy cross-origin-opener-policy cross-origin-resource-policy date etag expires
    keep-alive last-modified location nel permissions-policy pragma ratelimit ratelimit-limit ratelimit-policy
    ratelimit-remaining ratelimit-reset referrer-policy report-to retry-after server server-timing set-cookie
    strict-transport-security trailer transfer-encoding upgrade vary via www-authenticate x-cache
    x-content-type-options x-frame-options x-powered-by x-ratelimit-limit x-ratelimit-remaining x-ratelimit-reset
    x-request-id x-runtime x-xss-protection
"""
"""Headers of HTTP itself, of proxies, and of rate limits; a contract need not name them."""

_MEDIA_TYPE: Final = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,60}")


def is_usual(name: str) -> bool:
    """Whether any server may send a header of this name."""
    return name.lower() in _USUAL.split()


def media_type(value: str) -> str:
    """The media type of a content type, without its parameters; what is none is not repeated."""
    told = value.partition(";")[0].strip().lower()
    return told if _MEDIA_TYPE.fullmatch(told) else "something else"
