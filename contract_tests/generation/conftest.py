from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import generate
from description.trees import Tree
from generation.contract import Contract

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract(json.loads((generate.ROOT / "generated/openapi.json").read_text(encoding="utf-8")))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A small description that can be generated in a fraction of a second, and spoiled."""
    tree = Tree(tmp_path)
    tree.replace("openapi.yaml", "security:", "servers:\n  - url: https://api.example.com/v1\nsecurity:")
    return tree
