"""Each rule of the description passes what is right, and names what is wrong with its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

import exceptions
import lint
from description.breaches import BEAN, BREACHES, CREATE, GET, LABEL, NOTE, POST
from onepay_contract import bundling
from rules import (
    RULES,
    Description,
    Rule,
    evidence,
    links,
    money,
    names,
    order,
)

if TYPE_CHECKING:
    from pathlib import Path

    from description.breaches import Breach
    from description.trees import Tree

RENAMED: Final = ("BEANLabel", "bean_label", "BeanLabels", "BeanLabelDto", "BeanLabelObject", "BeanLabelResponse")


def described(tree: Tree) -> Description:
    read = bundling.read_bundle(tree.root)
    return Description(read.document, read.positions)


def places(tree: Tree, rule: Rule) -> set[tuple[str, str]]:
    """Return the name of the rule and `file:line` of each thing that it finds."""
    read = bundling.read_bundle(tree.root)
    found = list(rule(Description(read.document, read.positions)))
    positions = [read.locate(finding.pointer) for finding in found]
    return {(f.rule, f"{p.file}:{p.line}") for f, p in zip(found, positions, strict=True)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_passes_a_description_without_fault(tree: Tree, rule: Rule) -> None:
    assert list(rule(described(tree))) == []


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.rule.__name__}-{breach.new[:30]!r}")
def test_the_rule_names_a_breach_with_its_file_and_line(tree: Tree, breach: Breach) -> None:
    tree.replace(breach.file, breach.old, breach.new)
    file, _, text = breach.at.rpartition("::")
    line = tree.line_of(file or breach.file, text)
    assert (breach.name, f"openapi/{file or breach.file}:{line}") in places(tree, breach.rule)


@pytest.mark.parametrize("name", RENAMED)
def test_a_schema_name_that_breaks_the_rules_is_found(tree: Tree, name: str) -> None:
    (tree.root / LABEL).rename(tree.root / f"components/schemas/{name}.yaml")
    tree.replace(BEAN, "BeanLabel.yaml", f"{name}.yaml")
    assert places(tree, names.schema_names_are_nouns) == {("schema-name", f"openapi/components/schemas/{name}.yaml:1")}


@pytest.mark.parametrize("name", ["BreBCharge", "PaymentStatus", "Address", "Card3dSecure"])
def test_a_schema_name_that_keeps_the_rules_passes(tree: Tree, name: str) -> None:
    (tree.root / LABEL).rename(tree.root / f"components/schemas/{name}.yaml")
    tree.replace(BEAN, "BeanLabel.yaml", f"{name}.yaml")
    assert places(tree, names.schema_names_are_nouns) == set()


def test_every_rule_has_a_breach_as_its_test() -> None:
    assert {breach.rule for breach in BREACHES} | {names.schema_names_are_nouns} == set(RULES)


def test_a_rule_text_begins_with_the_name_in_its_findings() -> None:
    named = {(breach.rule, breach.name) for breach in BREACHES}
    assert [rule for rule, name in named if not (rule.__doc__ or "").startswith(f"{name}: ")] == []


def test_all_eleven_rules_of_the_style_guide_are_kept() -> None:
    texts = [rule.__doc__ or "" for rule in RULES]
    assert {f"D{number}" for number in range(1, 12)} <= {text.partition(":")[0] for text in texts}


def test_money_that_the_wire_sends_as_digits_stays_a_string(tree: Tree) -> None:
    tree.replace(BEAN, "type: integer\n    format: int64", "type: string")
    assert places(tree, money.money_is_a_whole_number) == set()


def test_a_map_ends_with_what_it_maps_to(tree: Tree) -> None:
    assert "required: []\nadditionalProperties:" in (tree.root / NOTE).read_text(encoding="utf-8")
    assert places(tree, order.schemas_keep_their_order) == set()


def test_a_documented_limit_may_stop_an_observed_operation(tree: Tree) -> None:
    tree.replace(POST, "x-evidence: documented", "x-evidence: observed")
    tree.replace(CREATE, "x-required-evidence:", "x-evidence: documented\nx-required-evidence:")
    assert places(tree, evidence.only_documents_constrain) == set()


def test_a_link_may_lead_into_the_first_item_of_a_list(tree: Tree) -> None:
    tree.replace(POST, "$response.body#/id", "$response.body#/label/0")
    assert places(tree, links.links_lead_somewhere) == set()


def linted(tree: Tree, known: str = "") -> list[str]:
    path = tree.root.parent / "lint.txt"
    path.write_text(known, encoding="utf-8")
    return [str(problem) for problem in lint.lint(bundling.read_bundle(tree.root), path)]


def test_a_description_without_fault_lints_clean(tree: Tree) -> None:
    assert linted(tree) == []


def test_what_is_no_openapi_is_found_with_its_place(tree: Tree) -> None:
    tree.replace(
        GET, "    '200':\n      description: The bag asked for.", "    '200':\n      describes: The bag asked for."
    )
    line = tree.line_of(GET, "      describes:") - 1
    assert [found for found in linted(tree) if found.startswith(f"openapi/{GET}:{line}:5: spec: ")]


def test_an_exception_excuses_exactly_its_own_finding(tree: Tree) -> None:
    tree.replace(BEAN, "UUID of the bag.", "UUID.")
    tree.replace(BEAN, "Price in whole", "Simply the price in whole")
    assert len(linted(tree)) == 2
    pointer = "/components/schemas/Bean/properties/id/description"
    left = linted(tree, f"D9  {pointer}  The word says it all.\n")
    assert len(left) == 1
    assert ": D10: " in left[0]


def test_an_exception_that_nothing_needs_is_a_finding(tree: Tree) -> None:
    assert linted(tree, "D9  /info  No longer true.\n") == [
        f"{tree.root.parent / 'lint.txt'}:1:1: exceptions: Nothing breaks D9 at `/info` any more; delete the line."
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("D9  /info\n", ":1: The line has 2 of 3 columns"),
        ("# known\nD9  /b  Why.\nD9  /a  Why.\n", ":3: The line stands out of order"),
        ("D9  /a  Why.\nD9  /a  Why.\n", ":2: The line stands out of order or twice"),
    ],
)
def test_a_malformed_list_of_exceptions_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "known.txt").write_text(text, encoding="utf-8")
    with pytest.raises(exceptions.MalformedListError, match=sentence):
        exceptions.read(tmp_path / "known.txt", columns=3)


def test_a_missing_list_of_exceptions_is_empty(tmp_path: Path) -> None:
    assert exceptions.read(tmp_path / "none.txt", columns=3) == []


def run(tree: Tree) -> int:
    return lint.main(["--root", str(tree.root), "--exceptions", str(tree.root.parent / "none.txt")])


def test_the_command_succeeds_on_a_description_without_fault(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tree) == 0
    assert capsys.readouterr().out == "0 finding(s)\n"


def test_the_command_groups_findings_by_file_and_counts_them(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.replace(BEAN, "UUID of the bag.", "UUID.")
    tree.replace(GET, "Get a bag", "Bags of <b>coffee</b>")
    assert run(tree) == 1
    blocks = capsys.readouterr().out.split("\n\n")
    assert blocks[0].startswith(f"openapi/{BEAN}:7:5: D9: ")
    assert [line.partition(":")[0] for line in blocks[1].splitlines()] == [f"openapi/{GET}"] * 2
    assert blocks[2] == "3 finding(s)\n"


def test_the_command_tells_why_a_description_cannot_be_bundled(tree: Tree, capsys: pytest.CaptureFixture[str]) -> None:
    tree.replace(GET, "BeanId.yaml", "BagId.yaml")
    assert run(tree) == 1
    assert "There is no file `components/parameters/BagId.yaml`" in capsys.readouterr().out
