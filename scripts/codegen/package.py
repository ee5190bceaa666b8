"""Write `onepay_api` with openapi-python-client, and our templates; what it stands on is `src/onepay_core`."""

from __future__ import annotations

import contextlib
import io
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any, Final

from jinja2 import StrictUndefined
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType

from codegen.docstrings import class_docstring, docstring, from_docstring, method_docstring
from codegen.views import LIKE, Complaint, GenerationError, Package, literal, read
from values import Document, mapping

HERE: Final = Path(__file__).resolve().parent
SETTINGS: Final = HERE.parent.parent / "pyproject.toml"


class BuildError(Exception):
    """The package could not be written or formatted; the contract has nothing to do with it."""


class PackageProject(Project):
    """openapi-python-client's project: its loop over the contract, with what our templates show."""

    def __init__(self, package: Package, config: Config) -> None:
        super().__init__(openapi=package.parsed, config=config, custom_template_path=HERE / "templates")
        self.env.undefined = StrictUndefined  # an attribute that the tool renames would be rendered as nothing
        self.env.filters.update(docstring=docstring, literal=literal)
        self.env.globals.update(_globals(package))

    def _build_api(self) -> None:
        super()._build_api()
        for name in ("operations.py", "servers.py", "shapes.py", "wire_names.py"):
            text = self.env.get_template(f"{name}.jinja").render()
            (self.package_dir / name).write_text(text, encoding="utf-8")
        (self.package_dir / "py.typed").touch()

    def _run_post_hooks(self) -> None:
        for name in ("errors.py", "types.py"):  # the tool's own, of which nothing of ours makes use
            (self.package_dir / name).unlink()
        super()._run_post_hooks()
        shutil.rmtree(self.project_dir / ".ruff_cache", ignore_errors=True)


def write_package(contract: Document, target: Path) -> None:
    """Write the package for `contract` into the folder `target`, which does not exist yet.

    Raises `GenerationError` when a part of the contract would be missing from it, `BuildError` when ruff fails.
    """
    config = _config(target)
    project = PackageProject(read(contract, config), config)
    with contextlib.redirect_stdout(io.StringIO()):  # it announces the temporary folder
        errors = project.build()
    if errors:
        raise BuildError("\n".join(f"{error.header}: {error.detail}" for error in errors))


def complaints(contract: Document) -> tuple[Complaint, ...]:
    """Why `contract` cannot become a package; empty when it can."""
    try:
        read(contract, _config(HERE))
    except GenerationError as error:
        return error.complaints
    return ()


def _globals(package: Package) -> dict[str, Any]:
    sensitive = {field.wire_name for field in package.fields if "x-sensitive" in field.schema}
    common_names = mapping(package.contract.get("x-names"))
    hidden = sensitive | {common_names[meaning] for meaning in ("metadata",) if meaning in common_names}
    return {
        "package": package,
        "like": LIKE,
        "tags": sorted(package.parsed.endpoint_collections_by_tag),
        "tag_description": package.tag_text,
        "sensitive_names": sorted(hidden),
        "plain_names": sorted({field.wire_name for field in package.fields} - hidden),
        "marked_names": _marked_names(package),
        "common_names": sorted(common_names.items()),
        "class_docstring": class_docstring,
        "method_docstring": method_docstring,
        "from_docstring": from_docstring,
    }


def _marked_names(package: Package) -> list[tuple[str, list[str], str]]:
    """The sets of names that marks and formats make, by constant, with what they are."""
    marks = {(field.wire_name, field.schema.get("x-money")) for field in package.sent_fields}
    large = {field.wire_name for field in package.fields if field.schema.get("format") == "int64"}
    paying = sorted(
        id_ for id_, each in package.operations.items() if str(each.raw.get("x-balance")).startswith("takes")
    )
    return [
        ("LARGE_NUMBERS", sorted(large), "Fields that hold whole numbers of 64 bits: sums of money, and moments."),
        ("SUMS", _marked(marks, "moved", "stated"), "Sums of money in requests whose unit is known (`x-money`)."),
        ("MOVED_SUMS", _marked(marks, "moved"), "The sums that a request asks for or moves, which are never zero."),
        ("PAYING_OPERATIONS", paying, "The operations that take from a balance (`x-balance`)."),
    ]


def _marked(marks: set[tuple[str, str | None]], *kinds: str) -> list[str]:
    return sorted({name for name, mark in marks if mark in kinds})


def _config(target: Path) -> Config:
    ruff = f"{shlex.quote(sys.executable)} -m ruff"
    settings = shlex.quote(str(SETTINGS))
    hooks = [
        f"{ruff} check --fix-only --config {settings} --select I,F401,RUF022 .",
        f"{ruff} format --quiet --config {settings} .",
    ]
    return Config.from_sources(
        ConfigFile(post_hooks=hooks, package_name_override="onepay_api"),
        MetaType.NONE,
        document_source=target,
        file_encoding="utf-8",
        overwrite=False,
        output_path=target,
    )
