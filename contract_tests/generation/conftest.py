from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

import generate
from codegen.lowering import lower
from description.trees import Tree
from generation.contract import Contract
from generation.stock import Ours, Stock, generate_stock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract(json.loads((generate.ROOT / "generated/openapi.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def stock(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    folder = tmp_path_factory.mktemp("stock")
    # The generator stops at the contract's open enums and at "one of" unless they are lowered for it.
    document = lower(dict(contract.document))
    document["components"]["schemas"] |= contract.variants
    assert not generate_stock(document, folder / "stock_onepay")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(folder), *sys.path])
        yield Stock("stock_onepay", folder)


@pytest.fixture(scope="session")
def ours() -> Ours:
    return Ours()


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A small description that can be generated in a fraction of a second, and spoiled."""
    return Tree(tmp_path)
