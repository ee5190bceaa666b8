from __future__ import annotations

import tomllib
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

import generate
import package
import upstream

if TYPE_CHECKING:
    from pathlib import Path


def test_the_templates_that_we_replace_are_those_from_which_ours_were_written() -> None:
    recorded = upstream.RECORD.read_text(encoding="utf-8")
    found = list(upstream.changes(recorded, upstream.digests()))

    assert not found, upstream.advice(found)


def test_the_generator_is_installed_in_exactly_the_pinned_version() -> None:
    groups = tomllib.loads((generate.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]

    assert f"{upstream.GENERATOR}=={version(upstream.GENERATOR)}" in groups["generate"]


def test_the_record_names_the_version_that_it_was_made_from() -> None:
    assert f"{upstream.GENERATOR} {version(upstream.GENERATOR)} " in upstream.RECORD.read_text(encoding="utf-8")


def test_the_digests_cover_every_template_that_generation_replaces() -> None:
    replaced = set(upstream.digests())

    assert upstream.TEMPLATES == package.TEMPLATES
    assert {"model.py.jinja", "str_enum.py.jinja", "endpoint_init.py.jinja", "client.py.jinja"} <= replaced
    assert "variant.py.jinja" not in replaced, "the generator has no such template"


def test_a_template_that_changed_is_named_with_what_to_do() -> None:
    installed = upstream.digests()
    recorded = upstream.record({**installed, "model.py.jinja": "0" * 64})

    [sentence] = upstream.changes(recorded, installed)

    assert sentence.startswith("model.py.jinja has changed in openapi-python-client")
    assert "python scripts/upstream.py --renew" in upstream.advice([sentence])


def test_a_template_that_is_newly_replaced_or_is_gone_upstream_is_named() -> None:
    installed = upstream.digests()

    [new] = upstream.changes(upstream.record(installed), {**installed, "types.py.jinja": "1" * 64})
    [gone] = upstream.changes(upstream.record({**installed, "old.py.jinja": "1" * 64}), installed)

    assert new.startswith("types.py.jinja replaces a template")
    assert gone.startswith("old.py.jinja is recorded, but")


def test_renewal_ends_the_complaint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "UPSTREAM.txt"
    path.write_text(upstream.record({"model.py.jinja": "0" * 64}), encoding="utf-8")

    assert upstream.main([], path) == 1
    assert "model.py.jinja has changed" in capsys.readouterr().err
    assert upstream.main(["--renew"], path) == 0
    assert upstream.main([], path) == 0
    assert path.read_text(encoding="utf-8") == upstream.RECORD.read_text(encoding="utf-8")
