"""Every bad reply ends in our own error tree, whatever the bytes, and whatever the transport raises."""

from __future__ import annotations

import inspect
import ssl
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onepay_client import OnePay
from onepay_client.errors import (
    InvalidResponse,
    NoResponse,
    NotSent,
    OnePayError,
    OutcomeUnknown,
    Redirected,
    ServerFailed,
)
from support.calls import AN_ID
from support.client_variants import NAMES
from support.contract import Contract
from support.effort import examples
from support.faults import BAD_REPLIES, FAULTS, HUGE_REPLIES, Fault
from support.harness import RETRIES, Harness

both_rigs: Final = pytest.mark.parametrize("rig", NAMES, indirect=True)
BY_NAME: Final = {fault.name: fault for fault in FAULTS}

OF_A_READ: Final[dict[str, type[OnePayError]]] = {
    "refused": NotSent,
    "cut before reading": NoResponse,
    "cut in the middle of the reply": NoResponse,
    "body shorter than its length": NoResponse,
    "not HTTP, done": NoResponse,
    "gzip garbage": InvalidResponse,
    "cut JSON": InvalidResponse,
    "HTML": InvalidResponse,
    "empty 200": InvalidResponse,
    "204": InvalidResponse,
    "plain text": InvalidResponse,
    "not UTF-8": InvalidResponse,
    "nested 10,000 deep": InvalidResponse,
    "another shape": InvalidResponse,
    "null": InvalidResponse,
    "10 GB body": InvalidResponse,
    "gzip bomb": InvalidResponse,
    "500, done": ServerFailed,
    "502 with HTML, done": ServerFailed,
    "520, done": ServerFailed,
    "redirect 301": Redirected,
    "redirect 307": Redirected,
}
"""What a read ends with when every attempt meets the fault."""


@pytest.fixture(scope="module")
def rig(request: pytest.FixtureRequest, contract: Contract) -> Iterator[Harness]:
    with Harness.opened(request.param, contract) as rig:
        yield rig


@both_rigs
@pytest.mark.parametrize("name", OF_A_READ)
def test_a_read_says_what_was_wrong_with_the_reply(name: str, rig: Harness, contract: Contract) -> None:
    case = rig.play(contract.operations["payments_get"], [BY_NAME[name]] * (RETRIES + 1))
    assert type(case.end.error) is OF_A_READ[name], case.end


@both_rigs
@pytest.mark.parametrize("name", [fault.name for fault in (*BAD_REPLIES, *HUGE_REPLIES) if fault.acts])
def test_a_write_without_key_and_with_a_bad_reply_is_not_lost(name: str, rig: Harness, contract: Contract) -> None:
    case = rig.play(contract.operations["charges_cancel"], [BY_NAME[name]])
    assert case.end.error is None or isinstance(case.end.error, OutcomeUnknown), case.end
    assert case.ledger.sent == 1


_FIELDS: Final = (
    b"Content-Type: application/json\r\n",
    b"Content-Length: 2\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: \xb2\r\n",
    b"Content-Length: " + b"9" * 5000 + b"\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: deflate, br\r\n",
    b"Retry-After: \xff\r\n",
    b"Location: http://[::1\r\n",
    b"Set-Cookie: \r\n",
    b": nameless\r\n",
    b"\r\n",
)
_BODIES: Final = (b"{}", b"[]", b"2\r\n{}\r\n0\r\n\r\n", b"zz\r\n", b'{"code_name": 1}', b"\x1f\x8b\x08")


