"""`create_autospec` knows every method of a client, with its signature."""

from __future__ import annotations

import asyncio
from typing import Any
from unittest.mock import create_autospec

import pytest

from onepay_api import OPERATIONS
from onepay_client import AsyncOnePay, OnePay

SPECS = [
    pytest.param(lambda: create_autospec(OnePay)("sk_test_made_up"), id="class"),
    pytest.param(lambda: create_autospec(OnePay("sk_test_made_up")), id="instance"),
]


@pytest.mark.parametrize("spec", SPECS)
def test_every_operation_is_a_method_of_the_mock(spec: Any) -> None:
    client = spec()
    for operation in OPERATIONS.values():
        tag = next(tag for tag in sorted(vars(OnePay.__mro__[1])) if operation.id.startswith(f"{tag}_"))
        assert callable(getattr(getattr(client, tag), operation.id.removeprefix(f"{tag}_")))


@pytest.mark.parametrize("spec", SPECS)
def test_a_mock_refuses_what_the_method_does_not_take(spec: Any) -> None:
    client = spec()
    client.payments.create.return_value = "made"

    assert client.payments.create(title="Café", amount=150_000) == "made"
    with pytest.raises(TypeError):
        client.payments.create(title="Café", amonut=150_000)
    with pytest.raises(TypeError):
        client.payments.create(amount=150_000)
    with pytest.raises(AttributeError):
        _ = client.payments.crate


def test_a_mock_of_the_async_client_is_awaited() -> None:
    client = create_autospec(AsyncOnePay)("sk_test_made_up")
    client.payments.get.return_value = "payment"

    async def get() -> object:
        return await client.payments.get("p1")

    assert asyncio.run(get()) == "payment"
