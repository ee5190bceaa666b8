"""Names of a package whose modules are loaded when one of them is first used."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TypeAlias

_Getter: TypeAlias = Callable[[str], object]


def lazy_names(
    package: str, names: Mapping[str, Sequence[str]], modules: Mapping[str, str] | None = None
) -> tuple[list[str], _Getter, Callable[[], list[str]]]:
    """``__all__``, ``__getattr__`` and ``__dir__`` of ``package``.

    ``names`` has the names that each module defines, ``modules`` the modules that are names themselves; both say where
    they are in the words of ``import_module``.
    """
    module_of = {name: module for module, defined in names.items() for name in defined}
    modules = modules or {}
    public = [*module_of, *modules]

    def get(name: str) -> object:
        if name in modules:
            return import_module(modules[name], package)
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        loaded: object = getattr(import_module(module_of[name], package), name)
        setattr(sys.modules[package], name, loaded)
        return loaded

    return public, get, lambda: sorted(public)
