"""The pytest plugin: a fresh sandbox for each test, and clients that call it.

It stands beside the two packages that it joins, because neither may import the other; and it imports them only
when a test asks, because pytest loads it wherever the client is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from onepay_client import AsyncOnePay, OnePay
    from onepay_sandbox.local import LocalSandbox


@pytest.fixture
def onepay_sandbox() -> Iterator[LocalSandbox]:
    """A fresh sandbox of OnePay's API in memory, its clock standing; see `onepay_sandbox.local.LocalSandbox`."""
    try:
        from onepay_sandbox.local import LocalSandbox  # noqa: PLC0415 - most runs of pytest need none
    except ModuleNotFoundError as missing:
        message = f"The sandbox needs {missing.name}. Install its extra: pip install 'onepay-client[sandbox]'."
        raise pytest.UsageError(message) from missing
    sandbox = LocalSandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def onepay_client(onepay_sandbox: LocalSandbox) -> Iterator[OnePay]:
    """A client of the fresh sandbox, with a test key."""
    from onepay_client import OnePay  # noqa: PLC0415 - the same

    with OnePay(
        onepay_sandbox.secret_key, public_key=onepay_sandbox.public_key, transport=onepay_sandbox.transport
    ) as client:
        yield client


@pytest.fixture
def async_onepay_client(onepay_sandbox: LocalSandbox) -> AsyncOnePay:
    """An asynchronous client of the fresh sandbox; it holds no connection, so nobody need close it."""
    from onepay_client import AsyncOnePay  # noqa: PLC0415 - the same

    return AsyncOnePay(
        onepay_sandbox.secret_key, public_key=onepay_sandbox.public_key, transport=onepay_sandbox.async_transport
    )
