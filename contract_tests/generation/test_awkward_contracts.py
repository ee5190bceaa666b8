"""Edits of the description that are right, and that broke the package once: everything they add is there."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest

import generate
import lint
from codegen import views
from codegen.package import write_package
from description.trees import Tree
from onepay_contract import bundling
from onepay_core.decode import read
from onepay_core.model import Model
from onepay_core.operation import Call
from onepay_core.pages import Page
from onepay_core.requests import violations
from onepay_core.values import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from values import Document

FIELDS: Final = (
    *("a-b", "a_b", "Amount", "body", "customer_token", "date", "dt", "field", "idempotency_key", "list", "msgspec"),
    *("next", "options", "present", "self", "str", "type", "undocumented", "bean_id", "say hi", "$", "class"),
)
"""Properties named like arguments, builtins, imports, each other, or nothing that Python could name."""

VALUES: Final = ("A+", "A-", "-A", "Held", "HELD", "Nm³", "", "1", "1.0", 'a"b', "c\\d", "None", "日本", "true")


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A description that the linter calls clean, with everything that was found to break a package."""
    tree = Tree(tmp_path_factory.mktemp("awkward"))
    tree.replace("openapi.yaml", "https://api.example.com/v1", "http://127.0.0.1:8000/v1")
    _add_fields(tree)
    tree.replace("components/schemas/BeanRoast.yaml", "light, dark", f"dark, {', '.join(map(_quoted, VALUES))}")
    _add_cycles(tree)
    _add_parameters(tree)
    return tree


def _add_fields(tree: Tree) -> None:
    """Add a property for each odd name, and one for each constraint that was read wrongly once."""
    fields = "".join(
        f"  {_quoted(name)}:\n    description: Text of the bag.\n    type: [string, 'null']\n"
        for name in FIELDS
        if name != "date"
    )
    fields += "  date:\n    description: Day of the bag.\n    type: [string, 'null']\n    format: date\n"
    fields += "  day:\n    description: Day of the next bag.\n    type: [string, 'null']\n    format: date\n"
    fields += "  zip:\n    description: Text of four digits.\n    type: [string, 'null']\n    pattern: '^[0-9]{4}$'\n"
    fields += "  code:\n    description: Text of fifty letters.\n    type: [string, 'null']\n    maxLength: 50.0\n"
    fields += "  tens:\n    description: Number of full tens.\n    type: [integer, 'null']\n    multipleOf: 10\n"
    create = (tree.root / "components/schemas/BeanCreate.yaml").read_text(encoding="utf-8")
    tree.write("components/schemas/BeanCreate.yaml", create + fields)


def _add_cycles(tree: Tree) -> None:
    """Let a bag hold bags, and lots, parts and pages that hold bags."""
    recursion = "  inside:\n    description: Bags within the bag.\n    type: array\n    items:\n      $ref: Bean.yaml\n"
    recursion += "  lot:\n    description: The lot of the bag.\n    $ref: BeanLot.yaml\n"
    bean = (tree.root / "components/schemas/Bean.yaml").read_text(encoding="utf-8")
    tree.write("components/schemas/Bean.yaml", bean + recursion)
    tree.write(
        "components/schemas/BeanLot.yaml",
        """
        description: A lot of bags.
        type: object
        additionalProperties: false
        required: []
        properties:
          best:
            description: The best bag of the lot.
            $ref: Bean.yaml
          part:
            description: The part of the lot, in either of its forms.
            $ref: BeanPart.yaml
          page:
            description: The bags of the lot.
            $ref: BeanPage.yaml
        """,
    )
    tree.write(
        "components/schemas/BeanPart.yaml",
        """
        description: A lot within a lot, or its name.
        anyOf:
          - $ref: BeanLot.yaml
          - type: string
        """,
    )
    tree.write(
        "components/schemas/BeanPage.yaml",
        """
        description: A page of bags.
        type: object
        additionalProperties: false
        required: [data]
        properties:
          data:
            description: The bags of this page.
            type: array
            items:
              $ref: Bean.yaml
          pages:
            description: Number of pages.
            type: integer
        """,
    )


