"""The usual certificates, read once in a run: that takes longer than most tests, and none changes them."""

from __future__ import annotations

import os
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from typing import Any

import certifi
import pytest


@contextmanager
def certificates_read_once() -> Generator[None]:
    """Let all clients of this process share the context that checks servers against the usual certificates."""
    create = ssl.create_default_context
    usual = os.environ.get("SSL_CERT_FILE") or certifi.where()

    @cache
    def shared() -> ssl.SSLContext:
        return create(cafile=usual)

    def created(*purpose: Any, **certificates: Any) -> ssl.SSLContext:
        if not purpose and certificates == {"cafile": usual}:
            return shared()
        return create(*purpose, **certificates)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", created)
        yield
