from __future__ import annotations

from pathlib import Path

import pytest

import bundle
from description.trees import Tree
from rules import Description


@pytest.fixture(scope="session")
def read() -> bundle.Bundle:
    return bundle.read_bundle(Path(bundle.__file__).parents[1] / "openapi")


@pytest.fixture(scope="session")
def contract(read: bundle.Bundle) -> Description:
    return Description(read.document, read.positions)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)
