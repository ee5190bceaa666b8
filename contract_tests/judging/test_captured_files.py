"""Files as tools of others write them: HAR exports with quirks, output of curl, encodings of text and of bodies."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from judging.examples import JSON_TYPE, examples, reply
from onepay_cli.__main__ import main
from onepay_contract.document import load
from onepay_contract.findings import Kind, Severity
from onepay_contract.judging import Judge
from onepay_contract.recordings import Recorder
from onepay_core.json_values import Json

ROOT: Final = Path(__file__).parents[2]
BODY: Final = json.dumps(next(example.value for example in examples(load()) if example.operation == "payments_get"))
WRONG: Final = json.dumps({**json.loads(BODY), "amount": "150000"})
URL: Final = "https://api.onepay.la/v1/payments/50000000-0000-4000-8000-000000000001"
_BARE: Final = zlib.compressobj(wbits=-zlib.MAX_WBITS)
BARE_DEFLATE: Final = _BARE.compress(BODY.encode()) + _BARE.flush()


def entry(url: str = URL, status: int = 200, headers: tuple[tuple[str, str], ...] = (), **content: Json) -> Json:
    listed = [{"name": "content-type", "value": "application/json"}]
    listed += [{"name": name, "value": value} for name, value in headers]
    return {
        "startedDateTime": "2026-03-02T15:04:05Z",
        "time": 12.5,
        "request": {"method": "GET", "url": url, "headers": []},
        "response": {"status": status, "headers": listed, "content": {"mimeType": "application/json", **content}},
    }


def har(*entries: Json) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def encoded(content: bytes) -> dict[str, Json]:
    return {"text": base64.b64encode(content).decode(), "encoding": "base64"}


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Calls `check` with a file of this content; how it ends, and what it prints."""

    def call(content: bytes, *arguments: str) -> tuple[int, str]:
        (tmp_path / "file").write_bytes(content)
        status = main(["contract", "check", *arguments, "--openapi", "nowhere", str(tmp_path / "file")])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return call


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        ({"text": BODY}, ()),
        ({"text": BODY, "encoding": "base64"}, ()),
        ({"text": base64.encodebytes(BODY.encode()).decode(), "encoding": "base64"}, ()),
        ({"text": base64.b64encode(BODY.encode()).decode().replace("A", "A\r\n"), "encoding": "BASE64"}, ()),
        (encoded(gzip.compress(BODY.encode())), ()),
        (encoded(gzip.compress(BODY.encode())), (("Content-Encoding", "gzip"),)),
        (encoded(zlib.compress(BODY.encode())), (("content-encoding", "deflate"),)),
        (encoded(BARE_DEFLATE), (("content-encoding", "deflate"),)),
        (encoded(gzip.compress(gzip.compress(BODY.encode()))), (("content-encoding", "gzip, gzip"),)),
        ({"text": gzip.compress(BODY.encode()).decode("latin-1")}, (("content-encoding", "gzip"),)),
        ({"text": BODY}, (("content-encoding", "br"),)),
        ({"text": BODY.replace("/", "\\/")}, (("content-encoding", "gzip"),)),
    ],
    ids=[
        "plain",
        "plain, called base64",
        "base64 in lines",
        "base64 in odd lines",
        "gzip without a header",
        "gzip",
        "deflate",
        "bare deflate",
        "gzip twice",
        "gzip as letters",
        "unpacked br",
        "unpacked gzip",
    ],
)
def test_body_is_read_however_it_was_kept(
    content: dict[str, Json], headers: tuple[tuple[str, str], ...], check: Callable[..., tuple[int, str]]
) -> None:
    assert check(har(entry(headers=headers, **content)))[0] == 0


def test_fault_in_a_compressed_body_is_found(check: Callable[..., tuple[int, str]]) -> None:
    status, printed = check(har(entry(**encoded(gzip.compress(WRONG.encode())))))

    assert (status, "wrong_type" in printed) == (3, True)


