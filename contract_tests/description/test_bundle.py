"""Does the bundler put the files together, and does it say where each mistake stands?"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bundle
import files
from description.trees import SMALL, Tree
from values import escape, items, mapping

SCRIPT: Final = Path(bundle.__file__)


def problems_of(tree: Tree) -> list[str]:
    with pytest.raises(bundle.BundleError) as caught:
        bundle.bundle(tree.root)
    return [str(problem) for problem in caught.value.problems]


def test_references_to_files_become_references_to_components(tree: Tree) -> None:
    document = bundle.bundle(tree.root)
    body = document["paths"]["/beans"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/BeanCreate"}
    assert document["components"]["schemas"]["Bean"]["properties"]["roast"]["$ref"] == "#/components/schemas/BeanRoast"


def test_events_stand_in_webhooks_without_their_family(tree: Tree) -> None:
    assert list(bundle.bundle(tree.root)["webhooks"]) == ["bean.roasted"]


def test_components_are_sorted_and_other_keys_stay_as_written(tree: Tree) -> None:
    document = bundle.bundle(tree.root)
    for components in document["components"].values():
        assert list(components) == sorted(components)
    assert list(document) == ["openapi", "info", "security", "tags", "paths", "webhooks", "components"]
    assert list(document["components"]["schemas"]["Bean"]["properties"]) == ["id", "amount", "roast", "label", "note"]


def test_a_security_scheme_is_reached_by_its_name(tree: Tree) -> None:
    assert list(bundle.bundle(tree.root)["components"]["securitySchemes"]) == ["SecretKey"]


def test_a_component_that_only_openapi_yaml_lists_is_taken_along(tree: Tree) -> None:
    tree.write("components/schemas/Spare.yaml", "type: string\n")
    listing = "components:\n  schemas:\n    Spare:\n      $ref: components/schemas/Spare.yaml\npaths:"
    tree.replace("openapi.yaml", "paths:", listing)
    assert bundle.bundle(tree.root)["components"]["schemas"]["Spare"] == {"type": "string"}


def test_positions_lead_from_the_bundle_back_to_file_and_line(tree: Tree) -> None:
    read = bundle.read_bundle(tree.root)
    found = read.locate("/paths/~1beans/post/requestBody/content/application~1json/schema/$ref")
    assert str(found) == f"openapi/paths/beans.yaml:{tree.line_of('paths/beans.yaml', 'BeanCreate')}:11"
    assert str(read.locate("/components/schemas/Bean/nothing/here")) == "openapi/components/schemas/Bean.yaml:1:1"


def test_every_value_of_the_bundle_has_a_position(tree: Tree) -> None:
    read = bundle.read_bundle(tree.root)
    assert set(pointers(read.document, "")) - set(read.positions) <= {"/components"} | {
        f"/components/{kind}" for kind in read.document["components"]
    }


def pointers(value: object, pointer: str) -> list[str]:
    members = [(escape(key), inner) for key, inner in mapping(value).items()]
    members += [(str(index), inner) for index, inner in enumerate(items(value))]
    return [pointer, *(found for key, inner in members for found in pointers(inner, f"{pointer}/{key}"))]


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
    assert [problem for problem in problems_of(tree) if problem.startswith(place) and slip.sentence in problem]


def test_all_mistakes_are_named_at_once_in_the_order_of_the_files(tree: Tree) -> None:
    tree.replace("webhooks/bean.yaml", "hear_bean_roasted", "beans_get")
    tree.replace("paths/beans.yaml", "schemas/Bean.yaml", "schemas/Bear.yaml")
    tree.replace("components/schemas/Bean.yaml", "BeanRoast.yaml", "BeanRoost.yaml")
    found = problems_of(tree)
    assert found == sorted(found)
    assert {problem.split(":", maxsplit=1)[0] for problem in found} >= {
        "openapi/components/schemas/Bean.yaml", "openapi/paths/beans.yaml", "openapi/webhooks/bean.yaml"
    }  # fmt: skip


@pytest.mark.parametrize(
    "file", ["components/schemas/Spare.yaml", "paths/spare.yaml", "webhooks/a.yaml", "a.yaml", "b.yml"]
)
def test_a_file_that_nothing_uses_is_named(tree: Tree, file: str) -> None:
    tree.write(file, "a: 1")
    assert problems_of(tree) == [f"openapi/{file}:1:1: Nothing refers to this file; refer to it or delete it."]


def test_a_readme_is_no_part_of_the_description(tree: Tree) -> None:
    tree.write("README.md", "How to read this.")
    assert bundle.bundle(tree.root)


@pytest.mark.parametrize(
    ("content", "sentence"), [("", "is empty"), ("# only\n", "is empty"), ("- a", "is not a mapping")]
)
def test_a_file_without_a_mapping_is_named(tree: Tree, content: str, sentence: str) -> None:
    tree.write("paths/beans.yaml", content)
    found = problems_of(tree)
    assert len(found) == 1
    assert found[0].startswith("openapi/paths/beans.yaml:1:1:")
    assert sentence in found[0]


def test_bytes_that_are_not_utf8_are_named_with_their_place(tree: Tree) -> None:
    (tree.root / "paths/beans.yaml").write_bytes("get:\n  á: caf".encode() + b"\xe9")
    assert problems_of(tree)[0].startswith("openapi/paths/beans.yaml:2:10: The byte 0xe9 is not UTF-8")


def test_a_control_character_is_named_with_its_place(tree: Tree) -> None:
    (tree.root / "paths/beans.yaml").write_text("get:\n  a: \x07\n", encoding="utf-8")
    assert problems_of(tree)[0].startswith("openapi/paths/beans.yaml:2:6: The YAML cannot be read")


def test_files_that_only_case_tells_apart_are_named(tree: Tree) -> None:
    tree.write("components/schemas/BEAN.yaml", "type: string")
    assert any("`components/schemas/BEAN.yaml`" in problem for problem in problems_of(tree))


def test_an_event_that_two_families_describe_is_named(tree: Tree) -> None:
    tree.write("webhooks/more.yaml", SMALL["webhooks/bean.yaml"])
    tree.replace("openapi.yaml", "  bean:\n", "  more:\n    $ref: webhooks/more.yaml\n  bean:\n")
    assert "stands already at openapi/webhooks/more.yaml:1:1" in problems_of(tree)[0]


def test_references_that_only_lead_in_a_circle_are_named(tree: Tree) -> None:
    tree.write("components/schemas/BeanRoast.yaml", "$ref: BeanNote.yaml")
    tree.write("components/schemas/BeanNote.yaml", "$ref: BeanRoast.yaml")
    found = problems_of(tree)
    assert [problem.split(":", maxsplit=1)[0] for problem in found] == [
        "openapi/components/schemas/BeanNote.yaml", "openapi/components/schemas/BeanRoast.yaml"
    ]  # fmt: skip
    assert "leads back to itself" in found[0]


def test_a_schema_may_hold_itself(tree: Tree) -> None:
    tree.replace("components/schemas/BeanNote.yaml", "  type: string", "  $ref: BeanNote.yaml")
    note = bundle.bundle(tree.root)["components"]["schemas"]["BeanNote"]
    assert note["additionalProperties"] == {"$ref": "#/components/schemas/BeanNote"}


def test_a_folder_without_openapi_yaml_is_named(tmp_path: Path) -> None:
    with pytest.raises(bundle.BundleError, match=r"There is no openapi\.yaml"):
        bundle.bundle(tmp_path)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[("no", "no"), ("on", "on"), ("y", "y"), ("2026-02-03", "2026-02-03"), ("1_000", "1_000"), ("12:30", "12:30")],
        *[("0o17", 15), ("0x1f", 31), ("-7", -7), ("1.5", 1.5), ("true", True), ("~", None), ("'200'", "200")],
        *[("null", None), ("1e3", 1000.0), ("'007'", "007"), ("=", "=")],
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(tree: Tree, written: str, meant: object) -> None:
    tree.replace("components/examples/bean.yaml", "dark", written)
    value = bundle.bundle(tree.root)["components"]["examples"]["bean"]["value"]["roast"]
    assert (value, type(value)) == (meant, type(meant))


def test_the_bytes_do_not_depend_on_the_hash_seed(tree: Tree, tmp_path: Path) -> None:
    outputs = [tmp_path / seed / "openapi.json" for seed in ("1", "2")]
    for output in outputs:
        command = [sys.executable, str(SCRIPT), "--root", str(tree.root), "--output", str(output)]
        environment = {**os.environ, "PYTHONHASHSEED": output.parent.name}
        subprocess.run(command, check=True, env=environment)  # noqa: S603 - our own script
    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert outputs[0].read_text(encoding="utf-8").endswith("}\n")
    assert "café" in outputs[0].read_text(encoding="utf-8")


@given(order=st.permutations(sorted(SMALL)))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_bytes_do_not_depend_on_the_order_of_the_files(tree: Tree, order: list[str]) -> None:
    expected = bundle.to_json(bundle.bundle(tree.root))
    for file in order:
        content = (tree.root / file).read_bytes()
        (tree.root / file).unlink()
        (tree.root / file).write_bytes(content)
    assert bundle.to_json(bundle.bundle(tree.root)) == expected


# Control characters and line separators must be escaped in YAML, or are refused (see SLIPS).
TEXT: Final = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"))
SCALARS: Final = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, width=32)
JSON: Final = st.recursive(
    SCALARS.filter(lambda value: value not in {float("inf"), float("-inf")}) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter("$ref".__ne__), inner, max_size=4),
    max_leaves=12,
)


@given(value=JSON)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_value_of_an_example_survives_the_bundle(tree: Tree, value: object) -> None:
    text = json.dumps({"summary": "Any", "value": value}, ensure_ascii=False)
    (tree.root / "components/examples/bean.yaml").write_text(text, encoding="utf-8")
    bundled = bundle.bundle(tree.root)
    assert bundled["components"]["examples"]["bean"]["value"] == value
    assert json.loads(bundle.to_json(bundled)) == bundled


CRUMBS: Final = (b"", b"\t", b"- ", b"[", b"{", b": ", b"\n", b"&a ", b"*a", b"!!x ", b"'", b"|\n", b"$ref: ", b"~: 1")


@given(data=st.data(), file=st.sampled_from(sorted(SMALL)))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_bent_yaml_raises_nothing_but_our_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, file: str
) -> None:
    tree = Tree(tmp_path_factory.mktemp("bent"))
    content = (tree.root / file).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(start + 30, len(content))))
    crumb = data.draw(st.sampled_from(CRUMBS) | st.binary(max_size=4))
    (tree.root / file).write_bytes(content[:start] + crumb + content[end:])
    with contextlib.suppress(bundle.BundleError):
        assert json.loads(bundle.to_json(bundle.bundle(tree.root)))


def test_the_index_has_one_sorted_line_in_columns_per_operation(tree: Tree) -> None:
    assert bundle.operations_index(bundle.bundle(tree.root)) == (
        "beans_create  POST  /beans            documented\n"
        "beans_get     GET   /beans/{bean_id}  observed\n"
    )  # fmt: skip


def test_the_index_of_no_operations_is_empty() -> None:
    assert bundle.operations_index({"paths": {}}) == ""


def run(tree: Tree, *options: str) -> int:
    return bundle.main([*options, "--root", str(tree.root), "--output", str(tree.root.parent / "out/openapi.json")])


def test_the_command_writes_what_its_check_then_finds_current(tree: Tree) -> None:
    assert run(tree) == 0
    assert run(tree, "--check") == 0
    assert json.loads((tree.root.parent / "out/openapi.json").read_text(encoding="utf-8")) == bundle.bundle(tree.root)


def test_the_check_names_what_is_missing_or_stale_and_the_command(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tree, "--check") == 1
    assert "openapi.json is missing. Run `python scripts/bundle.py`" in capsys.readouterr().err
    run(tree)
    tree.replace("paths/beans.yaml", "beans_create", "beans_create_many")
    assert run(tree, "--check") == 1
    told = capsys.readouterr().err
    assert "openapi.json is stale. Run `python scripts/bundle.py`" in told
    assert "operations.txt is stale" in told


def test_the_check_writes_nothing(tree: Tree) -> None:
    run(tree, "--check")
    assert not (tree.root.parent / "out").exists()


def test_a_mistake_ends_the_command_with_status_1_and_keeps_the_old_bundle(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tree)
    old = (tree.root.parent / "out/openapi.json").read_bytes()
    tree.replace("paths/beans.yaml", "schemas/Bean.yaml", "schemas/Been.yaml")
    assert run(tree) == 1
    assert "openapi/paths/beans.yaml:" in capsys.readouterr().err
    assert (tree.root.parent / "out/openapi.json").read_bytes() == old


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "openapi.json"
    files.write(target, "old")

    def fail(*_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        files.write(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["openapi.json"]
