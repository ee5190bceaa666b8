from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

import onepay_api
from generation.stock import output_of
from onepay_api import models

if TYPE_CHECKING:
    from generation.contract import Contract

ONE_RESOURCE: Final = "import onepay_api; onepay_api.Client('sk_test_not_a_key').cashouts"

_COUNT_MODELS_BY_RESOURCE: Final = """
import importlib, json, sys
counts = {{}}
for tag in {tags}:
    for name in [name for name in sys.modules if name.startswith("onepay_api")]:
        del sys.modules[name]
    importlib.import_module("onepay_api.api." + tag)
    counts[tag] = sum(name.startswith("onepay_api.models.") for name in sys.modules)
print(json.dumps(counts))
"""


def test_importing_the_package_loads_nothing_else_of_it() -> None:
    assert _loaded_by("import onepay_api") == ["onepay_api"]


def test_using_a_resource_loads_only_the_bodies_it_sends() -> None:
    loaded = _loaded_by(ONE_RESOURCE)

    assert "onepay_api.models.cashout_create" in loaded
    assert len([name for name in loaded if ".models." in name]) <= 4
    assert [name for name in loaded if ".api." in name] == [
        "onepay_api.api.cashouts",
        "onepay_api.api.cashouts.cashouts_create",
    ]


def test_a_client_is_built_without_any_model() -> None:
    assert not [name for name in _loaded_by("import onepay_api; onepay_api.Client('sk_test_x')") if ".models" in name]


def test_using_one_model_loads_only_what_it_is_made_of() -> None:
    loaded = _loaded_by("from onepay_api.models import Cashout")

    assert len([name for name in loaded if ".models." in name]) <= 6


def test_no_resource_alone_loads_a_quarter_of_the_models(contract: Contract) -> None:
    tags = sorted({operation.tag for operation in contract.operations.values()})
    counts: dict[str, int] = json.loads(output_of(_COUNT_MODELS_BY_RESOURCE.format(tags=tags)))

    assert list(counts) == tags
    assert max(counts.values()) < len(contract.schemas) / 4


def test_every_public_name_can_be_listed_and_loaded() -> None:
    assert dir(onepay_api) == sorted(onepay_api.__all__)
    for name in onepay_api.__all__:
        assert getattr(onepay_api, name) is not None


def test_star_imports_give_every_public_name() -> None:
    names: dict[str, object] = {}
    exec("from onepay_api import *; from onepay_api.models import *", names)  # noqa: S102 - what a user may write

    assert {*onepay_api.__all__, *models.__all__} <= set(names)


@pytest.mark.parametrize("name", ["Cleint", "client_", ""])
def test_a_name_that_is_not_there_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'onepay_api' has no attribute '{name}'"):
        getattr(onepay_api, name)


def _loaded_by(code: str) -> list[str]:
    modules: list[str] = json.loads(output_of(f"import json, sys; {code}; print(json.dumps(sorted(sys.modules)))"))
    return [name for name in modules if name.partition(".")[0] == "onepay_api"]
