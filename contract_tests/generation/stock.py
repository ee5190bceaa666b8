"""openapi-python-client's stock output for our contract, beside ours, so that both can be asked the same."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import httpx
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

import generate
from onepay_api import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

API: Final = "https://api.onepay.la/v1"
KEY: Final = "sk_test_not_a_real_key"


def generate_stock(document: Mapping[str, Any], target: Path) -> Sequence[GeneratorError]:
    """Write a package into `target` with the generator's own templates; its complaints, which it would only print."""
    config = Config.from_sources(
        ConfigFile(post_hooks=[], package_name_override=target.name),
        MetaType.NONE,
        document_source=target,
        file_encoding="utf-8",
        overwrite=False,
        output_path=target,
    )
    data = GeneratorData.from_dict(dict(document), config=config)
    if isinstance(data, GeneratorError):
        return [data]
    with contextlib.redirect_stdout(io.StringIO()):  # it announces the folder
        return Project(openapi=data, config=config).build()


def output_of(program: str, folder: Path | None = None) -> str:
    """What `program` prints in a process of its own, with the packages of `folder`, or else ours."""
    folders = [folder] if folder else [generate.ROOT / "generated", generate.ROOT / "src"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    return done.stdout


class FakeNetwork:
    """A network on which one reply waits, or one failure, and which keeps what was sent."""

    def __init__(self, reply: httpx.Response | Exception | None = None) -> None:
        self.reply = reply or httpx.Response(200, json={})
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self)


class Stock:
    """A stock package in `folder`, which can be imported from."""

    def __init__(self, package: str, folder: Path) -> None:
        self.package: Final = package
        self.folder: Final = folder

    def module(self, name: str) -> Any:
        return import_module(f"{self.package}.{name}")

    def model(self, name: str) -> Any:
        return getattr(self.module("models"), name)

    def client(self, wire: FakeNetwork, **settings: Any) -> Any:
        arguments = {"transport": wire.transport}
        return self.module("client").AuthenticatedClient(base_url=API, token=KEY, httpx_args=arguments, **settings)

    def operation(self, tag: str, name: str) -> Callable[..., Any]:
        """The function that sends one operation; its result has `status_code` and `parsed`."""
        sender: Callable[..., Any] = self.module(f"api.{tag}.{name}").sync_detailed
        return sender

    def get_payment(self, reply: httpx.Response | Exception) -> Any:
        return self.operation("payments", "payments_get")("id", client=self.client(FakeNetwork(reply))).parsed


class Ours:
    """Our package, asked the same."""

    def client(self, wire: FakeNetwork) -> Client:
        http = httpx.Client(transport=wire.transport)
        return Client(KEY, public_key="pk_test_not_a_real_key", http=http)

    def get_payment(self, reply: httpx.Response | Exception) -> Any:
        return self.client(FakeNetwork(reply)).payments.get("id")
