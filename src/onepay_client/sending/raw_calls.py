"""Calls to endpoints that the contract does not have."""

from __future__ import annotations

import re
from typing import Any

from msgspec import UNSET

from onepay_api.servers import API_SERVER, CARDS_SERVER
from onepay_client.errors import ConfigurationError
from onepay_core.arguments import checked_kind
from onepay_core.operation import DEFAULTS, Call, CallOptions, Operation

from .decoding import ANY_JSON

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_PATH = re.compile(r"/[!-~]*")


def raw_call(  # noqa: PLR0913 - what a request can be told are keywords
    method: str,
    path: str,
    json: Any = UNSET,
    *,
    idempotency_key: str | None = None,
    customer_token: str | None = None,
    cards_host: bool = False,
    options: CallOptions = DEFAULTS,
) -> Call[Any]:
    """The call of ``client.request``.

    Raises:
        ConfigurationError: the method or the path cannot be right.
    """
    if not isinstance(method, str) or method not in _METHODS:  # pyright: ignore[reportUnnecessaryIsInstance]
        # Callers may have no type checker.
        raise ConfigurationError(f"method must be one of {', '.join(sorted(_METHODS))}, in capitals.")
    checked_kind("path", path, str)
    checked_kind("cards_host", cards_host, bool)
    if not _PATH.fullmatch(path) or set("?#{}\\") & set(path) or ".." in path.split("/"):
        raise ConfigurationError("path must begin with / and be ready to send, without a query: use options.query.")
    operation: Operation[Any] = Operation(
        id=f"{method} {path}",
        method=method,
        path=path,
        server=CARDS_SERVER if cards_host else API_SERVER,
        security=("PublicKey",) if cards_host else ("SecretKey",),
        evidence="inferred",
        source="",
        secret_body=True,  # nobody knows what is in it
        idempotent=method != "PUT",  # one PUT of this API makes a payment each time, and others may
        replies={"2XX": ANY_JSON},
        idempotency=None if idempotency_key is None else "optional",
    )
    return Call(
        operation=operation,
        arguments={},
        body=json,
        idempotency_key=idempotency_key,
        customer_token=customer_token,
        options=options,
    )