@pytest.mark.parametrize(
    ("content", "headers", "reason"),
    [
        (encoded(b"\x8b\x02\x80\xffx\x03"), (("content-encoding", "br"),), "compressed with br"),
        (encoded(b"\x28\xb5\x2f\xfd\x04\x00"), (), "compressed with zstd"),
        (encoded(gzip.compress(BODY.encode())[:40]), (), "its end is missing"),
        ({"text": "\x1f\ufffd\b\x00"}, (), "spoiled when it was written as text"),
        (encoded(gzip.compress(bytes(65 * 2**20))), (), "more than 64 MiB"),
    ],
    ids=["br", "zstd", "cut gzip", "spoiled gzip", "a bomb"],
)
def test_body_that_cannot_be_unpacked_accuses_nobody(
    content: dict[str, Json],
    headers: tuple[tuple[str, str], ...],
    reason: str,
    check: Callable[..., tuple[int, str]],
) -> None:
    unreadable = entry(headers=headers, **content)

    status, printed = check(har(entry(text=BODY), unreadable, unreadable))

    assert status == 0
    assert reason in printed
    assert "entry 1 of the HAR file cannot be read" in printed
    assert "2 requests left out" in printed


@pytest.mark.parametrize(
    "broken",
    [
        {},
        5,
        {"request": {"url": "https://[cdn/logo.png"}},
        {"request": {"url": "https://cdn.example/x"}, "response": None},
        {"request": {"url": URL}, "response": {"status": "soon"}},
        entry("https://cdn.example.com/logo.png", text="not*base64", encoding="base64"),
        {**entry(text=BODY), "response": {"status": 200, "content": {}, "headers": [5]}},
    ],
)
def test_entry_that_cannot_be_read_costs_no_other(broken: Json, check: Callable[..., tuple[int, str]]) -> None:
    status, printed = check(har(broken, entry(text=WRONG)))

    assert (status, "left out" in printed) == (3, True)


@pytest.mark.parametrize(
    "content",
    [{"size": 900}, {"size": 900, "text": ""}, {"size": -1}, {"size": 0}, {}],
    ids=repr,
)
def test_export_without_bodies_is_told_and_accuses_nobody(content: Json, check: Callable[..., tuple[int, str]]) -> None:
    status, printed = check(har(entry(**content)))

    assert (status, "Export it again with the bodies" in printed) == (2, True)


def test_reply_that_is_empty_is_a_finding(check: Callable[..., tuple[int, str]]) -> None:
    status, printed = check(har(entry(headers=(("Content-Length", "0"),), size=0)))

    assert (status, "missing_body" in printed) == (3, True)


def test_answer_of_a_cache_accuses_nobody(check: Callable[..., tuple[int, str]]) -> None:
    status, printed = check(har(entry(text=BODY), entry(status=304, text=BODY)))

    assert (status, "1 request that a cache answered left out" in printed) == (0, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_file_is_read_in_the_encodings_of_windows(encoding: str, check: Callable[..., tuple[int, str]]) -> None:
    capture, body = har(entry(text=BODY)).decode().encode(encoding), BODY.encode(encoding)

    assert check(capture)[0] == 0
    assert check(body, "--operation", "payments_get")[0] == 0


def test_compressed_file_is_unpacked(check: Callable[..., tuple[int, str]]) -> None:
    assert check(gzip.compress(har(entry(text=BODY))))[0] == 0
    assert check(gzip.compress(WRONG.encode()), "--operation", "payments_get")[0] == 3


def test_recording_with_a_byte_order_mark_is_read(tmp_path: Path, check: Callable[..., tuple[int, str]]) -> None:
    with Recorder(tmp_path / "recording", load(), "2026-03-02T15:04:05Z") as recorder:
        recorder.write(reply("payments_get", 200, json.loads(BODY)))

    assert check(b"\xef\xbb\xbf" + recorder.path.read_bytes())[0] == 0


@pytest.mark.parametrize(
    ("url", "base_url", "is_judged"),
    [
        ("http://localhost:3000/v1/payments/a", None, True),
        ("http://127.0.0.1:8000/v1/payments/a", "http://localhost:8000", True),
        ("http://[::1]:8000/v1/payments/a", "http://localhost:8000/v1", True),
        ("http://localhost:3000/v1/payments/a", "http://localhost:8000", False),
        ("https://API.ONEPAY.LA./v1/payments/a", None, True),
        ("https://api.onepay.la:443/v1/payments/a", "http://localhost:8000", True),
        ("https://proxy.example/v1/payments/a", "https://proxy.example:443", True),
        ("https://proxy.example:8443/v1/payments/a", "https://proxy.example:443", False),
        ("https://proxy.example/bank/api/payments/a", "https://proxy.example/bank/api/", True),
    ],
)
def test_server_is_known_by_host_and_port(
    url: str, base_url: str | None, *, is_judged: bool, check: Callable[..., tuple[int, str]]
) -> None:
    status, printed = check(har(entry(url, text=WRONG)), *(["--base-url", base_url] if base_url else []))

    assert (status, "wrong_type" in printed) == ((3, True) if is_judged else (2, False))


@pytest.mark.parametrize("content", [har(entry("https://api.onepay.la/health", text="{}")), har()])
def test_nothing_judged_is_an_error(content: bytes, check: Callable[..., tuple[int, str]]) -> None:
    assert check(content)[0] == 2


def test_empty_recording_is_an_error(check: Callable[..., tuple[int, str]]) -> None:
    status, printed = check(b'{"onepay_recording": 1, "begun": "", "contract": ""}\n')

    assert (status, "Nothing was judged" in printed) == (2, True)


HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 02 Mar 2026 15:04:05 GMT\r\n\r\n"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (HEAD + BODY.encode(), 0),
        (HEAD.replace(b"\r\n", b"\n") + WRONG.encode(), 3),
        (b"HTTP/2 200 \r\ncontent-type: application/json\r\n\r\n" + BODY.encode(), 0),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + BODY.encode(), 0),
        (b"HTTP/1.0 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n" + HEAD + BODY.encode(), 0),
        (HEAD.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n") + gzip.compress(BODY.encode()), 0),
        (HEAD.replace(b"application/json", b"text/html") + BODY.encode(), 3),
        (b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n\r\n" + b'{"message": "No."}', 0),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", 3),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json", 2),
        (b"HTTP/1.1 \r\n\r\n{}", 2),
        (b"* Trying\n< HTTP/1.1 200 OK\n" + BODY.encode(), 2),
    ],
)
def test_output_of_curl_is_a_reply(content: bytes, status: int, check: Callable[..., tuple[int, str]]) -> None:
    assert check(content, "--operation", "payments_get")[0] == status


