"""What the stock generator leaves out, drops or adds without a word, and ours does not."""

from __future__ import annotations

import copy
import inspect
import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml

from codegen.lowering import lower
from codegen.package import write_package
from codegen.views import GenerationError
from generation.stock import FakeNetwork, Stock, generate_stock, output_of
from onepay_api import OPERATIONS, Client, models, read, to_json
from onepay_contract import bundling
from values import Document

if TYPE_CHECKING:
    from pathlib import Path

    from description.trees import Tree
    from generation.contract import Contract
    from generation.stock import Ours, output_of


@pytest.fixture
def small(tree: Tree) -> Document:
    """A small contract, bundled, in which a test may bend what the whole one does not have."""
    return bundling.bundle(tree.root)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose packages can be imported."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


def test_using_one_operation_does_not_load_every_model(contract: Contract, stock: Stock) -> None:
    touched = "from onepay_api import Client; Client('sk_test_x').payments.get"
    ours_loaded = _models_loaded_by(touched, "onepay_api")
    stock_loaded = _models_loaded_by("import stock_onepay.api.payments.payments_get", "stock_onepay", stock.folder)

    assert ours_loaded < 15
    assert stock_loaded > 0.8 * len(contract.schemas)


def test_the_words_of_the_contract_on_a_parameter_are_used(contract: Contract, ours: Ours, stock: Stock) -> None:
    words = contract.document["components"]["parameters"]["PaymentId"]["description"]

    documented = inspect.getdoc(ours.client(FakeNetwork()).payments.get)
    stock_documented = inspect.getdoc(stock.operation("payments", "payments_get"))

    assert words in " ".join(str(documented).split())
    assert words not in " ".join(str(stock_documented).split())


def test_every_shape_of_a_webhook_has_its_class(contract: Contract, stock: Stock) -> None:
    events = set(map(_event, contract.document["webhooks"].values()))

    assert len(events) == 7
    assert all(hasattr(models, event) for event in events)
    assert not any(hasattr(stock.module("models"), event) for event in events)


def test_every_variant_of_the_contract_has_its_name(contract: Contract, stock: Stock) -> None:
    named = [name for name in contract.variants if hasattr(stock.module("models"), name)]

    assert all(hasattr(models, name) for name in contract.variants)
    assert named == []


def test_the_evidence_for_an_operation_can_be_read(contract: Contract, stock: Stock) -> None:
    operation = next(iter(contract.operations.values()))

    assert OPERATIONS[operation.id].source
    assert "docs.onepay.la" not in inspect.getsource(stock.module(f"api.{operation.tag}.{operation.id}"))


def test_a_default_is_not_sent_unless_it_was_asked_for(small: Document, packages: Path) -> None:
    limit = {"name": "limit", "in": "query", "description": "How many.", "schema": {"type": "integer", "default": 20}}
    small["components"]["parameters"]["Limit"] = limit
    small["paths"]["/beans/{bean_id}"]["get"]["parameters"].append({"$ref": "#/components/parameters/Limit"})
    write_package(small, packages / "beans_by_default")
    generate_stock(small, packages / "stock_beans_by_default")
    wire, stock_wire = FakeNetwork(httpx.Response(404, json={})), FakeNetwork(httpx.Response(404, json={}))

    resource = import_module("beans_by_default.api.beans").Beans
    with (
        Client("sk_test_x", http=httpx.Client(transport=wire.transport)) as client,
        pytest.raises(Exception, match="404"),
    ):
        resource(client).get("b")
    stock = Stock("stock_beans_by_default", packages)
    stock.operation("beans", "beans_get")("b", client=stock.client(stock_wire))

    assert wire.requests[0].url.query == b""
    assert stock_wire.requests[0].url.query == b"limit=20"


def test_paths_in_other_files_are_not_skipped(tree: Tree, small: Document, packages: Path) -> None:
    unbundled = yaml.safe_load((tree.root / "openapi.yaml").read_text(encoding="utf-8"))

    write_package(small, packages / "whole")
    complaints = generate_stock(unbundled, packages / "stock_of_a_part")

    assert len(import_module("whole.operations").OPERATIONS) == 2
    assert not complaints, "nobody is told that no operation was made"
    assert not list((packages / "stock_of_a_part").rglob("beans*.py"))


def test_a_part_that_would_be_missing_is_an_error(small: Document, packages: Path) -> None:
    roast = {"description": "Clashes with the component of this name.", "type": "string", "enum": ["raw"]}
    small["components"]["schemas"]["Bean"]["properties"]["roast"] = roast

    with pytest.raises(GenerationError, match="openapi-python-client does not take this"):
        write_package(small, packages / "clashing")
    complaints = generate_stock(small, packages / "stock_clashing")

    assert {complaint.level.value for complaint in complaints} == {"WARNING"}, "it would leave with status 0"
    assert not (packages / "stock_clashing/models/bean.py").exists()


def test_values_that_differ_only_in_case_are_two_members(small: Document, packages: Path) -> None:
    small["components"]["schemas"]["BeanRoast"]["enum"] = ["light", "Light"]

    write_package(small, packages / "cased")

    assert list(import_module("cased.models").BeanRoast) == ["light", "Light"]
    with pytest.raises(ValueError, match="Duplicate key LIGHT"):
        generate_stock(small, packages / "stock_cased")


def test_open_enums_are_not_reduced_to_text(contract: Contract, packages: Path) -> None:
    generate_stock(copy.deepcopy(contract.document), packages / "stock_of_open_enums")
    extensible = {name for name, schema in contract.enums.items() if "x-extensible-enum" in schema}

    assert len(extensible) > 5
    assert all(hasattr(models, name) for name in extensible)
    assert not any(hasattr(Stock("stock_of_open_enums", packages).module("models"), name) for name in extensible)


def test_no_name_of_a_property_breaks_its_model(small: Document, packages: Path) -> None:
    names = ["to_dict", "from_dict", "cls", "d", "src_dict", "field_dict", "additional_properties", "self", "UNSET"]
    bean = small["components"]["schemas"]["Bean"]
    bean["properties"] |= {name: {"description": "An odd name.", "type": "string"} for name in names}
    write_package(small, packages / "odd")
    generate_stock(lower(small), packages / "stock_odd")
    body: dict[str, object] = {"id": "1", "amount": 1, "roast": "dark", "label": [], "note": None}
    body |= dict.fromkeys(names, "text")

    model = import_module("odd.models").Bean
    value = read(json.dumps(body).encode(), model).value
    assert json.loads(to_json(value)) == body
    with pytest.raises(TypeError):
        Stock("stock_odd", packages).model("Bean").from_dict(body)


def _event(item: dict[str, Any]) -> str:
    schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
    return str(schema["$ref"]).rpartition("/")[2]


def _models_loaded_by(code: str, package: str, folder: Path | None = None) -> int:
    program = f"import sys; {code}; print(sum(name.startswith('{package}.models.') for name in sys.modules))"
    return int(output_of(program, folder))
