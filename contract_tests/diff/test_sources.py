"""Contracts to compare are found as folders, bundles and revisions of git; what cannot be read is explained."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from diff.sample import sample
from onepay_contract.diff import Grade, compare, compare_sources, read_contract
from onepay_contract.diff.sources import checked
from onepay_contract.document import Contract, ContractError, load
from onepay_core.json_values import Json, is_object, items

ROOT: Final = Path(__file__).parents[2]
YAML: Final = """
openapi: 3.1.0
info: {{title: Small, version: 1.0.0}}
paths:
  /beans:
    $ref: paths/beans.yaml
"""
BEANS: Final = """
get:
  operationId: beans_list
  responses:
    '{status}':
      description: All of them.
"""


def _write(folder: Path, status: int) -> Path:
    (folder / "openapi/paths").mkdir(parents=True, exist_ok=True)
    (folder / "openapi/openapi.yaml").write_text(YAML.format(), encoding="utf-8")
    (folder / "openapi/paths/beans.yaml").write_text(BEANS.format(status=status), encoding="utf-8")
    return folder


def _git(folder: Path, *arguments: str) -> None:
    person = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *person, *arguments], check=True, capture_output=True)  # noqa: S603, S607


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose second commit answers 202 instead of 200, and whose working tree answers 204."""
    folder = tmp_path_factory.mktemp("repository")
    _git(folder, "init", "--initial-branch=main")
    for status in (200, 202):
        _write(folder, status)
        (folder / "bundle.json").write_text(json.dumps(sample()), encoding="utf-8")
        _git(folder, "add", ".")
        _git(folder, "commit", "--message", f"Answer {status}")
    _git(folder, "tag", "v1", "HEAD~1")
    return _write(folder, 204)


@pytest.mark.parametrize(
    ("source", "status"),
    [
        *[("openapi", "204"), (".", "204"), ("openapi/openapi.yaml", "204"), ("HEAD", "202"), ("v1", "200")],
        *[("main~1:openapi", "200"), ("HEAD:", "202"), ("HEAD:./openapi", "202")],
    ],
)
def test_folder_or_revision_is_found(repository: Path, source: str, status: str) -> None:
    assert list(read_contract(source, repository).operations["beans_list"].replies) == [status]


def test_bundle_is_read_from_disk_and_from_a_revision(repository: Path) -> None:
    names = ("bundle.json", "HEAD:bundle.json")

    assert compare_sources(*names, repository).changes == ()
    assert set(read_contract("HEAD:bundle.json", repository).webhooks) == {"payment.approved"}


def test_revision_is_compared_with_the_working_tree(repository: Path) -> None:
    found = compare_sources("HEAD", "openapi", repository)

    assert [str(change.kind) for change in found] == ["success_removed", "success_added"]
    assert found.grade is Grade.BREAKING


def test_path_comes_before_a_revision_of_the_same_name(repository: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(repository, tmp_path / "copy")
    shutil.copytree(copy / "openapi", copy / "v1")

    assert list(read_contract("v1", copy).operations["beans_list"].replies) == ["204"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("HEAD~9", "neither a file nor a folder here, nor a revision"),
        ("--output=x", "neither a file nor a folder"),
        ("HEAD:nowhere", "neither a file nor a folder"),
        ("with\0zero", "neither a file nor a folder"),
        ("openapi/paths", "holds no openapi.yaml"),
        ("openapi/paths/beans.yaml", "is no bundle, which is JSON"),
        ("HEAD:openapi/openapi.yaml", "is no bundle, which is JSON"),
    ],
)
def test_what_names_no_contract_is_explained(repository: Path, source: str, reason: str) -> None:
    with pytest.raises(ContractError, match=reason):
        read_contract(source, repository)
    assert not (repository / "x").exists()


def test_broken_sources_are_named_with_their_place(tmp_path: Path) -> None:
    (_write(tmp_path, 200) / "openapi/paths/beans.yaml").write_text("get: [", encoding="utf-8")

    with pytest.raises(ContractError, match=r"openapi/paths/beans.yaml:\d+:\d+"):
        read_contract(".", tmp_path)


def test_sources_without_pyyaml_name_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onepay_contract.bundling", None)

    with pytest.raises(ContractError, match=r"pip install 'onepay-client\[contract\]'"):
        read_contract(".", _write(tmp_path, 200))


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "no OpenAPI document"),
        ({"openapi": "3.1.0"}, "no OpenAPI document"),
        ({"openapi": "3.1.0", "paths": {}}, "nothing to compare"),
        ({"openapi": "3.1.0", "paths": {"/a": {"get": {}}}}, "not written as a contract"),
        ({"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"$ref": "#/no"}}}}}}, "refers to #/no"),
        ({"openapi": "3.1.0", "paths": {"/a": {"get": {"$ref": "a.yaml"}}}}, "Bundle it first"),
        ({"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/paths/~1a"}}}, "leads back to itself"),
    ],
)
def test_document_that_is_no_contract_is_explained(document: Json, reason: str) -> None:
    with pytest.raises(ContractError, match=reason):
        checked(document, "it")


@pytest.mark.parametrize(
    ("content", "reason"), [(b"[" * 200, "nested more than 100"), (b"\xff", "is no bundle"), (b"{", "is no bundle")]
)
def test_file_that_is_no_bundle_is_explained(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "it.json").write_bytes(content)

    with pytest.raises(ContractError, match=reason):
        read_contract("it.json", tmp_path)


def test_schema_that_holds_itself_is_compared_once() -> None:
    before, after = sample(), sample()
    for document in (before, after):
        document["components"]["schemas"]["Item"]["properties"]["parts"] = {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Item"},
        }
    after["components"]["schemas"]["Item"]["properties"]["name"]["type"] = "integer"

    [change] = compare(Contract(before), Contract(after))

    assert change.place == "/components/schemas/Item/properties/name"


def test_long_chain_of_components_needs_no_deep_stack() -> None:
    document = sample()
    schemas = document["components"]["schemas"]
    schemas["Item"] = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Link0"}}}
    for number in range(1200):
        schemas[f"Link{number}"] = {"properties": {"next": {"$ref": f"#/components/schemas/Link{number + 1}"}}}
    schemas["Link1200"] = {"type": "string"}

    assert compare(checked(document, "before"), checked(document, "after")).changes == ()


def test_contract_has_no_change_from_itself() -> None:
    assert compare(load(), load()).changes == ()


@pytest.mark.parametrize("seed", range(40))
def test_spoilt_contract_is_compared_or_refused(seed: int) -> None:
    document = sample()
    draw = random.Random(seed)  # noqa: S311 - a test that repeats itself
    for _ in range(3):
        _spoil(document, draw)

    try:
        spoilt = checked(document, "it")
    except ContractError:
        return
    found = compare(Contract(sample()), spoilt)
    assert len(found.changes) == sum(found.counts.values())


def _spoil(document: Json, draw: random.Random) -> None:
    """Put another value somewhere into a document."""
    part = document
    for _ in range(draw.randrange(3, 11)):
        inner = [key for key in _keys(part) if _keys(part[key])]
        if not inner:
            break
        part = part[draw.choice(inner)]
    key = draw.choice(_keys(part))
    part[key] = draw.choice([None, True, False, 5, "x", [], {}, ["x", 5, None], {"type": ["null"]}, {"$ref": "#/info"}])


def _keys(value: Json) -> list[Json]:
    return list(value) if is_object(value) else list(range(len(items(value))))
