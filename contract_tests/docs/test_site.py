"""The site is complete in both languages and loads nothing from other hosts."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_docs import CATALOGS, foreign_resources, forget_dates, incomplete, shown_in_english

TEMPLATE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Refunds"\nmsgstr ""\n'


def _problems(folder: Path, catalog: str | None) -> list[str]:
    templates, catalogs = folder / "templates", folder / "catalogs"
    templates.mkdir()
    catalogs.mkdir()
    (templates / "index.pot").write_text(TEMPLATE, encoding="utf-8")
    if catalog is not None:
        (catalogs / "index.po").write_text(catalog, encoding="utf-8")
    return list(incomplete(templates, catalogs))


def test_translated_message_is_complete(tmp_path: Path) -> None:
    assert _problems(tmp_path, TEMPLATE.replace('"Refunds"\nmsgstr ""', '"Refunds"\nmsgstr "Reembolsos"')) == []


@pytest.mark.parametrize(
    ("catalog", "problem"),
    [
        (None, "not translated: 'Refunds'"),
        (TEMPLATE, "not translated: 'Refunds'"),
        (TEMPLATE.replace('msgid "Refunds"', 'msgid "Charges"'), "not translated: 'Refunds'"),
        (
            TEMPLATE.replace('msgid "Refunds"\nmsgstr ""', '#, fuzzy\nmsgid "Refunds"\nmsgstr "Cobros"'),
            "marked fuzzy: 'Refunds'",
        ),
    ],
    ids=["no catalog", "empty", "missing", "fuzzy"],
)
def test_incomplete_translation_is_named(tmp_path: Path, catalog: str | None, problem: str) -> None:
    (line,) = _problems(tmp_path, catalog)
    assert line.startswith(f"index.po: {problem}")


@pytest.mark.parametrize(
    "element",
    [
        '<script src="https://cdn.example.com/a.js"></script>',
        '<link rel="stylesheet" href="//fonts.example.com/a.css">',
        '<img alt="" src="http://example.com/a.png">',
    ],
)
def test_resource_of_another_host_is_named(tmp_path: Path, element: str) -> None:
    (tmp_path / "index.html").write_text(f'<a href="https://example.com">a link is fine</a>{element}', encoding="utf-8")
    (line,) = foreign_resources(tmp_path)
    assert line.startswith("index.html loads ")


def test_translated_heading_in_english_is_named(tmp_path: Path) -> None:
    catalog = TEMPLATE.replace('msgid "Refunds"\nmsgstr ""', 'msgid "Refunds"\nmsgstr "1. Reembolsos"')
    (tmp_path / "index.po").write_text(catalog, encoding="utf-8")
    page = tmp_path / "index.html"
    page.write_text('<h2>Refunds<a class="headerlink" href="#r">¶</a></h2>', encoding="utf-8")
    (line,) = shown_in_english(tmp_path, tmp_path)
    assert line.startswith("index.html shows 'Refunds'")
    page.write_text("<h2>1. Reembolsos</h2>", encoding="utf-8")
    assert list(shown_in_english(tmp_path, tmp_path)) == []


def test_no_catalog_says_when_its_messages_were_collected(tmp_path: Path) -> None:
    catalog = tmp_path / "page.po"
    catalog.write_text(
        'msgid ""\nmsgstr ""\n"POT-Creation-Date: 2026-11-30 15:37+0000\\n"\n"Language: es\\n"\n', "utf-8"
    )
    forget_dates(tmp_path)

    assert catalog.read_text("utf-8") == 'msgid ""\nmsgstr ""\n"Language: es\\n"\n'
    assert [path.name for path in CATALOGS.rglob("*.po") if "POT-Creation-Date" in path.read_text("utf-8")] == []
