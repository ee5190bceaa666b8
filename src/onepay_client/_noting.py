"""How ``with_reply`` gets the reply of a method that returns only its value."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from onepay_core.operation import R

from ._misuse import ConfigurationError
from .replies import Reply

_wanted: ContextVar[list[Reply[Any]] | None] = ContextVar("onepay_replies", default=None)
"""Where the replies of this task are collected, if somebody wants them."""


@contextmanager
def noting() -> Generator[list[Reply[Any]]]:
    """Collect the replies of this task."""
    replies: list[Reply[Any]] = []
    token = _wanted.set(replies)
    try:
        yield replies
    finally:
        _wanted.reset(token)


def noted(reply: Reply[R]) -> R:
    """The value of ``reply``, which is kept if somebody wants it."""
    wanted = _wanted.get()
    if wanted is not None:
        wanted.append(reply)
    return reply.value


def last(replies: list[Reply[Any]]) -> Reply[Any]:
    """The reply of the last call.

    Raises:
        ConfigurationError: there was none.
    """
    if not replies:
        raise ConfigurationError("with_reply takes a method of a client, such as client.payments.get.")
    return replies[-1]
