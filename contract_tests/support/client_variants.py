"""The two sides of the client, driven alike, and the wire on which their requests end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final, Self

import httpx
import respx

from onepay_api import OPERATIONS, AsyncClient, Call, CallOptions, Client
from onepay_contract.document import Operation
from support.contract import attribute_of
from support.promises import promised

SECRET_KEY: Final = "sk_test_made_up_for_the_tests"  # noqa: S105 - a key that nobody issued
PUBLIC_KEY: Final = "pk_test_made_up_for_the_tests"
NAMES: Final = ("sync", "async")


class FakeNetwork:
    """Receives every request that a client sends, and answers all of them alike."""

    def __init__(self, router: respx.MockRouter) -> None:
        self._router = router
        self._answer: Callable[[], httpx.Response] = lambda: httpx.Response(200)
        self.requests: Final[list[httpx.Request]] = []
        router.route().mock(side_effect=self._receive)

    def _receive(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answer()

    @classmethod
    @contextmanager
    def stretched(cls) -> Generator[Self]:
        """A wire on which nothing leaves this process."""
        with respx.mock(assert_all_called=False) as router:
            yield cls(router)

    def answer(
        self, status: int, content: bytes = b"", content_type: str = "application/json", encoding: str = "identity"
    ) -> None:
        """Forget earlier requests, and answer like this from now on."""
        self._forget()
        headers = {"Content-Type": content_type, "Content-Encoding": encoding}
        # As a stream, since a response that is given its content decodes it at once, and not when it is read.
        self._answer = lambda: httpx.Response(status, stream=httpx.ByteStream(content), headers=headers)

    def fail(self, error: Exception) -> None:
        """Forget earlier requests, and break every connection from now on."""
        self._forget()

        def answer() -> httpx.Response:
            raise error

        self._answer = answer

    def _forget(self) -> None:
        self.requests.clear()
        self._router.calls.clear()


class ClientVariant:
    """One side of the client; nothing that it sends leaves this process."""

    def __init__(self, name: str, wait: Callable[[Any], Any], wire: FakeNetwork) -> None:
        self.name: Final = name
        self.wire: Final = wire
        self._class: Final[Any] = Client if name == "sync" else AsyncClient
        self._http: Final[Any] = httpx.Client() if name == "sync" else httpx.AsyncClient()
        self.wait: Final = wait
        self.client: Final = self.made()

    @classmethod
    @contextmanager
    def both(cls) -> Generator[tuple[Self, Self]]:
        """The two sides on one wire, with the event loop that one of them needs."""
        with asyncio.Runner() as runner, FakeNetwork.stretched() as wire:
            yield cls("sync", lambda result: result, wire), cls("async", runner.run, wire)

    def made(self, **settings: Any) -> Any:
        """Another client of this side."""
        keys = {"secret_key": SECRET_KEY, "public_key": PUBLIC_KEY, "http": self._http}
        return self._class(**(keys | settings))

    def method(self, operation: Operation, suffix: str = "", client: Any = None) -> Callable[..., Any]:
        """The method of an operation, such as `client.payments.create`, as one that waits."""
        resource = getattr(client or self.client, operation.tag)
        method = getattr(resource, operation.method_name + suffix)
        return lambda *args, **kwargs: self.wait(method(*args, **kwargs))

    def ask(self, operation: Operation, id_: str = "an_id") -> Any:
        """What the client answers for an operation; every id in its path is `id_`, and nothing is checked."""
        call = Call(
            operation=OPERATIONS[operation.id],
            arguments={attribute_of(parameter.name): id_ for parameter in operation.parameters_in("path")},
            customer_token="a_token" if "CustomerToken" in operation.schemes else None,
            options=CallOptions(check=False),
        )
        return self.wait(self.client.call(call))

    def promise(self, operation: Operation) -> Any:
        """The type that the method of an operation promises to return."""
        method = getattr(getattr(self.client, operation.tag), operation.method_name)
        return promised(method)
