"""Which of our packages may import which: the arrows of the architecture, held against every import statement."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import resolve_name
from pathlib import Path
from typing import Final

OURS: Final = frozenset(
    {
        "onepay_api",
        "onepay_cli",
        "onepay_client",
        "onepay_conformance",
        "onepay_contract",
        "onepay_core",
        "onepay_pytest",
        "onepay_sandbox",
    }
)
NEUTRAL: Final = frozenset(
    {"onepay_core.environment", "onepay_core.json_values", "onepay_core.loopback", "onepay_core.masking"}
)
"""Modules of ours that know nothing of the API, and that all may import."""


ADAPTED: Final = {
    "fast_transport": frozenset({"pyreqwest"}),
    "postgres": frozenset({"psycopg"}),
    "telemetry": frozenset({"opentelemetry"}),
    "workers": frozenset({"procrastinate", "psycopg"}),
}
"""The libraries of an adapter that is named after what they are for."""


@dataclass(frozen=True)
class Layer:
    """A package, where its modules stand, and which top-level packages they may import beside the standard library.

    With `only` empty they may import everything but the others of ours; `others` are packages and single modules of
    ours that they may import too. In a layer with adapters, a module that is named after another library may import
    that one, since nothing imports the module but those who use it.
    """

    package: str
    folder: str
    only: frozenset[str] = frozenset()
    has_adapters: bool = False
    others: frozenset[str] = frozenset()

    def allows(self, name: str, module: str) -> bool:
        top = name.partition(".")[0]
        if name in NEUTRAL or {name, name.partition(".")[0]} & self.others:
            return True
        if top in OURS:
            return top == self.package or top in self.only
        free = not self.only or (self.has_adapters and top in ADAPTED.get(module, {module}))
        return free or top in self.only or top in sys.stdlib_module_names


LAYERS: Final = (
    Layer("onepay_api", "generated/onepay_api", frozenset({"httpx", "msgspec", "onepay_core"})),
    Layer(
        "onepay_client",
        "src/onepay_client",
        frozenset({"httpx", "msgspec", "onepay_api", "onepay_core"}),
        has_adapters=True,
    ),
    Layer("onepay_cli", "src/onepay_cli", others=OURS),
    Layer("onepay_core", "src/onepay_core", frozenset({"httpx", "msgspec"}), has_adapters=True),
    Layer("onepay_sandbox", "src/onepay_sandbox", others=frozenset({"onepay_contract.document"})),
    Layer("onepay_contract", "src/onepay_contract", frozenset({"onepay_contract", "yaml"})),
    Layer("onepay_conformance", "src/onepay_conformance", others=frozenset({"onepay_contract"})),
)


def wrong_arrows(root: Path) -> Iterator[str]:
    """One sentence for each import below `root` that goes against an arrow."""
    for layer in LAYERS:
        folder = root / layer.folder
        for path in sorted(folder.rglob("*.py")):
            for line, name in imports(path, layer.package, folder):
                if not layer.allows(name, path.stem):
                    allowed = ", ".join(sorted(layer.only)) or "whatever is not ours"
                    place = f"{path.relative_to(root)}:{line}"
                    yield f"{place} imports {name}, but {layer.package} may import only itself and {allowed}."


def imports(path: Path, package: str, folder: Path) -> Iterator[tuple[int, str]]:
    """Line and absolute name of each import in a module, those for type checkers and `import_module` included."""
    home = ".".join([package, *path.relative_to(folder).parent.parts])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, name) for name in _imported_from(node, home))
        elif isinstance(node, ast.Call) and (name := _imported_by(node)):
            yield node.lineno, resolve_name(name, home)


def _imported_from(node: ast.ImportFrom, home: str) -> Iterator[str]:
    module = resolve_name("." * node.level + (node.module or ""), home)
    if node.module:
        yield module
    else:
        yield from (f"{module}.{alias.name}" for alias in node.names)


def _imported_by(call: ast.Call) -> str | None:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called not in ("import_module", "__import__") or not call.args:
        return None
    name = call.args[0]
    if isinstance(name, ast.JoinedStr):
        name = name.values[0]
    return str(name.value) if isinstance(name, ast.Constant) else None
