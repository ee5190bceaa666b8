"""What programs that report errors with local variables get to see of ours."""

from __future__ import annotations

import asyncio
import copy
import io
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import better_exceptions  # type: ignore[import-untyped]
import httpx
import msgspec
import pytest
import rich.traceback
import sentry_sdk
from rich.console import Console

from onepay_client import AsyncOnePay, OnePay, OnePayError
from onepay_client.journal import Entry
from onepay_core.tracebacks import clear_values
from support import canaries
from support.canaries import canary, found_in

TREE: Final = Path(__file__).parents[2]
PATHS: Final = os.pathsep.join(str(TREE / folder) for folder in ("src", "generated", "contract_tests"))
BASE: Final = "http://127.0.0.1:9"
SAID: Final = f"La tarjeta {canary('card_number')} de {canary('holder-name')} no sirve; mínimo $1.000, son 3 campos"


def fields() -> dict[str, Any]:
    """The fields of a card, in no variable of the tests: reporters show also what a line names."""
    return {
        "card_number": canary("card_number"),
        "expiration_year": "31",
        "expiration_month": "12",
        "ccv": canary("ccv"),
        "holder_name": canary("holder-name"),
        "customer_id": "3e5a1a38-4d3c-4b0c-9a55-1a3d4b0c9a55",
        "authorization": True,
    }


