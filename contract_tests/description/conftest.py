from __future__ import annotations

from pathlib import Path

import pytest

from description.trees import Tree
from onepay_contract import bundling
from rules import Description


@pytest.fixture(scope="session")
def read() -> bundling.Bundle:
    return bundling.read_bundle(Path(bundling.__file__).parents[3] / "openapi")


@pytest.fixture(scope="session")
def contract(read: bundling.Bundle) -> Description:
    return Description(read.document, read.positions)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)
