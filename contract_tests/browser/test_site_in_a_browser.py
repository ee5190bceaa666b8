"""The build of the site notices what does not fit a telephone."""

from __future__ import annotations

from pathlib import Path

from reference.site_widths import too_wide
from support.chromium import chromium

_PAGE = """<!doctype html>
<title>{name}</title>
<div class="content" style="overflow-x: auto">{body}</div>
"""
_WIDE = '<p style="width: 500px">Reembolsos</p>'
_TABLE = f'<div class="table-wrapper" style="overflow-x: auto">{_WIDE}</div>'


def test_page_or_table_wider_than_a_telephone_is_named(tmp_path: Path) -> None:
    bodies = {
        "fits": "<p>Reembolsos</p><pre style='overflow-x: auto'>" + "x" * 200 + "</pre>",
        "page": _WIDE,
        "table": _TABLE,
    }
    pages = [tmp_path / f"{name}.html" for name in bodies]
    for page, body in zip(pages, bodies.values(), strict=True):
        page.write_text(_PAGE.format(name=page.stem, body=body), encoding="utf-8")
    browser = chromium()
    assert browser is not None
    found = list(too_wide(browser, pages))
    assert found == [f"{name}.html: 'Reembolsos' is wider than a telephone" for name in ("page", "table")]