def test_status_that_contradicts_the_output_of_curl_is_wrong_use(check: Callable[..., tuple[int, str]]) -> None:
    status, printed = check(HEAD + BODY.encode(), "--operation", "payments_get", "--status", "404")

    assert (status, "leave --status out" in printed) == (2, True)


@pytest.mark.parametrize("command", ["operations", "kinds"])
def test_output_that_is_not_taken_is_an_error_in_one_line(command: str) -> None:
    with Path(__file__).open("rb") as unwritable:
        ended = subprocess.run(  # noqa: S603 (our own)
            [sys.executable, "-m", "onepay_cli", "contract", command],
            stdout=unwritable,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "generated")])},
            check=False,
        )
    assert (ended.returncode, ended.stderr.count(b"\n"), b"cannot be written" in ended.stderr) == (8, 1, True)


COOKIE: Final = "BIGipServerpool_api=1677787402.20480.0000"
SESSION: Final = "laravel_session=eyJpdiI6InZhbHVlIn0abcdef"


@pytest.mark.parametrize(
    ("sent", "headers", "change", "is_leak"),
    [
        (COOKIE, (("Set-Cookie", f"{COOKIE}; path=/; HttpOnly"),), {}, False),
        (SESSION, (("Set-Cookie", f"{SESSION}; path=/"),), {}, False),
        (COOKIE, (), {"title": COOKIE}, False),
        ("lang=es-419-co; theme=dark", (), {"title": "es-419-co dark"}, False),
        (SESSION, (), {"title": SESSION}, True),
        ("", (("Set-Cookie", "key=sk_test_alborada"),), {}, True),
    ],
)
def test_only_a_login_cookie_outside_of_set_cookie_is_a_leak(
    sent: str, headers: tuple[tuple[str, str], ...], change: dict[str, Json], *, is_leak: bool, judge: Judge
) -> None:
    exchange = reply(
        "payments_get",
        200,
        {**json.loads(BODY), **change},
        headers=(*JSON_TYPE, *headers),
        request_headers=(("Cookie", sent),),
    )

    assert (Kind.SECRET_IN_REPLY in {finding.kind for finding in judge.judge(exchange)}) == is_leak


def test_exchange_that_kept_its_body_compressed_is_judged(judge: Judge) -> None:
    packed = (*JSON_TYPE, ("Content-Encoding", "gzip"))
    exchange = reply("payments_get", 200, raw=gzip.compress(WRONG.encode()), headers=packed)

    assert [str(finding.kind) for finding in judge.judge(exchange)] == ["wrong_type"]


def test_exchange_compressed_with_br_is_a_note(judge: Judge) -> None:
    packed = (*JSON_TYPE, ("Content-Encoding", "br"))
    exchange = reply("payments_get", 200, raw=b"\x8b\x02\x80\xffx\x03", headers=packed)

    assert [finding.severity for finding in judge.judge(exchange)] == [Severity.NOTE]