@st.composite
def raw_replies(draw: st.DrawFn) -> bytes:
    """Bytes that resemble a reply, more or less."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.binary(max_size=40))
    version = draw(st.sampled_from([b"HTTP/1.1", b"HTTP/1.0", b"HTTP/9.9", b"ICY"]))
    status = draw(st.sampled_from([200, 201, 204, 401, 404, 409, 422, 500]) | st.integers(-1, 1200))
    head = b"%s %d %s\r\n" % (version, status, draw(st.binary(max_size=6)))
    fields = draw(st.lists(st.sampled_from(_FIELDS), max_size=4))
    return head + b"".join(fields) + b"\r\n" + draw(st.sampled_from(_BODIES) | st.binary(max_size=12))


@both_rigs
@pytest.mark.parametrize("operation_id", ["payments_get", "cashouts_create", "charges_cancel", "payments_delete"])
@examples(20)
@given(raw=raw_replies())
def test_no_bytes_let_a_foreign_error_out(raw: bytes, operation_id: str, rig: Harness, contract: Contract) -> None:
    def answer(connection: Any, _: object) -> None:
        connection.send(raw)
        connection.end()

    case = rig.play(contract.operations[operation_id], [Fault("fuzzed", answer, acts=True)] * (RETRIES + 1))
    assert case.end.error is None or isinstance(case.end.error, OnePayError), case.end.error


def _httpx_errors() -> list[Exception]:
    classes = [kind for _, kind in inspect.getmembers(httpx, inspect.isclass) if issubclass(kind, httpx.HTTPError)]
    made = [kind("made up") for kind in classes if not issubclass(kind, httpx.HTTPStatusError)]
    return [*made, httpx.InvalidURL("made up"), httpx.CookieConflict("made up"), httpx.StreamConsumed()]


RAISED: Final = (
    *_httpx_errors(),
    OSError(5, "made up"),
    ssl.SSLCertVerificationError("made up"),
    ValueError("made up"),
    KeyError("made up"),
    UnicodeDecodeError("utf-8", b"", 0, 1, "made up"),
    RuntimeError("made up"),
    TimeoutError(),
    RecursionError(),
    EOFError(),
)


class Raising(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that only ever raises."""

    def __init__(self, error: Exception) -> None:
        self._error = error
        self.tried = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:  # noqa: ARG002 - httpx asks for it
        self.tried += 1
        raise self._error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


@both_rigs
@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_nothing_that_a_transport_raises_gets_out_as_it_is(error: Exception, rig: Harness) -> None:
    transport = Raising(error)
    client = rig.made(transport=transport)
    read = rig.ended(lambda: client.payments.get(AN_ID))
    before = transport.tried
    written = rig.ended(lambda: client.charges.refund(AN_ID))
    rig.close(client)
    assert isinstance(read.error, OnePayError), read.error
    assert isinstance(written.error, OutcomeUnknown | NotSent), written.error
    assert isinstance(written.error, NotSent) or transport.tried == before + 1


@both_rigs
@examples(30)
@given(
    status=st.integers(100, 999),
    headers=st.dictionaries(st.sampled_from(["Content-Type", "Retry-After", "X-Request-Id"]), st.text(max_size=6)),
    body=st.binary(max_size=30) | st.sampled_from([b"{}", b'{"errors": [1, null]}', b'{"message": {}, "code": []}']),
)
def test_no_answer_of_a_transport_lets_a_foreign_error_out(
    status: int, headers: dict[str, str], body: bytes, rig: Harness
) -> None:
    encoded = [(name.encode(), value.encode("utf-8", "replace")) for name, value in headers.items()]
    client = rig.made(transport=httpx.MockTransport(lambda _: httpx.Response(status, headers=encoded, content=body)))
    ends = [rig.ended(lambda: client.payments.get(AN_ID)), rig.ended(lambda: client.charges.refund(AN_ID))]
    rig.close(client)
    for end in ends:
        assert end.error is None or isinstance(end.error, OnePayError), end.error
        assert str(end)


def test_an_interrupt_is_not_taken_for_a_bad_reply() -> None:
    def interrupt(_: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    with (
        OnePay("sk_test_made_up", transport=httpx.MockTransport(interrupt)) as client,
        pytest.raises(KeyboardInterrupt),
    ):
        client.payments.get(AN_ID)