def _add_parameters(tree: Tree) -> None:
    """Add two parameters whose names mean something to Python or to the client."""
    tree.replace(
        "paths/beans.yaml",
        "    - $ref: ../components/parameters/IdempotencyKey.yaml",
        "    - $ref: ../components/parameters/IdempotencyKey.yaml\n"
        "    - $ref: ../components/parameters/Filter.yaml\n"
        "    - $ref: ../components/parameters/Options.yaml",
    )
    for name, wire_name in (("Filter", "filter[type]"), ("Options", "options")):
        tree.write(
            f"components/parameters/{name}.yaml",
            f"""
            name: {wire_name}
            in: query
            description: Kind of the bag.
            schema:
              type: string
            """,
        )


@pytest.fixture(scope="module")
def contract(awkward: Tree) -> Document:
    return bundling.bundle(awkward.root)


@pytest.fixture(scope="module")
def package(contract: Document, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("package")
    write_package(contract, folder / "awkward_api")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(folder), *sys.path])
        yield import_module("awkward_api")


def test_the_linter_calls_the_description_clean(awkward: Tree, tmp_path: Path) -> None:
    assert list(map(str, lint.lint(bundling.read_bundle(awkward.root), tmp_path / "none.txt"))) == []


def test_the_package_replaces_an_old_one(awkward: Tree, tmp_path: Path) -> None:
    output = tmp_path / "generated"

    assert generate.main(["--openapi", str(awkward.root), "--output", str(output)]) == 0
    assert (output / "onepay_api/models/bean_lot.py").exists()


def test_every_property_keeps_its_wire_name(contract: Document, package: Any) -> None:
    model = package.models.BeanCreate
    names = {field.encode_name for field in msgspec.structs.fields(model)} - {"(undocumented)"}

    assert names == set(contract["components"]["schemas"]["BeanCreate"]["properties"])


def test_every_property_can_be_given_as_an_argument(package: Any) -> None:
    sent: list[Call[Any]] = []
    resource = import_module("awkward_api.api.beans").Beans(_Recorder(sent))
    parameters = inspect.signature(resource.create).parameters
    texts = {name: "text" for name, taken in parameters.items() if taken.annotation == "str | Unset | None"}

    resource.create(amount=1, **{**texts, "zip": "1234"})

    body = msgspec.json.decode(to_json(sent[0].body))
    assert set(FIELDS) - {"date"} <= set(body)
    assert set(sent[0].arguments) == {"filter_type", "options_"}
    assert violations(sent[0].body, package.models.BeanCreate) == ()


def test_an_address_in_numbers_is_a_server(package: Any) -> None:
    assert "127.0.0.1:8000" in repr(package.Client("sk_test_nobody"))


@pytest.mark.parametrize("base", [Model, Page])
def test_no_field_takes_the_name_of_what_its_class_inherits(base: type[Model]) -> None:
    inherited = {name for name in dir(base) if not name.startswith("_")} - {"data"}

    assert inherited <= views.OF_MODELS | views.OF_PAGES


def test_every_value_of_an_enum_has_a_member(package: Any) -> None:
    assert [str(member) for member in package.models.BeanRoast] == ["dark", *VALUES]
    assert {name.isidentifier() for name in package.models.BeanRoast.__members__} == {True}


@pytest.mark.parametrize(("field", "value"), [("zip", "12"), ("code", "x" * 51), ("tens", 11)])
def test_every_constraint_stops_a_request(package: Any, field: str, value: object) -> None:
    [violation] = violations(package.models.BeanCreate(amount=1, **{field: value}), package.models.BeanCreate)

    assert violation.pointer == f"/{field}"


def test_objects_that_hold_each_other_are_read_by_both_ways(package: Any) -> None:
    inner: dict[str, Any] = {"id": "2", "amount": 1, "roast": "dark", "label": [], "note": None}
    lot: dict[str, Any] = {"part": {"part": "name"}, "page": {"data": [inner], "pages": 1}}
    body: dict[str, Any] = {**inner, "inside": [inner], "lot": lot}

    exact = read(msgspec.json.encode(body), package.models.Bean)
    tolerant = read(msgspec.json.encode({**body, "lot": {**lot, "new": 1}}), package.models.Bean)

    assert exact.deviations == ()
    assert exact.value.lot.part.part == "name"
    assert [deviation.pointer for deviation in tolerant.deviations] == ["/lot/new"]
    assert tolerant.value.inside == exact.value.inside


class _Recorder:
    def __init__(self, sent: list[Call[Any]]) -> None:
        self._sent = sent

    def call(self, call: Call[Any]) -> None:
        self._sent.append(call)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
