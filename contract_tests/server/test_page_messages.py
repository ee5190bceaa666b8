"""The pages are whole in Spanish: nothing empty, fuzzy, left over or unmarked."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import page_messages


def _catalog(**messages: str) -> Catalog:
    catalog = Catalog(locale="es", fuzzy=False)
    for message, translation in messages.items():
        catalog.add(message.replace("_", " "), translation)
    return catalog


def test_spanish_of_the_pages_is_complete_and_compiled() -> None:
    assert page_messages.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("known", "problem"),
    [
        ({}, "not translated"),
        ({"Pay_now": ""}, "not translated"),
        ({"Pay_now": "Pagar %(amount)s"}, "other placeholders"),
        ({"Pay_now": "Pagar", "Old_text": "Viejo"}, "no page says this any more"),
    ],
)
def test_message_that_lacks_something_is_named(known: dict[str, str], problem: str) -> None:
    (line,) = page_messages.incomplete(_catalog(Pay_now=""), _catalog(**known))
    assert problem in line


def test_fuzzy_message_is_named() -> None:
    catalog = _catalog(Pay_now="Pagar")
    catalog["Pay now"].flags.add("fuzzy")
    (line,) = page_messages.incomplete(_catalog(Pay_now=""), catalog)
    assert "marked fuzzy" in line


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ("<p>Pay now</p>", ["Pay now"]),
        ("<p>{% trans %}Pay now{% endtrans %}</p>", []),
        ("<p>{{ _('Pay now') }}: {{ amount }} · OnePay</p>", []),
        ('<img alt="A picture">', ["A picture"]),
        ('<input placeholder="{{ _(hint) }}" name="amount" value="approve">', []),
        ("{% if paid %}<b>Paid</b>{% else %}{% trans %}Open{% endtrans %}{% endif %}", ["Paid"]),
        ("{# a comment #}<span>12</span>", []),
    ],
)
def test_text_of_a_template_has_to_be_marked(template: str, texts: list[str]) -> None:
    assert page_messages.unmarked_texts(template) == texts


def test_message_of_code_and_template_is_collected(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text("{% trans n=1 %}Page {{ n }}{% endtrans %}", encoding="utf-8")
    (tmp_path / "b.py").write_text("from x import message\nWORDS = message('Pay now')\n", encoding="utf-8")
    assert sorted(str(item.id) for item in page_messages.extracted(tmp_path)) == ["", "Page %(n)s", "Pay now"]