class Envelopes(sentry_sdk.Transport):
    """Keeps what is reported."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: Final[list[Any]] = []

    def capture_envelope(self, envelope: Any) -> None:
        self.kept.append(envelope)


class Card:
    """Creates a card; its `repr` shows nothing, as the frames of the test are not what is tested."""

    def __init__(self, handler: Callable[[httpx.Request], httpx.Response], kind: str) -> None:
        self.handler = handler
        self.kind = kind

    def __repr__(self) -> str:
        return "Card()"

    def options(self) -> dict[str, Any]:
        return {
            "secret_key": canaries.SECRET_KEY,
            "public_key": canaries.PUBLIC_KEY,
            "base_url": BASE,
            "cards_url": BASE,
            "retries": 0,
            "transport": httpx.MockTransport(self.handler),
        }

    def __call__(self) -> object:
        if self.kind == "sync":
            return OnePay(**self.options()).cards.create(**fields())
        return asyncio.run(self.create())

    async def create(self) -> object:
        return await AsyncOnePay(**self.options()).cards.create(**fields())


def refusing(_: httpx.Request) -> httpx.Response:
    return httpx.Response(422, json={"message": SAID, "errors": {"card_number": [SAID]}})


def cutting(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError(str(request.headers))


def answering_html(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, html=f"<p>{request.content.decode()}</p>")


def interrupting(_: httpx.Request) -> httpx.Response:
    raise KeyboardInterrupt


def named(case: Any) -> str:
    """A name for a case that is the same in every process."""
    parts: Any = case
    return "-".join(map(named, parts)) if isinstance(case, tuple) else getattr(case, "__name__", str(case))


HANDLERS: Final = (refusing, cutting, answering_html, interrupting)


@pytest.fixture(params=[(handler, kind) for handler in HANDLERS for kind in ("sync", "async")], ids=named)
def error(request: pytest.FixtureRequest) -> BaseException:
    """The error of a card that could not be created, as a caller catches it."""
    try:
        Card(*request.param)()
    except (OnePayError, KeyboardInterrupt) as caught:
        return caught
    raise AssertionError("the card was created")


def with_locals(error: BaseException) -> str:
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


def with_rich(error: BaseException) -> str:
    file = io.StringIO()
    console = Console(file=file, width=200)
    shown = rich.traceback.Traceback.from_exception(type(error), error, error.__traceback__, show_locals=True)
    console.print(shown)
    return file.getvalue()


def with_better_exceptions(error: BaseException) -> str:
    untyped: Any = better_exceptions
    return str.join("", untyped.format_exception(type(error), error, error.__traceback__))


def with_sentry(error: BaseException) -> str:
    envelopes = Envelopes()
    client = sentry_sdk.Client(dsn="http://key@127.0.0.1:9/1", transport=envelopes)
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client)
        scope.capture_exception(error)
    client.close()
    assert envelopes.kept
    return str([envelope.serialize() for envelope in envelopes.kept])


REPORTERS: Final = (with_locals, with_rich, with_better_exceptions, with_sentry)


@pytest.mark.parametrize("reporter", REPORTERS, ids=named)
def test_no_reporter_gets_to_see_a_value(reporter: Callable[[BaseException], str], error: BaseException) -> None:
    text = reporter(error)
    assert "sending/engine.py" in text, "the lines of our frames stay"
    assert found_in(text) == []


def test_sentry_as_it_is_set_up_gets_to_see_nothing() -> None:
    program = [sys.executable, "-W", "ignore", "-m", "support.sentry_program"]
    reported = subprocess.run(program, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False)  # noqa: S603 - ours
    text = reported.stdout.decode()
    assert reported.returncode == 0, reported.stderr.decode()
    assert text.count('"exception":') > 40
    assert "sending/engine.py" in text
    assert found_in(text) == []


def test_message_of_the_server_stays_without_what_was_sent() -> None:
    with pytest.raises(OnePayError) as caught:
        Card(refusing, "sync")()
    error: Any = caught.value
    assert error.message == "La tarjeta *** de *** no sirve; mínimo $1.000, son 3 campos"
    assert error.field_errors == (("card_number", error.message),)
    assert canary("card_number").encode() in error.body
    assert found_in(f"{vars(error)}") == []


def test_frames_of_an_error_being_handled_are_left_alone() -> None:
    def fail(number: int) -> None:
        raise ValueError(number)

    shown = ""
    try:
        fail(4711)
    except ValueError as handled:
        with pytest.raises(OnePayError):
            Card(refusing, "sync")()
        shown = with_locals(handled)
    assert "number = 4711" in shown


def test_groups_are_cleared_too() -> None:
    def fail(number: int) -> None:
        raise ValueError(number)

    with pytest.raises(ValueError, match="4711") as caught:
        fail(4711)
    group = ExceptionGroup("all", [caught.value])
    frame = caught.traceback[-1].frame
    assert frame.f_locals == {"number": 4711}
    clear_values(group, None)
    assert frame.f_locals == {}


def test_keys_of_a_wrong_client_are_not_shown() -> None:
    def make() -> object:
        return OnePay(canaries.SECRET_KEY, public_key=canaries.PUBLIC_KEY, base_url=BASE)

    with pytest.raises(OnePayError) as caught:
        make()
    assert [found_in(reporter(caught.value)) for reporter in REPORTERS] == [[], [], [], []]


def objects() -> Iterator[object]:
    client = Card(refusing, "sync").options()
    made = OnePay(**client)
    proxied = OnePay(canaries.SECRET_KEY, environment="test", proxy="http://u:canary@127.0.0.1:9")
    yield from (made, made.settings, made.settings.keys, proxied, proxied.settings)
    yield Entry(
        id="k", operation="o", method="POST", path="/canary", server="s", environment="test", body=b"canary",
        digest="d", resumable=True, created_at=1.0,
    )  # fmt: skip


@pytest.mark.parametrize("shown", list(objects()), ids=lambda shown: type(shown).__name__)
def test_no_object_shows_a_key(shown: object) -> None:
    file = io.StringIO()
    Console(file=file, width=200).print(shown)
    text = file.getvalue() + repr(shown) + str(shown)
    if not isinstance(shown, Entry):
        for hook in (None, repr):
            try:
                text += msgspec.json.encode(shown, enc_hook=hook).decode()
            except TypeError as refused:
                text += str(refused)
        with pytest.raises((TypeError, pickle.PicklingError, AttributeError)):
            pickle.dumps(shown)
        with pytest.raises((TypeError, AttributeError)):
            copy.deepcopy(shown)
    assert found_in(text) == []
