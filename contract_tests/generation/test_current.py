from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

import generate
from support.effort import is_thorough

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from description.trees import Tree

STRANGE: Final[dict[str, Mapping[str, str]]] = {
    "another hash seed": {"PYTHONHASHSEED": "1"},
    "no UTF-8": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "another zone and colours": {"TZ": "Pacific/Chatham", "FORCE_COLOR": "1", "COLUMNS": "40"},
}
SURROUNDINGS: Final = (
    STRANGE if is_thorough() else {"all at once": {k: v for each in STRANGE.values() for k, v in each.items()}}
)


def test_the_committed_package_is_what_the_description_makes() -> None:
    assert generate.main(["--check"]) == 0


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What generation reads, at another path, and out of the reach of whoever edits it meanwhile."""
    copy = tmp_path_factory.mktemp("repository")
    for folder in ("openapi", "scripts", "src/onepay_contract", "src/onepay_core"):
        shutil.copytree(generate.ROOT / folder, copy / folder)
    shutil.copy(generate.ROOT / "pyproject.toml", copy)
    return copy


@pytest.mark.parametrize("surroundings", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_the_package_is_the_same_in_other_surroundings(
    repository: Path, surroundings: Mapping[str, str], tmp_path: Path
) -> None:
    unusual = _generate(repository, tmp_path, surroundings, umask=0o077)

    assert list(generate.differences(generate.ROOT / "generated", unusual)) == []


def test_two_runs_in_one_process_make_the_same_package(tree: Tree, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"

    assert _main(tree, first) == _main(tree, second) == 0

    assert list(generate.differences(first, second)) == []
    assert len(_contents(first)) > 15


def test_a_second_run_leaves_nothing_beside_the_package(tree: Tree, tmp_path: Path) -> None:
    output = tmp_path / "out" / "generated"

    assert _main(tree, output) == _main(tree, output) == 0

    assert [path.name for path in output.parent.iterdir()] == ["generated"]


def test_a_schema_that_left_the_contract_leaves_the_package(tree: Tree, tmp_path: Path) -> None:
    _main(tree, tmp_path / "generated")
    tree.replace("components/schemas/Bean.yaml", "$ref: BeanLabel.yaml", "type: string")
    (tree.root / "components/schemas/BeanLabel.yaml").unlink()

    assert _main(tree, tmp_path / "generated") == 0

    assert not (tmp_path / "generated/onepay_api/models/bean_label.py").exists()


def test_a_stale_file_is_named_with_the_command_that_mends_it(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _main(tree, tmp_path / "generated")
    tree.replace("components/schemas/BeanRoast.yaml", "[light, dark]", "[light, dark, burnt]")

    assert _main(tree, tmp_path / "generated", "--check") == 1

    assert capsys.readouterr().err.splitlines() == [
        "OPENAPI_VERSION is stale",
        "onepay_api/models/bean_roast.py is stale",
        "openapi.json is stale",
        "3 file(s) of generated/ are not current. To mend it: python scripts/generate.py",
    ]


def test_a_missing_file_is_named_with_the_command_that_mends_it(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _main(tree, tmp_path / "generated")
    (tmp_path / "generated/operations.txt").unlink()

    assert _main(tree, tmp_path / "generated", "--check") == 1

    assert capsys.readouterr().err.splitlines() == [
        "operations.txt is missing",
        "1 file(s) of generated/ are not current. To mend it: python scripts/generate.py",
    ]


def test_a_stray_file_is_named_with_the_command_that_mends_it(
    tree: Tree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _main(tree, tmp_path / "generated")
    (tmp_path / "generated/onepay_api/models/old.py").touch()

    assert _main(tree, tmp_path / "generated", "--check") == 1

    assert capsys.readouterr().err.splitlines() == [
        "onepay_api/models/old.py is stray: nothing in openapi/ or scripts/ makes it",
        "1 file(s) of generated/ are not current. To mend it: python scripts/generate.py",
    ]


def test_the_named_command_mends_whatever_was_named(tree: Tree, tmp_path: Path) -> None:
    _main(tree, tmp_path / "generated")
    (tmp_path / "generated/operations.txt").unlink()
    (tmp_path / "generated/stray.py").touch()
    (tmp_path / "generated/openapi.json").write_text("{}", encoding="utf-8")

    assert _main(tree, tmp_path / "generated", "--check") == 1
    assert _main(tree, tmp_path / "generated") == 0
    assert _main(tree, tmp_path / "generated", "--check") == 0


def test_a_check_writes_nothing(tree: Tree, tmp_path: Path) -> None:
    output = tmp_path / "out" / "generated"
    _main(tree, output)
    (output / "operations.txt").write_text("stale\n", encoding="utf-8")
    before = _contents(output)

    assert _main(tree, output, "--check") == 1

    assert _contents(output) == before
    assert [path.name for path in output.parent.iterdir()] == ["generated"]


def test_what_python_leaves_beside_the_modules_is_not_stray(tree: Tree, tmp_path: Path) -> None:
    _main(tree, tmp_path / "generated")
    cache = tmp_path / "generated/onepay_api/__pycache__"
    cache.mkdir()
    (cache / "model.cpython-311.pyc").touch()

    assert _main(tree, tmp_path / "generated", "--check") == 0


def _main(tree: Tree, output: Path, *arguments: str) -> int:
    return generate.main(["--openapi", str(tree.root), "--output", str(output), *arguments])


def _generate(repository: Path, folder: Path, environment: Mapping[str, str], umask: int) -> Path:
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(repository / "scripts/generate.py"), "--output", "generated"],
        cwd=folder,  # not the repository: the working directory must not matter
        env={**os.environ, **environment},
        umask=umask,
        check=True,
    )
    return folder / "generated"


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
