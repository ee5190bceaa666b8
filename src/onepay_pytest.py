"""The pytest plugin: a fresh sandbox for each test, and clients that call it.

It stands beside the two packages that it joins, because neither may import the other; and it imports them only
when a test asks, because pytest loads it wherever the client is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from onepay_client import AsyncOnePay, OnePay
    from onepay_client.webhooks import Receiver
    from onepay_sandbox.local import LocalSandbox

_FAKE_LIVE: Final = "onepay_fake_live"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", f"{_FAKE_LIVE}: let the sandbox of the test be a false live account")


@pytest.fixture
def onepay_sandbox(request: pytest.FixtureRequest) -> Iterator[LocalSandbox]:
    """A fresh sandbox of OnePay's API in memory, its clock standing; see `onepay_sandbox.local.LocalSandbox`.

    In a test that is marked `onepay_fake_live` its keys open a false live account.
    """
    try:
        from onepay_sandbox.local import LocalSandbox  # noqa: PLC0415 - most runs of pytest need none
    except ModuleNotFoundError as missing:
        message = f"The sandbox needs {missing.name}. Install its extra: pip install 'onepay-client[sandbox]'."
        raise pytest.UsageError(message) from missing
    sandbox = LocalSandbox(live=request.node.get_closest_marker(_FAKE_LIVE) is not None)
    yield sandbox
    sandbox.close()


@pytest.fixture
def onepay_receiver(onepay_sandbox: LocalSandbox) -> Receiver:
    """A receiver on the sandbox's clock, for a new webhook at `http://127.0.0.1/onepay` that gets every event."""
    from onepay_client.webhooks import Receiver  # noqa: PLC0415 - most runs of pytest need none

    webhook = onepay_sandbox.webhook()
    return Receiver(secret=webhook["secret"], token=webhook["header"], clock=onepay_sandbox.time)


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
