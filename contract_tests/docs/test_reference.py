"""The pages made from the contract are complete in both languages, and their samples do what they show."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final
from urllib.parse import parse_qsl

import httpx
import pytest
import respx
from typer.testing import CliRunner

from build_docs import CATALOGS, spanish
from onepay_cli.app import make_app
from onepay_contract import document as contracts
from onepay_contract.document import Contract, Operation
from reference import samples
from reference.pages import messages, pages

CONTRACT: Final = contracts.load()
COMMAND: Final = make_app()
OPERATIONS: Final = tuple(CONTRACT.operations.values())
FIRST_OF_EACH_TAG: Final = tuple({operation.tag: operation for operation in reversed(OPERATIONS)}.values())


def _name(operation: Operation) -> str:
    return operation.id


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEPAY_API_KEY", "sk_test_of_the_samples")
    monkeypatch.setenv("ONEPAY_PUBLIC_KEY", "pk_test_of_the_samples")


def _sent_by(code: str, operation: Operation) -> httpx.Request:
    answer = samples.success(CONTRACT, operation)
    reply = httpx.Response(204) if answer is None else httpx.Response(200, json=answer)
    sent: list[httpx.Request] = []

    def answer_to(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return reply

    with respx.mock(assert_all_called=True) as api:
        api.route().mock(side_effect=answer_to)
        exec(compile(code, operation.id, "exec"), {})  # noqa: S102 - the sample is ours
    (request,) = sent
    return request


def _body(request: httpx.Request) -> Any:
    return json.loads(request.content) if request.content else None


@pytest.mark.parametrize("operation", OPERATIONS, ids=_name)
def test_python_sample_sends_the_documented_request(operation: Operation) -> None:
    request = _sent_by(samples.python(CONTRACT, operation), operation)
    assert request.method == operation.method
    assert request.url.path.endswith(re.sub(r"{\w+}", samples.AN_ID, operation.path))
    assert _body(request) == samples.example(CONTRACT, operation.raw.get("requestBody", {}))


@pytest.mark.parametrize("operation", FIRST_OF_EACH_TAG, ids=_name)
def test_sample_with_asyncio_sends_the_same(operation: Operation) -> None:
    blocking = _sent_by(samples.python(CONTRACT, operation), operation)
    awaited = _sent_by(samples.python(CONTRACT, operation, asynchronous=True), operation)
    assert (awaited.method, awaited.url, awaited.content) == (blocking.method, blocking.url, blocking.content)


class _Recorder(BaseHTTPRequestHandler):
    """Answers each request with the next reply of the server, and keeps what came."""

    server: _RecordingServer  # pyright: ignore[reportIncompatibleVariableOverride] - no other server has this handler
    protocol_version = "HTTP/1.1"

    def handle_one_request(self) -> None:
        """Read one request, whatever its method."""
        self.raw_requestline = self.rfile.readline()
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.received.append((self.command, self.path, dict(self.headers), body))
        self.send_response(200 if self.server.reply else 204)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.server.reply)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(self.server.reply)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class chose the name
        """Print nothing."""


class _RecordingServer(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Recorder)
        self.received: list[tuple[str, str, dict[str, str], bytes]] = []
        self.reply = b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture(scope="module")
def _server() -> Iterator[_RecordingServer]:
    with _RecordingServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def server(_server: _RecordingServer) -> _RecordingServer:
    _server.received.clear()
    return _server


def _answers(server: _RecordingServer, operation: Operation) -> Any:
    answer = samples.success(CONTRACT, operation)
    server.reply = b"" if answer is None else json.dumps(answer).encode()
    return answer


def _is_documented(server: _RecordingServer, operation: Operation) -> None:
    method, address, headers, body = server.received[0]  # a list goes on to its next pages
    path, _, query = address.partition("?")
    assert method == operation.method
    assert path.endswith(re.sub(r"{\w+}", samples.AN_ID, operation.path))
    assert {p.name for p in operation.parameters_in("query") if p.required} <= dict(parse_qsl(query)).keys()
    documented = samples.example(CONTRACT, operation.raw.get("requestBody", {}))
    assert (json.loads(body) if body else None) == documented
    assert headers.get("Authorization", "").startswith("Bearer ") == bool(operation.schemes)
    if operation.idempotency_key is not None:
        assert headers["x-idempotency"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=_name)
def test_command_sample_sends_the_documented_request(
    operation: Operation, server: _RecordingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "ONEPAY_CUSTOMER_TOKEN": "token-of-a-session",
        "ONEPAY_BASE_URL": f"{server.url}/v1",
        "ONEPAY_CARDS_URL": f"{server.url}/cards/v1",
    }.items():
        monkeypatch.setenv(name, value)
    body = samples.example(CONTRACT, operation.raw.get("requestBody", {}))
    Path("body.json").write_text(json.dumps(body), encoding="utf-8")
    _answers(server, operation)
    words = shlex.split(samples.command(CONTRACT, operation).replace("\\\n", ""))[1:]
    ended = CliRunner().invoke(COMMAND, [*words, "--json"])
    assert ended.exit_code == 0, ended.output
    _is_documented(server, operation)


@pytest.mark.parametrize("operation", OPERATIONS, ids=_name)
def test_curl_sample_sends_the_documented_request(operation: Operation, server: _RecordingServer) -> None:
    answer = _answers(server, operation)
    command = samples.curl(CONTRACT, operation).replace("\\\n", "").replace(operation.server, server.url)
    words = shlex.split(command.replace("$ONEPAY_API_KEY", "sk_test_of_the_samples"))
    ran = subprocess.run([*words, "--silent"], capture_output=True, encoding="utf-8", check=True)  # noqa: S603 - the sample is ours
    assert (json.loads(ran.stdout) if ran.stdout else None) == answer
    _is_documented(server, operation)


def test_curl_sample_holds_no_key() -> None:
    assert not [operation.id for operation in OPERATIONS if "sk_" in samples.curl(CONTRACT, operation)]


@pytest.mark.parametrize("translate", [str, spanish(CATALOGS / "reference.po")], ids=["English", "Spanish"])
def test_each_operation_and_event_has_a_page(translate: Any) -> None:
    made = dict(pages(CONTRACT, translate))
    assert {f"{operation.id}.md" for operation in OPERATIONS} <= made.keys()
    assert {f"event_{name.replace('.', '_')}.md" for name in CONTRACT.events} <= made.keys()


def test_field_with_known_values_reads_as_a_sentence() -> None:
    made = dict(pages(CONTRACT, str))["charges_create.md"]
    assert "`currency`, one of `COP`, `USD`, or a value that is not known yet, or null\n" in made
    assert "`title`, text or null\n" in made


def test_source_without_a_page_is_a_translated_sentence() -> None:
    page = dict(pages(CONTRACT, str.upper))["accounts_get.md"]
    assert ": OBSERVED. OBSERVED IN THIRD-PARTY PROGRAMS; NO PUBLIC PAGE IS KNOWN.\n" in page


def test_names_and_options_of_the_assumptions_are_code() -> None:
    made = dict(pages(CONTRACT, str))["assumptions.md"]
    plain = re.sub(r"`[^`]*`", "", made)
    assert "`--allow-webhook-host`" in made
    assert re.findall(r"(?<![\w-])--[a-z]+|\b[a-z]+_[a-z]+\b", plain) == []


def test_docstring_shows_no_sign_of_restructuredtext() -> None:
    for name, page in pages(CONTRACT, str):
        if name.startswith("python_"):
            assert not re.search(r"::$|``(?!`)", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE), name


def test_untranslated_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reference.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    with pytest.raises(KeyError, match="not translated"):
        dict(pages(CONTRACT, spanish(tmp_path / "reference.po")))


def test_prose_of_fields_called_like_keywords_is_found() -> None:
    field = {"description": "A value.", "type": "string"}
    document = {"components": {"schemas": {"Piece": {"properties": {"value": field, "default": field}}}}}
    assert messages(Contract({"paths": {}, **document}))[0] == "A value."
