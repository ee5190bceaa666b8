from __future__ import annotations

from pathlib import Path

import pytest

from codegen import bundling
from description.trees import Tree
from rules import Description


@pytest.fixture(scope="session")
def read() -> bundling.Bundle:
    return bundling.read_bundle(Path(bundling.__file__).parents[2] / "openapi")


@pytest.fixture(scope="session")
def contract(read: bundling.Bundle) -> Description:
    return Description(read.document, read.positions)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)
