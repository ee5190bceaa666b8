"""Whatever is passed to whatever function, only errors of ours come out of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import httpx
import pytest

from onepay_api.client import Resources
from onepay_client import (
    CallOptions,
    OnePay,
    OnePayError,
    SqliteJournal,
    idempotency_key,
    money,
    outcome_of,
    recover,
    webhooks,
)


class Hostile:
    """Raises whatever is asked of it."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        return 1

    def __bool__(self) -> bool:
        raise RuntimeError


class HostileText(str):
    """Text that does not like to be shown."""

    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


class HostileNumber(int):
    """The same as a number."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


def itself() -> list[Any]:
    holder: list[Any] = []
    holder.append(holder)
    return holder


def nested(depth: int) -> list[Any]:
    holder: list[Any] = []
    for _ in range(depth):
        holder = [holder]
    return holder


ODD: Final[dict[str, Any]] = {
    "None": None,
    "True": True,
    "zero": 0,
    "negative": -1,
    "huge": 10**5000,
    "beyond 64 bits": 10**25,
    "fraction": 1.5,
    "NaN": float("nan"),
    "infinite": float("inf"),
    "complex": 1j,
    "empty text": "",
    "half a character": "\ud83d",
    "long text": "1" * 10_000,
    "NUL": "a\x00b",
    "parent": "..",
    "bytes": b"\xff",
    "list": [],
    "dict": {1: 2},
    "set": {1},
    "object": object(),
    "class": int,
    "function": print,
    "hostile": Hostile(),
    "hostile text": HostileText("abc"),
    "hostile number": HostileNumber(5),
    "no decimal": Decimal("sNaN"),
    "large decimal": Decimal("1e999999"),
    "naive moment": datetime(2026, 1, 1),  # noqa: DTZ001 - it is to be refused
    "last moment": datetime.max.replace(tzinfo=UTC),
    "first day": date(1, 1, 1),
    "itself": itself(),
    "deep": nested(5000),
}


@pytest.fixture(scope="module")
def client() -> Iterator[OnePay]:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={}))
    with OnePay("sk_test_made_up", public_key="pk_test_made_up", transport=transport, retries=0) as client:
        yield client


def only_ours(call: Callable[..., object], *args: object, **keywords: object) -> None:
    """Call it; an error of ours must also be one that can be shown."""
    error: OnePayError | None = None
    try:
        call(*args, **keywords)
    except OnePayError as caught:
        error = caught
    assert str(error)
    assert repr(error)


every_odd = pytest.mark.parametrize("name", ODD)


@every_odd
def test_every_method_takes_or_refuses_it(name: str, client: OnePay) -> None:
    tags = [tag for tag in vars(Resources) if not tag.startswith("_")]
    for tag in tags:
        resource = getattr(client, tag)
        for method in (getattr(resource, attribute) for attribute in dir(resource) if not attribute.startswith("_")):
            arguments = dict.fromkeys(inspect.signature(method).parameters, ODD[name])
            only_ours(method, **arguments)
            only_ours(method, **arguments | {"options": CallOptions()})
            only_ours(method, **arguments | {"options": CallOptions(check=False)})


@every_odd
def test_every_function_takes_or_refuses_it(name: str, client: OnePay) -> None:
    odd = ODD[name]
    receiver = webhooks.Receiver(secret="whsec_made_up")  # noqa: S106 - nobody issued it
    functions = [getattr(money, function) for function in money.__all__ if callable(getattr(money, function))]
    for function in (*functions, idempotency_key, outcome_of, client.call, client.with_reply, OnePay):
        only_ours(function, odd)
    only_ours(idempotency_key, "a", odd)
    only_ours(recover, odd, client)
    only_ours(client.request, odd, "/x")
    only_ours(client.request, "GET", odd)
    only_ours(client.request, "POST", "/x", odd)
    for option in ("idempotency_key", "customer_token", "options"):
        only_ours(client.request, "POST", "/x", {}, **{option: odd})
    for option in CallOptions.__struct_fields__:
        only_ours(CallOptions, **{option: odd})
    only_ours(receiver.receive, odd, {})
    only_ours(receiver.receive, b"{}", odd)
    if not isinstance(odd, str):
        only_ours(SqliteJournal, odd)
