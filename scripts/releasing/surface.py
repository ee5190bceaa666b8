"""Compare what programs import: the public names of two trees, as griffe reads them without importing anything."""

from __future__ import annotations

import io
import logging
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import griffe

ROOTS: Final = (
    *("onepay_client", "onepay_client.money", "onepay_client.payouts", "onepay_client.reconciliation"),
    *("onepay_client.webhooks", "onepay_api"),
)
"""The modules whose names are public; the head of CHANGELOG.md says the same."""

PUBLIC_BELOW: Final = ("onepay_api.api.", "onepay_api.models.")
"""Packages of which everything is public: the methods of resources, and the models with their fields."""

_PACKAGES: Final = ("onepay_core", "onepay_api", "onepay_client")
_PARTS: Final = ("src", "generated")


class HistoryError(Exception):
    """The commit of a release cannot be read from git; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SurfaceChanges:
    """What changed for programs: sentences on what breaks them, and the names that are new."""

    breaking: tuple[str, ...]
    added: tuple[str, ...]


class Surface:
    """The public names of one tree; `exported` has the path at which each name of a root is defined."""

    def __init__(self, modules: griffe.ModulesCollection) -> None:
        self.modules: Final = modules
        self.exported: Final = {
            f"{root}.{name}": _defined_at(member)
            for root in ROOTS
            if (module := _module(modules, root))
            for name, member in module.members.items()
            if _is_exported(member, module)
        }

    @property
    def names(self) -> frozenset[str]:
        """Every public name: what is exported, and the members of classes that are public."""
        below = (member.path for package in PUBLIC_BELOW for member in _members(self.modules[package.rstrip(".")]))
        return frozenset([*self.exported, *below])

    def has(self, path: str) -> bool:
        """Whether an object at a path is public, by itself or within one that is."""
        defined = set(self.exported.values())
        parents = [path[:end] for end in range(len(path) + 1) if end == len(path) or path[end] == "."]
        return path.startswith(PUBLIC_BELOW) or bool(defined.intersection(parents)) or path.rpartition(".")[0] in ROOTS


def compare_surfaces(before: Path, after: Path) -> SurfaceChanges:
    """What changed in the public names between two trees."""
    old, new = read_surface(before), read_surface(after)
    breaking = {
        _sentence(breakage)
        for package in ("onepay_client", "onepay_api")
        for breakage in griffe.find_breaking_changes(old.modules[package], new.modules[package])
        if not breakage.obj.is_module and (old.has(breakage.obj.path) or new.has(breakage.obj.path))
    }
    gone = {f"{name}: Public name was removed" for name in old.exported.keys() - new.exported.keys()}
    return SurfaceChanges(tuple(sorted(breaking | gone)), tuple(sorted(new.names - old.names)))


def read_surface(tree: Path) -> Surface:
    """The public names of a tree."""
    logging.getLogger("griffe").setLevel(logging.CRITICAL)  # names of other packages cannot be resolved, and need not
    loader = griffe.GriffeLoader(search_paths=[tree / part for part in _PARTS], allow_inspection=False)
    for package in _PACKAGES:
        loader.load(package, try_relative_path=False)
    loader.resolve_aliases(implicit=False, external=False)
    return Surface(loader.modules_collection)


def extract_release(root: Path, bundle: Path, folder: Path) -> None:
    """Put the code of a release into a folder: that of the commit that put its bundle there.

    Raises `HistoryError` where git does not know that commit.
    """
    name = bundle.relative_to(root).as_posix()
    try:
        found = _git(root, "log", "--max-count=1", "--format=%H", "--", name).decode().strip()
        archive = _git(root, "archive", "--format=zip", found or "HEAD", *_PARTS)
    except (OSError, subprocess.CalledProcessError) as error:
        raise HistoryError(f"git cannot show the release of {name} ({error}). Run this in a clone.") from None
    if not found:
        raise HistoryError(f"No commit holds {name}. Commit it, or fetch the whole history: git fetch --unshallow.")
    zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)


def _git(root: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True).stdout  # noqa: S603, S607 - git of whoever releases


def _module(modules: griffe.ModulesCollection, path: str) -> griffe.Object | griffe.Alias | None:
    try:
        module: griffe.Object | griffe.Alias = modules[path]
    except KeyError:  # this tree does not have it yet, or no more
        return None
    return module


def _is_exported(member: griffe.Object | griffe.Alias, module: griffe.Object | griffe.Alias) -> bool:
    """Whether a name is public in its module; where `__all__` is computed, it is what the module imports of ours."""
    listed = module.exports
    if listed is not None and all(isinstance(name, str) for name in listed):
        return member.name in listed
    return isinstance(member, griffe.Alias) and member.target_path.startswith("onepay_")


def _defined_at(member: griffe.Object | griffe.Alias) -> str:
    try:
        return member.canonical_path
    except griffe.AliasResolutionError:  # it is defined in a package of others
        return member.path


def _members(module: griffe.Object | griffe.Alias) -> Iterator[griffe.Object | griffe.Alias]:
    """Everything public that is defined below a module."""
    for name, member in module.members.items():
        if name.startswith("_") or member.is_alias:
            continue
        yield member
        if member.is_module or member.is_class:
            yield from _members(member)


def _sentence(breakage: griffe.Breakage) -> str:
    name = getattr(breakage, "_parameter_name", "")
    values = [str(value) for value in (breakage.old_value, breakage.new_value) if isinstance(value, str | int | None)]
    more = f" ({' -> '.join(values)})" if any(value != "None" for value in values) and len(values) > 1 else ""
    return f"{breakage.obj.path}: {breakage.kind.value}{f' {name}' if name else ''}{more}"
