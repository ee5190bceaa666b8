from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import generate
from generation.arrows import LAYERS, imports, wrong_arrows

if TYPE_CHECKING:
    from pathlib import Path


def test_no_package_imports_against_an_arrow() -> None:
    assert list(wrong_arrows(generate.ROOT)) == []


def test_one_module_alone_reads_the_objects_of_the_generator() -> None:
    scripts = generate.ROOT / "scripts"
    readers = [
        path.relative_to(scripts).as_posix()
        for path in scripts.rglob("*.py")
        for _, name in imports(path, "scripts", scripts)
        if name.startswith("openapi_python_client.parser")
    ]

    assert set(readers) == {"codegen/views.py", "benches/peers.py"}, "the benchmarks run the stock generator"


def test_the_arrows_are_held_against_modules_that_exist() -> None:
    looked_at = {layer.folder: len(list((generate.ROOT / layer.folder).rglob("*.py"))) for layer in LAYERS}

    assert looked_at["generated/onepay_api"] > 300
    assert looked_at["src/onepay_core"] > 10
    assert looked_at["src/onepay_contract"] > 10


@pytest.mark.parametrize(
    ("file", "statement"),
    [
        ("generated/onepay_api/client.py", "import onepay_client"),
        ("generated/onepay_api/models/payment.py", "from onepay_client.errors import Refused"),
        ("generated/onepay_api/client.py", "import onepay_sandbox.state"),
        ("generated/onepay_api/client.py", "import attrs"),
        ("src/onepay_core/callers.py", "import requests"),
        ("src/onepay_core/callers.py", "from bundle import read_bundle"),
        ("src/onepay_core/callers.py", "from importlib import import_module\nimport_module('onepay_client.sending')"),
        ("src/onepay_core/callers.py", "x = __import__('onepay_sandbox')"),
        ("src/onepay_client/sending.py", "from onepay_sandbox import Sandbox"),
        ("src/onepay_client/sending.py", "import flask"),
        ("src/onepay_client/webhooks/django.py", "from flask import request"),
        ("src/onepay_client/onepay_sandbox.py", "import onepay_sandbox"),
        ("generated/onepay_api/flask.py", "import flask"),
        ("src/onepay_sandbox/app.py", "from onepay_api.models import Payment"),
        ("src/onepay_sandbox/app.py", "import onepay_client"),
        ("src/onepay_sandbox/app.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import onepay_api"),
        ("src/onepay_sandbox/app.py", "import onepay_contract"),
        ("src/onepay_sandbox/app.py", "from onepay_contract.judging import Judge"),
        ("src/onepay_client/sending.py", "from onepay_contract.document import load"),
        ("src/onepay_sandbox/app.py", "from onepay_core.model import Model"),
        ("src/onepay_client/sending.py", "import onepay_contract"),
        ("src/onepay_contract/judging.py", "from onepay_sandbox.routes import Router"),
        ("src/onepay_contract/judging.py", "import onepay_api"),
        ("src/onepay_contract/reports/page.py", "import jsonschema_rs"),
        ("src/onepay_conformance/run.py", "from onepay_sandbox.sandbox import Sandbox"),
        ("src/onepay_conformance/run.py", "import onepay_client"),
        ("src/onepay_conformance/run.py", "from onepay_core.model import Model"),
        ("src/onepay_contract/cli.py", "import onepay_conformance"),
        ("src/onepay_sandbox/deep/down.py", "def handle():\n    from onepay_client import Client"),
    ],
)
def test_an_import_against_an_arrow_is_named(tmp_path: Path, file: str, statement: str) -> None:
    _write(tmp_path, file, statement)

    [sentence] = wrong_arrows(tmp_path)

    assert sentence.startswith(f"{file}:")


@pytest.mark.parametrize(
    ("file", "statement"),
    [
        (
            "generated/onepay_api/client.py",
            "import httpx\nimport functools\nfrom onepay_core.callers import HttpCaller",
        ),
        ("generated/onepay_api/models/payment.py", "from ..model import Model\nfrom . import allows"),
        ("generated/onepay_api/__init__.py", "import importlib\nimportlib.import_module('.models', __name__)"),
        ("src/onepay_core/callers.py", "import msgspec\nfrom . import models"),
        ("src/onepay_client/sending.py", "from onepay_api import Client\nfrom ._retries import Rule"),
        ("src/onepay_client/webhooks/django.py", "from django.http import HttpRequest"),
        ("src/onepay_contract/values.py", "from onepay_core.json_values import limit_depth"),
        ("src/onepay_sandbox/app.py", "from onepay_core.json_values import limit_depth"),
        ("src/onepay_sandbox/app.py", "from onepay_core.masking import HIDDEN"),
        ("src/onepay_contract/inputs.py", "from onepay_core.loopback import is_loopback"),
        ("src/onepay_sandbox/app.py", "from onepay_contract.document import load"),
        ("src/onepay_conformance/run.py", "import jsonschema_rs\nfrom onepay_contract.judging import Judge"),
        ("src/onepay_contract/cli.py", "import argparse\nfrom onepay_contract.reports import as_html"),
        ("src/onepay_sandbox/app.py", "import starlette\nimport sqlalchemy\nfrom onepay_sandbox import state"),
    ],
)
def test_an_import_along_an_arrow_is_not(tmp_path: Path, file: str, statement: str) -> None:
    _write(tmp_path, file, statement)

    assert list(wrong_arrows(tmp_path)) == []


def test_relative_imports_are_followed_to_where_they_lead(tmp_path: Path) -> None:
    _write(tmp_path, "package/models/payment.py", "from ..model import Model\nfrom . import allows")

    found = imports(tmp_path / "package/models/payment.py", "onepay_api", tmp_path / "package")

    assert list(found) == [(1, "onepay_api.model"), (2, "onepay_api.models.allows")]


def _write(root: Path, file: str, text: str) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
