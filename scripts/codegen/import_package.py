"""Import a generated package, and say what of the contract beside it is missing.

    python -P scripts/codegen/import_package.py generated

It reads `openapi.json` and the imported classes, and shares nothing with what wrote them.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import msgspec

SOURCES = Path(__file__).resolve().parents[2] / "src"
"""What a generated package stands on."""

_NO_FIELD = "("
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def missing(generated: Path) -> Iterator[str]:
    """Import every module of `onepay_api` in the folder; a sentence for each part of the contract that is not there."""
    contract = json.loads((generated / "openapi.json").read_text(encoding="utf-8"))
    sys.path[:0] = [str(generated), str(SOURCES)]
    package = import_module("onepay_api")
    for module in walk_packages(package.__path__, "onepay_api."):
        import_module(module.name)
    yield from _missing_components(contract["components"]["schemas"], package)
    yield from _missing_operations(contract, package)


def _missing_components(schemas: dict[str, Any], package: Any) -> Iterator[str]:
    classes = [getattr(package.models, name) for name in package.models.__all__]
    models = [class_ for class_ in classes if isinstance(class_, type) and issubclass(class_, package.Model)]
    enums: list[Any] = [
        class_ for class_ in classes if isinstance(class_, type) and issubclass(class_, package.OpenEnum)
    ]
    # By what they hold, since a class may have another name than its schema.
    fields = Counter(frozenset(_wire_names(model)) for model in models)
    values = Counter(tuple(str(member) for member in enum) for enum in enums)
    for name, schema in schemas.items():
        listed = schema.get("x-extensible-enum") or schema.get("enum")
        if listed and not _take(values, tuple(listed)):
            yield f"{name}: no enum of the package has exactly the values of this one."
        if "properties" in schema and not _take(fields, frozenset(schema["properties"])):
            yield f"{name}: no model of the package has exactly the fields of this one."
    if len(classes) != len(schemas):
        yield f"The contract has {len(schemas)} schemas, the package {len(classes)} classes."


def _missing_operations(contract: dict[str, Any], package: Any) -> Iterator[str]:
    client = package.Client("sk_test_nobody")
    items = contract["paths"].values()
    described = {item[method]["operationId"]: item[method] for item in items for method in _METHODS if method in item}
    for name in sorted({*described} ^ {*package.OPERATIONS}):
        yield f"{name} is either in the contract or in the package, but not in both."
    for name in sorted({*described} & {*package.OPERATIONS}):
        [tag] = described[name]["tags"]
        resource = getattr(client, tag if hasattr(client, tag) else f"{tag}_")
        arguments = inspect.signature(getattr(resource, name.removeprefix(f"{tag}_"))).parameters
        for parameter in package.OPERATIONS[name].parameters:
            if parameter.argument not in arguments:
                yield f"{name} has no argument for the parameter `{parameter.name}`."


def _wire_names(model: type[msgspec.Struct]) -> set[str]:
    names = {field.encode_name for field in msgspec.structs.fields(model)}
    return {name for name in names if not name.startswith(_NO_FIELD)}


def _take(counted: Counter[Any], wanted: object) -> bool:
    """Whether `wanted` was left, of which there is now one less."""
    counted[wanted] -= 1
    return counted[wanted] >= 0


def main(generated: Path) -> int:
    """Print what is missing; return the exit status."""
    sentences = list(missing(generated))
    for sentence in sentences:
        print(sentence)
    return int(bool(sentences))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
