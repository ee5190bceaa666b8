"""The reference of Python names shows every public name with its signature and its docstring."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pytest

from reference.surface import MODULES, public_names


@pytest.mark.parametrize("module", MODULES)
def test_every_documented_name_of_a_module_is_shown(module: str) -> None:
    shown = {name.name: name for name in public_names(module)}
    loaded = import_module(module)
    values = {name: getattr(loaded, name) for name in getattr(loaded, "__all__", ())}
    wanted = {name for name, value in values.items() if callable(value) and not isinstance(value, ModuleType)}
    assert {name for name in wanted if getattr(values[name], "__module__", "").startswith("onepay")} <= shown.keys()
    assert [name for name, found in shown.items() if not found.text] == []


def test_name_has_its_signature_sections_and_methods() -> None:
    shown = {name.name: name for name in public_names("onepay_client")}
    client, error = shown["OnePay"], shown["OutcomeUnknown"]
    assert client.signature.startswith("class OnePay(secret_key: Key | None = None")
    assert "- raises `ConfigurationError`: " in client.text
    assert {"with_options", "with_reply", "close"} <= {member.name for member in client.members}
    assert "resume" in {member.name for member in error.members}
    signatures = "\n".join(name.signature for name in shown.values())
    assert "ForwardRef" not in signatures
    assert " = CallOptions(" not in signatures
