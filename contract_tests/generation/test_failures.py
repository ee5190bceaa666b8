from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import generate
from codegen import package

if TYPE_CHECKING:
    from description.trees import Tree
    from values import Document

_KILLED_BETWEEN_THE_RENAMES: Final = """
import os, sys
from pathlib import Path
import generate
rename, calls = Path.rename, []
def rename_once(path, target):
    calls.append(path)
    return rename(path, target) if len(calls) == 1 else os._exit(9)
Path.rename = rename_once
generate.main(sys.argv[1:])
"""


@pytest.fixture
def current(tree: Tree, tmp_path: Path) -> Path:
    """A package made from the small description, in a folder where nothing else is."""
    output = tmp_path / "out" / "generated"
    assert _main(tree, output) == 0
    return output


@contextmanager
def left_as_it_was(current: Path) -> Generator[None]:
    before = _contents(current)
    yield
    assert _contents(current) == before
    assert [path.name for path in current.parent.iterdir()] == ["generated"]


def test_a_description_that_does_not_bundle_changes_nothing(
    tree: Tree, current: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.replace("components/schemas/Bean.yaml", "$ref: BeanRoast.yaml", "$ref: BeanRoost.yaml")

    with left_as_it_was(current):
        assert _main(tree, current) == 1

    complaint = capsys.readouterr().err
    assert "Bean.yaml:" in complaint
    assert f"Nothing was written: {current} is as it was." in complaint


def test_a_warning_of_the_generator_changes_nothing(
    tree: Tree, current: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The stock program drops the operation, and leaves with status 0.
    tree.replace("components/parameters/BeanId.yaml", "in: path\nrequired: true", "in: path\nrequired: false")

    with left_as_it_was(current):
        assert _main(tree, current) == 1

    assert "openapi/paths/beans_{bean_id}.yaml:1:1: openapi-python-client does not take this" in capsys.readouterr().err


def test_a_schema_that_has_no_python_type_changes_nothing(
    tree: Tree, current: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.replace("components/schemas/BeanCreate.yaml", "type: [string, 'null']", "const: 3005550101")

    with left_as_it_was(current):
        assert _main(tree, current) == 1

    assert "components/schemas/BeanCreate.yaml:1:1: " in capsys.readouterr().err


def test_a_formatter_that_fails_changes_nothing(
    tree: Tree, current: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(package, "SETTINGS", current / "where ruff finds no settings")

    with left_as_it_was(current):
        assert _main(tree, current) == 1

    assert "where ruff finds no settings" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("models/bean.py", "class Bean(", "class Bean((", "SyntaxError"),
        ("models/bean.py", "    amount: int", "    price: int", "Bean: no model of the package"),
        ("models/bean_roast.py", '"dark"', '"burnt"', "BeanRoast: no enum of the package"),
        ("operations.py", "        BEANS_GET,\n", "", "beans_get is either in the contract or in the package"),
        ("api/beans/__init__.py", "bean_id: str", "bag_id: str", "beans_get has no argument for the parameter"),
    ],
)
def test_an_incomplete_package_does_not_replace_the_old_one(  # noqa: PLR0913, PLR0917 - the row, and fixtures
    file: str,
    old: str,
    new: str,
    sentence: str,
    tree: Tree,
    current: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def write_and_spoil(contract: Document, target: Path) -> None:
        package.write_package(contract, target)
        text = (target / file).read_text(encoding="utf-8")
        assert old in text
        (target / file).write_text(text.replace(old, new), encoding="utf-8")

    monkeypatch.setattr(generate, "write_package", write_and_spoil)

    with left_as_it_was(current):
        assert _main(tree, current) == 1

    assert sentence in capsys.readouterr().err


def test_a_description_that_is_not_there_changes_nothing(
    current: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with left_as_it_was(current):
        assert generate.main(["--openapi", str(tmp_path / "nowhere"), "--output", str(current)]) == 1

    assert "nowhere" in capsys.readouterr().err


def test_a_refused_rename_restores_the_old_package(
    tree: Tree, current: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _fail_the_second_rename(monkeypatch, OSError("No space left on device"))

    with left_as_it_was(current):
        assert _main(tree, current) == 1

    assert "No space left on device" in capsys.readouterr().err


def test_an_interrupted_rename_restores_the_old_package(
    tree: Tree, current: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fail_the_second_rename(monkeypatch, KeyboardInterrupt())

    with left_as_it_was(current), pytest.raises(KeyboardInterrupt):
        _main(tree, current)


def test_the_run_after_a_kill_restores_the_package(tree: Tree, current: Path) -> None:
    before = _contents(current)
    _kill_between_the_renames(tree, current)
    assert not current.exists()

    assert _main(tree, current) == 0

    assert _contents(current) == before
    assert not (current.parent / ".generated.old").exists()


def test_a_failed_run_after_a_kill_restores_the_package(tree: Tree, current: Path) -> None:
    before = _contents(current)
    _kill_between_the_renames(tree, current)
    tree.write("openapi.yaml", "openapi: [")

    assert _main(tree, current) == 1

    assert _contents(current) == before


def test_a_check_after_a_kill_reports_and_changes_nothing(
    tree: Tree, current: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _kill_between_the_renames(tree, current)

    assert _main(tree, current, "--check") == 1

    assert "operations.txt is missing" in capsys.readouterr().err
    assert not current.exists()


def test_an_old_package_that_cannot_be_moved_stays(
    tree: Tree, current: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _contents(current)
    (current.parent / ".generated.old").write_text("a file where the folder should go", encoding="utf-8")

    assert _main(tree, current) == 1

    assert _contents(current) == before
    assert ".generated.old" in capsys.readouterr().err


def _fail_the_second_rename(monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
    rename, calls = Path.rename, list[Path]()

    def rename_but_once(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == 2:
            raise failure
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", rename_but_once)


def _kill_between_the_renames(tree: Tree, current: Path) -> None:
    arguments = ["--openapi", str(tree.root), "--output", str(current)]
    scripts = str(generate.ROOT / "scripts")
    command = [sys.executable, "-c", _KILLED_BETWEEN_THE_RENAMES, *arguments]
    done = subprocess.run(command, cwd=scripts, check=False)  # noqa: S603 - our own program
    assert done.returncode == 9


def _main(tree: Tree, output: Path, *arguments: str) -> int:
    return generate.main(["--openapi", str(tree.root), "--output", str(output), *arguments])


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
