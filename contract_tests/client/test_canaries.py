"""Nothing secret or personal ever comes out: in an error, a log, a `repr`, a pickle or a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from onepay_api import CallOptions
from onepay_contract.document import Operation
from support import canaries
from support.canaries import Listener, Marker, canary, found_in, shown
from support.client_variants import NAMES
from support.connection import Connection
from support.contract import Contract
from support.faults import CUT, REFUSED, Answer, Fault, answering, reply
from support.harness import RETRIES, Harness
from support.sampling import dealt, every_kind

both_rigs: Final = pytest.mark.parametrize("rig", NAMES, indirect=True)

_SAID: Final = f"El correo {canary('email')} y la tarjeta {canary('card_number')} ({canary('ccv')})."
_ECHO: Final = json.dumps(
    {
        "message": _SAID,
        "code": _SAID,
        "code_name": _SAID,
        "errors": {"email": [_SAID], _SAID: [_SAID]},
        "telefono": canary("phone"),
        "error": {"code": _SAID, "message": _SAID},
    }
).encode()
_ODD: Final = json.dumps({"telefono": canary("phone"), "errors": {"email": [_SAID]}, "x": [_SAID]}).encode()
_HTML: Final = f"<html>{_SAID} {canaries.SECRET_KEY}</html>".encode()

ECHOES: Final = (
    Fault("422 that repeats what was sent", answering(422, _ECHO)),
    Fault("401 that repeats what was sent", answering(401, _ECHO)),
    Fault("409 that repeats what was sent", answering(409, _ECHO)),
    Fault("500 with HTML that repeats what was sent", answering(500, _HTML, Content_Type="text/html")),
    Fault("200 with HTML that repeats what was sent", answering(200, _HTML, Content_Type="text/html"), acts=True),
    Fault("200, cut JSON", answering(200, _ECHO[:-20]), acts=True),
    Fault("200, another shape", answering(200, _ODD), acts=True),
    CUT[0],
    REFUSED,
)


def _saying(raw: bytes) -> Answer:
    def answer(connection: Connection, _: object) -> None:
        connection.send(raw)
        connection.cut()

    return answer


IN_HEADERS: Final = (
    Fault("redirect", answering(307, b"", Location=f"https://canary.example.org/{canary('email')}")),
    Fault("headers", answering(500, _ECHO, Content_Encoding="canary", Set_Cookie="a=canary")),
    Fault("no HTTP", _saying(_ECHO)),
    Fault("bad status line", _saying(b"HTTP/1.1 canary canary\r\n\r\n")),
)
"""What a server should never say there. httpcore logs such bytes at DEBUG, which is not ours to prevent."""


@pytest.fixture(scope="module")
def rig(request: pytest.FixtureRequest, contract: Contract) -> Iterator[Harness]:
    with Harness.opened(request.param, contract) as rig:
        yield rig


@pytest.fixture(scope="module")
def marker(contract: Contract) -> Marker:
    return Marker(contract)


def marked_client(rig: Harness, **more: Any) -> Any:
    return rig.made(secret_key=canaries.SECRET_KEY, public_key=canaries.PUBLIC_KEY, **more)


def marked_keywords(rig: Harness, marker: Marker, operation: Operation) -> dict[str, Any]:
    keywords = rig.calls.keywords(operation, lambda body: marker.marked(operation.body_schema or {}, body))
    token = {"customer_token": canaries.TOKEN} if "CustomerToken" in operation.schemes else {}
    return keywords | token | {"options": CallOptions(headers={"X-Extra": canaries.HEADER})}


def marked_reply(marker: Marker, operation: Operation) -> Fault:
    """A success with canaries in every sensitive field."""

    def answer(connection: Any, success: Any) -> None:
        schema = next(
            (documented.schema for status, documented in operation.replies.items() if status.startswith("2")), None
        )
        body = json.dumps(marker.marked(schema, json.loads(success.body))).encode() if success.body and schema else b""
        connection.send(reply(success.status, body))

    return Fault("a success", answer, acts=True)


@both_rigs
@every_kind
def test_no_output_of_any_call_holds_a_canary(kind: str, rig: Harness, marker: Marker) -> None:
    client = marked_client(rig)
    said = [repr(client)]
    with Listener() as listener:
        for operation, echoes in dealt(kind, ECHOES, rig.name):
            keywords = marked_keywords(rig, marker, operation)
            for fault in (*echoes, marked_reply(marker, operation)):
                end = rig.play(operation, [fault] * (RETRIES + 1), client=client, **keywords).end
                said += [repr(end.value), *(shown(end.error) if end.error else ())]
        rig.close(client)
    assert [mark for text in (*said, listener.text()) for mark in found_in(text)] == []


@both_rigs
@every_kind
def test_nothing_of_ours_repeats_what_a_server_puts_into_headers(kind: str, rig: Harness) -> None:
    with Listener() as listener:
        ends = [
            rig.play(operation, [fault] * (RETRIES + 1)).end
            for operation, faults in dealt(kind, IN_HEADERS, rig.name)
            for fault in faults
        ]
    said = [text for end in ends if end.error for text in shown(end.error)]
    assert [mark for text in (*said, listener.text("onepay_client")) for mark in found_in(text)] == []
