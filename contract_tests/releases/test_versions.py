"""The next version follows from what changed since the newest bundle in `openapi/released/`."""

from __future__ import annotations

import json

import pytest
from packaging.version import Version

import generate
import next_version
from diff.sample import sample
from releases.conftest import Repository
from releasing.versions import Impact
from releasing.versions import next_version as version_after


@pytest.mark.parametrize(
    ("released", "impact", "required"),
    [
        ("0.1.0", Impact.NONE, "0.1.0"),
        ("0.1.0", Impact.WORDS, "0.1.1"),
        ("0.1.0", Impact.COMPATIBLE, "0.1.1"),
        ("0.1.0", Impact.BREAKING, "0.2.0"),
        ("1.2.3", Impact.WORDS, "1.2.4"),
        ("1.2.3", Impact.COMPATIBLE, "1.3.0"),
        ("1.2.3", Impact.BREAKING, "2.0.0"),
    ],
)
def test_version_follows_from_the_gravest_change(released: str, impact: Impact, required: str) -> None:
    assert version_after(Version(released), impact) == Version(required)


def test_version_of_an_unchanged_tree_may_stay(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert next_version.main([], repository.root) == 0
    assert "Nothing that was promised changed since 1.2.3." in capsys.readouterr().out


def test_new_field_asks_for_a_minor_version(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    document = sample()
    document["components"]["schemas"]["PaymentCreate"]["properties"]["note"] = {"type": "string"}
    repository.contract(document)

    assert next_version.main([], repository.root) == 1
    assert "write 1.3.0 into pyproject.toml" in capsys.readouterr().err
    repository.set_version("1.3.0")
    assert next_version.main([], repository.root) == 0


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("src/onepay_client/__init__.py", '["OnePay", "label"]', '["OnePay"]'),
        ("src/onepay_client/__init__.py", 'environment: str = "test"', "environment: str"),
        ("src/onepay_client/money.py", "amount: int", "pesos: int"),
        ("generated/onepay_api/api/payments.py", "def get", "def read"),
        ("generated/onepay_api/models/payment.py", "amount: int", "total: int"),
    ],
)
def test_broken_python_name_asks_for_a_major_version(
    repository: Repository, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str
) -> None:
    repository.replace(name, old, new)

    assert next_version.main([], repository.root) == 1
    assert "needs at least version 2.0.0" in capsys.readouterr().out


def test_new_python_name_asks_for_a_minor_version(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.replace("generated/onepay_api/api/payments.py", "class", "class Refunds: ...\n\n\nclass")

    assert next_version.main([], repository.root) == 1
    assert "needs at least version 1.3.0" in capsys.readouterr().out


def test_names_that_are_not_public_ask_for_nothing(repository: Repository) -> None:
    repository.replace("src/onepay_client/sending.py", "send(body: bytes)", "transmit()")

    assert next_version.main([], repository.root) == 0


def test_versions_that_disagree_are_refused(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.replace("openapi/openapi.yaml", "1.2.3", "1.2.4")

    assert next_version.main([], repository.root) == 2
    assert "pyproject.toml says 1.2.3 and openapi/openapi.yaml says 1.2.4" in capsys.readouterr().err


def test_bundle_without_its_commit_is_explained(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("openapi/released/1.3.0.json", json.dumps(sample()))

    assert next_version.main([], repository.root) == 2
    assert "No commit holds openapi/released/1.3.0.json" in capsys.readouterr().err


def test_newest_bundle_is_found_by_number(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for version in ("1.9.0", "1.10.0"):
        repository.write(f"openapi/released/{version}.json", json.dumps(sample()))
    repository.git("add", ".")
    repository.git("commit", "--message", "Release")

    next_version.main([], repository.root)

    assert "since 1.10.0." in capsys.readouterr().out


def test_draft_holds_entries_of_people_and_of_the_diff(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    document = sample()
    del document["paths"]["/balances"]
    repository.contract(document)
    repository.replace("src/onepay_client/money.py", "def label", "def shown")
    repository.write("changelog.d/+payouts.added.md", "Payouts can be resumed.\n")

    assert next_version.main(["--changelog"], repository.root) == 0

    text = capsys.readouterr().out
    assert text.startswith("## 2.0.0 (")
    assert "### Added\n\n- Payouts can be resumed.\n" in text
    assert "`balances_withdraw`: operation removed (`POST /balances`). Stop calling it" in text
    assert "`onepay_client.money.label`: Public object was removed" in text
    assert sorted(path.name for path in (repository.root / "changelog.d").iterdir()) == [
        "+payouts.added.md",
        "README.md",
    ]


def _generated(_arguments: list[str]) -> int:
    return 0


def test_release_writes_version_changelog_and_bundle(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    document = sample()
    document["paths"]["/payments"]["get"]["deprecated"] = True
    repository.contract(document)
    repository.write("changelog.d/+payouts.added.md", "Payouts can be resumed.\n")
    monkeypatch.setattr(generate, "main", _generated)

    assert next_version.main(["--write"], repository.root) == 0

    assert 'version = "1.3.0"' in repository.read("pyproject.toml")
    assert "  version: 1.3.0\n" in repository.read("openapi/openapi.yaml")
    assert json.loads(repository.read("openapi/released/1.3.0.json")) == document
    changelog = repository.read("CHANGELOG.md")
    assert changelog.index("## 1.3.0 (") < changelog.index("- Payouts can be resumed.") < changelog.index("## 1.2.3")
    assert [path.name for path in (repository.root / "changelog.d").iterdir()] == ["README.md"]


def test_unchanged_tree_is_not_released_again(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert next_version.main(["--write"], repository.root) == 1
    assert "There is nothing to release" in capsys.readouterr().err
