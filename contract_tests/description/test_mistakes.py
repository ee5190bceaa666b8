"""The bundler finds every mistake, with its place and what to do about it."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from description.trees import SMALL, Tree
from onepay_contract import bundling


class Slip(NamedTuple):
    """`new` written for `old` in `file`; the problem stands on the first line that holds `at`."""

    file: str
    old: str
    new: str
    at: str
    sentence: str


POST: Final = "paths/beans.yaml"
GET: Final = "paths/beans_{bean_id}.yaml"
ROAST: Final = "components/schemas/BeanRoast.yaml"
ROOT: Final = "openapi.yaml"
BEAN: Final = "../components/schemas/Bean.yaml"

SLIPS: Final = (
    Slip(POST, "schemas/Bean.", "schemas/Been.", "Been", "the nearest is `components/schemas/Bean.yaml`"),
    Slip(POST, "schemas/Bean.", "schemas/Xyzzy.", "Xyzzy", "write it, or mend the reference"),
    Slip(POST, "schemas/Bean.", "schemas/bean.", "schemas/bean.", "upper and lower case"),
    Slip(POST, "Bean.yaml", "Bean.yaml#/x", "yaml#/x", "has a fragment"),
    Slip(POST, BEAN, "../../x.yaml", "../x.yaml", "leaves openapi/"),
    Slip(POST, BEAN, "https://example.com/Bean.yaml", "example.com/B", "leaves openapi/"),
    Slip(POST, BEAN, "/Bean.yaml", "/Bean.yaml", "leaves openapi/"),
    Slip(POST, BEAN, "beans.yaml", "$ref: beans", "is no component"),
    Slip(POST, BEAN, "[a]", "[a]", "This is not a reference"),
    Slip(GET, "beans_get", "beans_create", "beans_create", "stands already at openapi/paths/beans.yaml:2:3"),
    Slip(POST, "  operationId: beans_create\n", "", "post:", "has no operationId"),
    Slip(POST, "'2XX':", "200:", "    200:", "`200` is not a string"),
    Slip(POST, "'2XX':", "null:", "null:", "`null` is not a string"),
    Slip(POST, "'2XX':", "[a]:", "[a]:", "This key is not a string"),
    Slip(POST, "tags: [beans]", "tags: [beans", "x-evidence", "The YAML cannot be read"),
    Slip(POST, "tags: [beans]", "tags:\t[beans]", "tags:", "A tab stands here"),
    Slip(POST, "a new bag", "a\u2028new bag", "new bag", "An invisible line break"),
    Slip(POST, "tags: [beans]", "tags: [beans]\n  tags: [nuts]", "[nuts]", "`tags` stands twice"),
    Slip(POST, "tags: [beans]", "tags: &t [beans]", "&t", "`&t` is an anchor"),
    Slip(POST, "tags: [beans]", "tags: *t", "*t", "`*t` is an alias"),
    Slip(POST, "tags:", "&t tags:", "&t", "`&t` is an anchor"),
    Slip(POST, "requestBody:", "requestBody: &b", "&b", "`&b` is an anchor"),
    Slip(POST, "tags: [beans]", "tags: !!str beans", "!!str", "is a tag"),
    Slip(ROAST, "light", "007", "007", "`007` is octal"),
    Slip(ROAST, "light", ".nan", ".nan", "no form in JSON"),
    Slip(ROAST, "light", "1e999", "1e999", "too large"),
    Slip(ROAST, "light", "9" * 19, "999", "too large"),
    Slip(ROAST, "enum:", "---\nenum:", "---", "second document"),
    Slip(ROAST, "[light, dark]", "[" * 70 + "]" * 70, "[[", "nested more than 60"),
    Slip(
        ROOT, "- SecretKey", "- SecretKeys", "SecretKeys", "the nearest is `components/securitySchemes/SecretKey.yaml`"
    ),
    Slip(ROOT, "paths/beans.yaml", "paths/been.yaml", "been", "the nearest is `paths/beans.yaml`"),
    Slip(ROOT, "paths/beans.yaml", "components/schemas/Bean.yaml", "Bean.yaml", "is not in paths/"),
    Slip(ROOT, "paths/beans.yaml", "paths/beans.yaml\n    summary: x", "paths/beans.yaml", "would be lost"),
    Slip(ROOT, "$ref: webhooks/bean.yaml", "post: {}", "  bean:", "is not a reference"),
    Slip(ROOT, "paths:", "components:\n  schemas:\n    Bean: {type: string}\npaths:", "Bean:", "Write `Bean` into"),
    Slip(ROOT, "bean:\n    $ref: webhooks/bean.yaml", "- bean", "webhooks:", "is not a mapping"),
)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.sentence)
def test_a_mistake_is_named_with_its_file_and_line(tree: Tree, slip: Slip) -> None:
    tree.replace(slip.file, slip.old, slip.new)
    place = f"openapi/{slip.file}:{tree.line_of(slip.file, slip.at)}:"
    assert [problem for problem in tree.problems() if problem.startswith(place) and slip.sentence in problem]


def test_all_mistakes_are_named_at_once_in_file_order(tree: Tree) -> None:
    tree.replace("webhooks/bean.yaml", "hear_bean_roasted", "beans_get")
    tree.replace("paths/beans.yaml", "schemas/Bean.yaml", "schemas/Bear.yaml")
    tree.replace("components/schemas/Bean.yaml", "BeanRoast.yaml", "BeanRoost.yaml")
    found = tree.problems()
    assert found == sorted(found)
    assert {problem.split(":", maxsplit=1)[0] for problem in found} >= {
        "openapi/components/schemas/Bean.yaml", "openapi/paths/beans.yaml", "openapi/webhooks/bean.yaml"
    }  # fmt: skip


@pytest.mark.parametrize(
    "file", ["components/schemas/Spare.yaml", "paths/spare.yaml", "webhooks/a.yaml", "a.yaml", "b.yml"]
)
def test_a_file_that_nothing_uses_is_named(tree: Tree, file: str) -> None:
    tree.write(file, "a: 1")
    assert tree.problems() == [f"openapi/{file}:1:1: Nothing refers to this file; refer to it or delete it."]


@pytest.mark.parametrize(
    ("content", "sentence"), [("", "is empty"), ("# only\n", "is empty"), ("- a", "is not a mapping")]
)
def test_a_file_without_a_mapping_is_named(tree: Tree, content: str, sentence: str) -> None:
    tree.write("paths/beans.yaml", content)
    found = tree.problems()
    assert len(found) == 1
    assert found[0].startswith("openapi/paths/beans.yaml:1:1:")
    assert sentence in found[0]


def test_bytes_that_are_not_utf8_are_named_with_their_place(tree: Tree) -> None:
    (tree.root / "paths/beans.yaml").write_bytes("get:\n  á: caf".encode() + b"\xe9")
    assert tree.problems()[0].startswith("openapi/paths/beans.yaml:2:9: The byte 0xe9 is not UTF-8")


def test_a_file_that_cannot_be_read_is_named(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert tree.problems()[0].startswith(
        "openapi/components/examples/bean.yaml:1:1: The file cannot be read (Permission denied)"
    )


def test_a_control_character_is_named_with_its_place(tree: Tree) -> None:
    (tree.root / "paths/beans.yaml").write_text("get:\n  a: \x07\n", encoding="utf-8")
    assert tree.problems()[0].startswith("openapi/paths/beans.yaml:2:6: The YAML cannot be read")


def test_files_that_only_case_tells_apart_are_named(tree: Tree) -> None:
    tree.write("components/schemas/BEAN.yaml", "type: string")
    assert any("`components/schemas/BEAN.yaml`" in problem for problem in tree.problems())


def test_an_event_that_two_families_describe_is_named(tree: Tree) -> None:
    tree.write("webhooks/more.yaml", SMALL["webhooks/bean.yaml"])
    tree.replace("openapi.yaml", "  bean:\n", "  more:\n    $ref: webhooks/more.yaml\n  bean:\n")
    assert "stands already at openapi/webhooks/more.yaml:1:1" in tree.problems()[0]


def test_references_that_only_lead_in_a_circle_are_named(tree: Tree) -> None:
    tree.write("components/schemas/BeanRoast.yaml", "$ref: BeanNote.yaml")
    tree.write("components/schemas/BeanNote.yaml", "$ref: BeanRoast.yaml")
    found = tree.problems()
    assert [problem.split(":", maxsplit=1)[0] for problem in found] == [
        "openapi/components/schemas/BeanNote.yaml", "openapi/components/schemas/BeanRoast.yaml"
    ]  # fmt: skip
    assert "leads back to itself" in found[0]


def test_a_folder_without_openapi_yaml_is_named(tmp_path: Path) -> None:
    with pytest.raises(bundling.BundleError, match=r"There is no openapi\.yaml"):
        bundling.bundle(tmp_path)


CRUMBS: Final = (b"", b"\t", b"- ", b"[", b"{", b": ", b"\n", b"&a ", b"*a", b"!!x ", b"'", b"|\n", b"$ref: ", b"~: 1")


@given(data=st.data(), file=st.sampled_from(sorted(SMALL)))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_bent_yaml_raises_nothing_but_our_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, file: str
) -> None:
    tree = Tree(tmp_path_factory.mktemp("bent"))
    content = (tree.root / file).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(start + 30, len(content))))
    crumb = data.draw(st.sampled_from(CRUMBS) | st.binary(max_size=4))
    (tree.root / file).write_bytes(content[:start] + crumb + content[end:])
    with contextlib.suppress(bundling.BundleError):
        assert json.loads(bundling.to_json(bundling.bundle(tree.root)))
