"""Reads the contracts to compare: folders of sources, bundles, and both at a revision of git."""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from onepay_contract.document import Contract, ContractError, Operation
from onepay_core.json_values import (
    BYTE_ORDER_MARK,
    Document,
    Json,
    TooDeep,
    is_array,
    is_object,
    limit_depth,
    mapping,
    unescape,
)

_ROOT: Final = "openapi.yaml"
_FOLDER: Final = "openapi"
_DATA: Final = frozenset({"example", "examples", "default", "const", "enum", "x-extensible-enum"})
"""Keys below which a `$ref` is data."""


def read_contract(source: str, folder: Path) -> Contract:
    """The contract that a source names, relative to a folder.

    Args:
        source: a folder with an `openapi.yaml` in it, or with a folder `openapi`; a bundle, such as
            `generated/openapi.json`; or a revision of git, such as `HEAD~3`, with the path of either behind a colon,
            such as `v0.1.0:openapi`. A path that exists comes before a revision of the same name.
        folder: where paths begin and where git looks for its repository.

    Raises:
        ContractError: it is none of these, or it cannot be read; the message says what to mend.
    """
    path = folder / source
    if path.is_dir():
        document = _bundled(path, source)
    elif path.name == _ROOT and path.is_file():
        document = _bundled(path.parent, source)
    elif path.is_file():
        document = _parsed(_content(path, source), source)
    else:
        document = _at_revision(source, folder)
    return checked(document, source)


def checked(document: Json, source: str) -> Contract:
    """The contract that a document is; raises `ContractError` where it is none."""
    if not is_object(document) or not is_object(document.get("paths")) or not document.get("openapi"):
        raise ContractError(
            f"{source} is no OpenAPI document: it needs `openapi` and `paths`. Name a bundle or a folder."
        )
    for pointer in _references(document):
        _check_reference(document, pointer, source)
    try:
        contract = Contract(document)
        operations = [*contract.operations.values(), *contract.webhooks.values()]
        for operation in operations:
            _check_names(operation)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise ContractError(
            f"{source} is not written as a contract is ({reason}). Lint it, and mend what it says."
        ) from None
    if not operations:
        raise ContractError(f"{source} has no operation and no webhook: there is nothing to compare.")
    return contract


def _check_names(operation: Operation) -> None:
    """Raise `TypeError` where a name is no text."""
    for name in (operation.id, *(parameter.name for parameter in operation.parameters)):
        if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance] - it comes from a file
            raise TypeError(f"the name {name!r} is no text")


def _content(path: Path, source: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContractError(f"{source} cannot be read: {error.strerror}.") from None


def _parsed(content: bytes, source: str) -> Json:
    try:
        return json.loads(limit_depth(content.removeprefix(BYTE_ORDER_MARK)))
    except (TooDeep, ValueError) as error:
        hint = f"Of sources in YAML name the folder that holds {_ROOT}."
        raise ContractError(f"{source} is no bundle, which is JSON: {error}. {hint}") from None


def _bundled(folder: Path, source: str) -> Document:
    """The document that a folder of sources becomes."""
    root = folder if (folder / _ROOT).is_file() else folder / _FOLDER
    if not (root / _ROOT).is_file():
        raise ContractError(f"{source} holds no {_ROOT}, and no {_FOLDER}/{_ROOT}: name the folder of the sources.")
    try:
        from onepay_contract.bundling import BundleError, bundle  # noqa: PLC0415 - only sources need PyYAML
    except ImportError:
        need = "pip install 'onepay-client[contract]'"
        raise ContractError(
            f"{source} is a folder of sources, and reading YAML needs another package: {need}."
        ) from None
    try:
        return bundle(root)
    except BundleError as error:
        raise ContractError(f"{source} cannot be bundled:\n{error}") from None


def _at_revision(source: str, folder: Path) -> Json:
    """The document at a revision; without a path it is the folder of sources of the whole repository."""
    revision, colon, path = source.partition(":")
    wanted = f"{revision}:{path if colon else _FOLDER}"
    name = _git(folder, source, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted).decode().strip()
    if _git(folder, source, "cat-file", "-t", name).strip() == b"blob":
        return _parsed(_git(folder, source, "cat-file", "blob", name), source)
    archive = _git(folder, source, "archive", "--format=zip", name)
    with tempfile.TemporaryDirectory(prefix="contract-") as extracted:
        zipfile.ZipFile(io.BytesIO(archive)).extractall(extracted)
        return _bundled(Path(extracted), source)


def _git(folder: Path, source: str, *arguments: str) -> bytes:
    nothing = f"{source} is neither a file nor a folder here, nor a revision of git"
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603, S607 - git of whoever calls
    except (OSError, ValueError) as error:
        raise ContractError(f"{nothing} that could be read: {error}.") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        hint = said or f"`git rev-parse {source}` finds nothing, or the revision has no folder {_FOLDER}/"
        raise ContractError(f"{nothing}: {hint}.")
    return done.stdout


def _references(value: Json) -> Iterator[str]:
    """Every reference below a value."""
    waiting: list[Json] = [value]
    while waiting:
        part = waiting.pop()
        if is_array(part):
            waiting.extend(part)
        elif is_object(part):
            if "$ref" in part:
                yield str(part["$ref"])
            waiting.extend(inner for key, inner in part.items() if key not in _DATA)


def _check_reference(document: Document, pointer: str, source: str) -> None:
    """Raise `ContractError` where a reference leads to nothing, out of the document, or back to itself."""
    passed: list[str] = []
    while pointer:
        if not pointer.startswith("#/"):
            raise ContractError(f"{source} refers to {pointer!r}, which is not in it. Bundle it first.")
        if pointer in passed:
            raise ContractError(f"{source} has a reference that leads back to itself: {pointer}. Write it out once.")
        passed.append(pointer)
        pointer = str(mapping(_resolved(document, pointer, source)).get("$ref", ""))


def _resolved(document: Document, pointer: str, source: str) -> Json:
    part: Json = document
    for step in pointer.removeprefix("#/").split("/"):
        name = unescape(step)
        if is_object(part) and name in part:
            part = part[name]
        elif is_array(part) and name.isdecimal() and int(name) < len(part):
            part = part[int(name)]
        else:
            raise ContractError(f"{source} refers to {pointer}, which it does not have. Mend the reference.")
    return part
