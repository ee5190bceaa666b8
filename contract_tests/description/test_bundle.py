"""The bundler puts the files together, and names the place of each mistake."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bundle
from codegen import files
from description.trees import SMALL, Tree
from onepay_contract import bundling
from values import escape, items, mapping

SCRIPT: Final = Path(bundle.__file__)


def test_references_to_files_become_references_to_components(tree: Tree) -> None:
    document = bundling.bundle(tree.root)
    body = document["paths"]["/beans"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/BeanCreate"}
    assert document["components"]["schemas"]["Bean"]["properties"]["roast"]["$ref"] == "#/components/schemas/BeanRoast"


def test_events_stand_in_webhooks_without_their_family(tree: Tree) -> None:
    assert list(bundling.bundle(tree.root)["webhooks"]) == ["bean.roasted"]


def test_components_are_sorted_and_other_keys_stay_as_written(tree: Tree) -> None:
    document = bundling.bundle(tree.root)
    for components in document["components"].values():
        assert list(components) == sorted(components)
    assert list(document) == ["openapi", "info", "servers", "security", "tags", "paths", "webhooks", "components"]
    assert list(document["components"]["schemas"]["Bean"]["properties"]) == ["id", "amount", "roast", "label", "note"]


def test_a_security_scheme_is_reached_by_its_name(tree: Tree) -> None:
    assert list(bundling.bundle(tree.root)["components"]["securitySchemes"]) == ["SecretKey"]


def test_a_nested_description_becomes_its_own_document(tree: Tree) -> None:
    within = Tree(tree.root)
    within.root.rename(tree.root / "kitchen")
    document = bundling.bundle(tree.root)
    written = bundling.texts(tree.root, document)
    assert list(written) == ["openapi.json", "operations.txt", "api.md", "OPENAPI_VERSION", "kitchen.json"]
    assert written["kitchen.json"] == written["openapi.json"]
    assert bundling.bundle(tree.root) == document


def test_version_file_names_the_version_and_digest_of_the_bundle(tree: Tree) -> None:
    written = bundling.texts(tree.root, bundling.bundle(tree.root))
    digest = hashlib.sha256(written["openapi.json"].encode()).hexdigest()
    assert written["OPENAPI_VERSION"] == f"version: 1.0.0\nsha256: {digest}\n"


def test_released_bundles_are_no_part_of_the_description(tree: Tree) -> None:
    tree.write("released/0.1.0.json", "{}")
    assert bundling.bundle(tree.root)["openapi"] == "3.1.0"


def test_files_of_a_nested_description_stay_out_of_the_outer(tree: Tree) -> None:
    Tree(tree.root).root.rename(tree.root / "kitchen")
    tree.replace("paths/beans.yaml", "../components/schemas/BeanCreate.yaml", "../kitchen/components/schemas/Bean.yaml")
    assert "There is no file `kitchen/components/schemas/Bean.yaml`" in "\n".join(tree.problems())


def test_a_component_that_only_openapi_yaml_lists_is_taken_along(tree: Tree) -> None:
    tree.write("components/schemas/Spare.yaml", "type: string\n")
    listing = "components:\n  schemas:\n    Spare:\n      $ref: components/schemas/Spare.yaml\npaths:"
    tree.replace("openapi.yaml", "paths:", listing)
    assert bundling.bundle(tree.root)["components"]["schemas"]["Spare"] == {"type": "string"}


def test_positions_lead_from_the_bundle_back_to_file_and_line(tree: Tree) -> None:
    read = bundling.read_bundle(tree.root)
    found = read.locate("/paths/~1beans/post/requestBody/content/application~1json/schema/$ref")
    assert str(found) == f"openapi/paths/beans.yaml:{tree.line_of('paths/beans.yaml', 'BeanCreate')}:11"
    assert str(read.locate("/components/schemas/Bean/nothing/here")) == "openapi/components/schemas/Bean.yaml:1:1"


def test_every_value_of_the_bundle_has_a_position(tree: Tree) -> None:
    read = bundling.read_bundle(tree.root)
    assert set(pointers(read.document, "")) - set(read.positions) <= {"/components"} | {
        f"/components/{kind}" for kind in read.document["components"]
    }


def pointers(value: object, pointer: str) -> list[str]:
    members = [(escape(key), inner) for key, inner in mapping(value).items()]
    members += [(str(index), inner) for index, inner in enumerate(items(value))]
    return [pointer, *(found for key, inner in members for found in pointers(inner, f"{pointer}/{key}"))]


def test_a_readme_is_no_part_of_the_description(tree: Tree) -> None:
    tree.write("README.md", "How to read this.")
    assert bundling.bundle(tree.root)


def test_a_component_may_be_another_name_of_one(tree: Tree) -> None:
    tree.write("components/schemas/BeanRoast.yaml", "$ref: BeanNote.yaml")
    assert bundling.bundle(tree.root)["components"]["schemas"]["BeanRoast"] == {"$ref": "#/components/schemas/BeanNote"}


def test_a_schema_may_hold_itself(tree: Tree) -> None:
    tree.replace("components/schemas/BeanNote.yaml", "  type: string", "  $ref: BeanNote.yaml")
    note = bundling.bundle(tree.root)["components"]["schemas"]["BeanNote"]
    assert note["additionalProperties"] == {"$ref": "#/components/schemas/BeanNote"}


@pytest.mark.parametrize(
    ("written", "value_read"),
    [
        *[("no", "no"), ("on", "on"), ("y", "y"), ("2026-02-03", "2026-02-03"), ("1_000", "1_000"), ("12:30", "12:30")],
        *[("0o17", 15), ("0x1f", 31), ("-7", -7), ("1.5", 1.5), ("true", True), ("~", None), ("'200'", "200")],
        *[("null", None), ("1e3", 1000.0), ("'007'", "007"), ("=", "=")],
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(tree: Tree, written: str, value_read: object) -> None:
    tree.replace("components/examples/bean.yaml", "dark", written)
    value = bundling.bundle(tree.root)["components"]["examples"]["bean"]["value"]["roast"]
    assert (value, type(value)) == (value_read, type(value_read))


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
    expected = bundling.to_json(bundling.bundle(tree.root))
    for file in order:
        content = (tree.root / file).read_bytes()
        (tree.root / file).unlink()
        (tree.root / file).write_bytes(content)
    assert bundling.to_json(bundling.bundle(tree.root)) == expected


# Control characters and line separators must be escaped in YAML, or are refused (see SLIPS).
TEXT: Final = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"))
SCALARS: Final = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, width=32)
JSON: Final = st.recursive(
    SCALARS.filter(lambda value: value not in {float("inf"), float("-inf")}) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter("$ref".__ne__), inner, max_size=4),
    max_leaves=12,
)


@given(value=JSON)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_value_of_an_example_survives_the_bundle(tree: Tree, value: object) -> None:
    text = json.dumps({"summary": "Any", "value": value}, ensure_ascii=False)
    (tree.root / "components/examples/bean.yaml").write_text(text, encoding="utf-8")
    bundled = bundling.bundle(tree.root)
    assert bundled["components"]["examples"]["bean"]["value"] == value
    assert json.loads(bundling.to_json(bundled)) == bundled


def test_the_index_has_one_sorted_line_in_columns_per_operation(tree: Tree) -> None:
    document = bundling.bundle(tree.root)
    document["paths"] = dict(reversed(document["paths"].items()))
    assert bundling.operations_index(document) == (
        "beans_create  POST  /beans            documented\n"
        "beans_get     GET   /beans/{bean_id}  observed\n"
    )  # fmt: skip


def test_the_index_of_no_operations_is_empty() -> None:
    assert bundling.operations_index({"paths": {}}) == ""


def test_method_list_names_each_method_with_its_path(tree: Tree) -> None:
    listed = bundling.method_list(bundling.bundle(tree.root)).partition("## beans\n\n")[2]
    assert listed == (
        "- [`client.beans.create`](../openapi/paths/beans.yaml): `POST /beans`, documented\n"
        "- [`client.beans.get`](../openapi/paths/beans_{bean_id}.yaml): `GET /beans/{bean_id}`, observed\n"
    )


def test_method_list_links_to_the_sources() -> None:
    generated = Path(__file__).resolve().parents[2] / "generated"
    links = re.findall(r"\]\((.+?)\): ", (generated / "api.md").read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (generated / link).exists()] == []


def run(tree: Tree, *options: str) -> int:
    return bundle.main([*options, "--root", str(tree.root), "--output", str(tree.root.parent / "out/openapi.json")])


def test_the_command_writes_what_its_check_then_finds_current(tree: Tree) -> None:
    assert run(tree) == 0
    assert run(tree, "--check") == 0
    assert json.loads((tree.root.parent / "out/openapi.json").read_text(encoding="utf-8")) == bundling.bundle(tree.root)


def test_the_check_names_missing_and_stale_files(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tree, "--check") == 1
    assert "openapi.json is missing. Run `python scripts/bundle.py`" in capsys.readouterr().err
    run(tree)
    tree.replace("paths/beans.yaml", "beans_create", "beans_create_many")
    assert run(tree, "--check") == 1
    errors = capsys.readouterr().err
    assert "openapi.json is stale. Run `python scripts/bundle.py`" in errors
    assert "operations.txt is stale" in errors


def test_the_check_writes_nothing(tree: Tree) -> None:
    run(tree, "--check")
    assert not (tree.root.parent / "out").exists()


def test_a_mistake_exits_1_and_keeps_the_old_bundle(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
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
