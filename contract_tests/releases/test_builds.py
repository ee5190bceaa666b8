"""Two builds have the same bytes, and the distributions hold what they should and nothing else."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Final

import pytest

from build_hooks import package_page
from onepay_core.json_values import items
from releasing.builds import ReleaseError, check_contents, extras_of, read_sbom

ROOT: Final = Path(__file__).parents[2]
FILES: Final = ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", ".gitignore")
FOLDERS: Final = ("generated", "openapi", "src", "scripts")


def _build(folder: Path, seed: str, umask: int) -> Path:
    """Build both distributions from a copy of the tree in a folder, whose files are new."""
    for name in FOLDERS:
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=shutil.ignore_patterns("__pycache__", ".*_cache"),
            copy_function=shutil.copyfile,
        )
    for name in FILES:
        shutil.copyfile(ROOT / name, folder / name)
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    environment.pop("SOURCE_DATE_EPOCH", None)
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder / "dist")]
    subprocess.run(command, check=True, cwd=folder, env=environment, umask=umask, capture_output=True)  # noqa: S603 - our own words
    return folder / "dist"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The distributions of two builds in different folders, with different hash seeds and rights."""
    (first, second) = (tmp_path_factory.mktemp(name) for name in ("first", "second-in-a-longer-path"))
    return [_build(first, "1", 0o022), _build(second, "2", 0o077)]


def _file(folder: Path, pattern: str) -> Path:
    [path] = folder.glob(pattern)
    return path


@pytest.mark.parametrize("pattern", ["*.whl", "*.tar.gz"])
def test_two_builds_have_the_same_digest(built: list[Path], pattern: str) -> None:
    digests = {hashlib.sha256(_file(folder, pattern).read_bytes()).hexdigest() for folder in built}

    assert len(digests) == 1


def test_wheel_holds_what_it_should_and_nothing_else(built: list[Path]) -> None:
    wheel, source = _file(built[0], "*.whl"), _file(built[0], "*.tar.gz")

    check_contents(wheel, source)

    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        *(path.name for path in (ROOT / "src").iterdir() if (path / "__init__.py").exists() or path.suffix == ".py"),
        "onepay_api",
        next(name.split("/")[0] for name in names if ".dist-info/" in name),
    }
    assert {"onepay_api/OPENAPI_VERSION", "onepay_api/openapi.json", "onepay_client/py.typed"} <= set(names)
    with tarfile.open(source) as archive:
        assert not [name for name in archive.getnames() if "/openapi/released" in name]


def test_every_extra_is_in_all_and_has_a_smoke_test(built: list[Path]) -> None:
    smoke_test = (ROOT / "scripts/releasing/use_extra.py").read_text(encoding="utf-8")
    extras = set(extras_of(_file(built[0], "*.whl"))) - {"all"}

    assert all(f'"{extra}": use_{extra}' in smoke_test for extra in extras)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'all = ["onepay-client[{",".join(sorted(extras))}]"]' in project


def test_sbom_names_the_package_its_needs_and_the_contract(built: list[Path]) -> None:
    sbom = read_sbom(_file(built[0], "*.whl"))
    components = items(sbom["components"])
    by_name = {component["name"]: component for component in components}

    assert (by_name["httpx"]["scope"], by_name["sqlalchemy"]["scope"]) == ("required", "optional")
    digest = hashlib.sha256((ROOT / "generated/openapi.json").read_bytes()).hexdigest()
    assert by_name["openapi.json"]["hashes"] == [{"alg": "SHA-256", "content": digest}]
    references = [component["bom-ref"] for component in components if "bom-ref" in component]
    assert len(references) == len(set(references))


@pytest.mark.parametrize(
    ("repository", "link"),
    [("", "errors"), ("https://host.example/o/p", "[errors](https://host.example/o/p/blob/v1.2.3/docs/errors.md)")],
)
def test_links_of_the_package_page_lead_somewhere(repository: str, link: str) -> None:
    readme = "see {} and [it](https://a.example) and [here](#use)\n```\n[a](b)\n```\n"

    page = package_page(readme.format("[errors](docs/errors.md)"), repository, "1.2.3")

    assert page == readme.format(link)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        (
            "small-1.dist-info/METADATA",
            "Project-URL: a, b\n\nsee [errors](docs/errors.md)",
            "links to ](docs/errors.md)",
        ),
        ("small-1.dist-info/METADATA", "Name: small\n\nText", "name no address of the project"),
        ("small/.env", "KEY=1", "holds small/.env, which does not belong there"),
        ("small/journal.sqlite", "", "holds small/journal.sqlite"),
    ],
)
def test_wheel_with_a_flaw_is_refused(tmp_path: Path, name: str, content: str, problem: str) -> None:
    files = {
        "small-1.dist-info/METADATA": "Project-URL: a, b\n\nText",
        "small-1.dist-info/sboms/small.cdx.json": "{}",
        name: content,
    }
    with zipfile.ZipFile(tmp_path / "small.whl", "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
    with tarfile.open(tmp_path / "small.tar.gz", "w:gz"):
        pass

    with pytest.raises(ReleaseError) as caught:
        check_contents(tmp_path / "small.whl", tmp_path / "small.tar.gz")
    assert problem in str(caught.value)


def test_wheel_without_an_sbom_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "small.whl", "w") as wheel:
        wheel.writestr("small-1.dist-info/METADATA", "Name: small\n\nText")

    with pytest.raises(ReleaseError, match="has 0 files in"):
        read_sbom(tmp_path / "small.whl")
