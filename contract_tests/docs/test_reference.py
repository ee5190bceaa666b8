"""The pages made from the contract are complete in both languages, and their samples do what they show."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any, Final

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


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.body], ids=_name)
def test_command_sample_sends_the_same_body(
    operation: Operation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONEPAY_CUSTOMER_TOKEN", "token-of-a-session")
    body = samples.example(CONTRACT, operation.raw["requestBody"])
    Path("body.json").write_text(json.dumps(body), encoding="utf-8")
    words = shlex.split(samples.command(CONTRACT, operation).replace("\\\n", ""))[1:]
    shown = CliRunner().invoke(COMMAND, [*words, "--dry-run"])
    assert shown.exit_code == 0, shown.output
    assert operation.path.split("{")[0] in shown.output


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
