"""A small repository with one released version, in which a test changes what it likes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from diff.sample import sample
from onepay_core.json_values import JsonObject

ROOT: Final = Path(__file__).parents[2]
CLIENT: Final = '''
from .money import label as label

__all__ = ["OnePay", "label"]


class OnePay:
    """The client."""

    def __init__(self, key: str, *, environment: str = "test") -> None:
        """Keep the key."""
'''
MONEY: Final = """
__all__ = ["label"]


def label(amount: int) -> str:
    return str(amount)
"""
PAYMENTS: Final = """
class Payments:
    def get(self, payment_id: str) -> str:
        return payment_id
"""
FILES: Final = {
    "src/onepay_core/__init__.py": "",
    "src/onepay_client/__init__.py": CLIENT,
    "src/onepay_client/money.py": MONEY,
    "src/onepay_client/sending.py": "def send(body: bytes) -> None: ...\n",
    "generated/onepay_api/__init__.py": "__all__ = []\n",
    "generated/onepay_api/api/__init__.py": "",
    "generated/onepay_api/api/payments.py": PAYMENTS,
    "generated/onepay_api/models/__init__.py": "",
    "generated/onepay_api/models/payment.py": "class Payment:\n    amount: int\n",
    "openapi/openapi.yaml": "openapi: 3.1.0\ninfo:\n  title: Small\n  version: 1.2.3\n",
    "CHANGELOG.md": "# Changelog\n\n<!-- towncrier release notes start -->\n\n## 1.2.3\n",
    "changelog.d/README.md": "How to write one.\n",
}


class Repository:
    """The working tree of a repository."""

    def __init__(self, root: Path) -> None:
        self.root: Final = root

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        """What a file holds."""
        return (self.root / name).read_text(encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text of a file, which has to be there."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def contract(self, document: JsonObject) -> None:
        """Make this the contract of today."""
        self.write("generated/openapi.json", json.dumps(document))

    def set_version(self, version: str) -> None:
        """Write a version where people write it."""
        self.replace("pyproject.toml", 'version = "1.2.3"', f'version = "{version}"')
        self.replace("openapi/openapi.yaml", "version: 1.2.3", f"version: {version}")

    def git(self, *arguments: str) -> None:
        """Run git as somebody."""
        person = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(self.root), *person, *arguments], check=True, capture_output=True)  # noqa: S603, S607


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository right after its release of 1.2.3."""
    repository = Repository(tmp_path_factory.mktemp("released"))
    for name, text in FILES.items():
        repository.write(name, text)
    towncrier = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.towncrier]")[2]
    repository.write("pyproject.toml", f'[project]\nname = "small"\nversion = "1.2.3"\n\n[tool.towncrier]{towncrier}')
    repository.contract(sample())
    repository.write("openapi/released/1.2.3.json", json.dumps(sample()))
    repository.git("init", "--initial-branch=main")
    repository.git("add", ".")
    repository.git("commit", "--message", "Release 1.2.3")
    return repository.root


@pytest.fixture
def repository(released: Path, tmp_path: Path) -> Repository:
    """A copy of it, for one test."""
    return Repository(shutil.copytree(released, tmp_path / "repository"))
