"""Parts of the pages that accountants read: each page stands alone, prints, and fits a telephone.

Cells are given as HTML; whatever comes from outside goes through ``escape`` first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, Literal, TypeAlias

from onepay_client.errors import ConfigurationError

Column: TypeAlias = tuple[str, str]
"""The heading of a column and its kind: ``sum`` for amounts, ``short`` for what is not broken, else empty."""

Language: TypeAlias = Literal["es", "en"]
"""What a page can be written in."""

_LANGUAGES: Final = frozenset(("es", "en"))
_NARROW: Final = 3
"""Columns that fit a telephone."""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = """
:root{color-scheme:light;--line:#ddd;--soft:#5a5a5a}
body{font:15px/1.5 system-ui,sans-serif;color:#1c1c1c;background:#fff;margin:2rem auto;max-width:76rem;padding:0 1rem}
h1{font-size:1.6rem;margin:0 0 .5rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:2rem 0 .5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}svg{max-width:100%;height:auto}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
td.sum,th.sum{text-align:right;font-variant-numeric:tabular-nums}td.sum,td.short{white-space:nowrap}
.alarm{background:#fdecea}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}
@media screen and (max-width:40rem){
.cards thead{display:none}.cards tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}
.cards td{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.1rem 0;text-align:right}
.cards td.sum,.cards td.short{white-space:normal}.cards td:empty{display:none}
.cards td::before{content:attr(data-name);color:var(--soft);text-align:left}.wide svg{max-width:none}
dl.long{display:block}dl.long dd{margin:0 0 .5rem}
}
"""


def checked_language(language: object) -> None:
    """Refuse what is no ``Language``.

    Raises:
        ConfigurationError: it is none.
    """
    if not isinstance(language, str) or language not in _LANGUAGES:
        raise ConfigurationError("A report is written in Spanish (es) or in English (en).")


def page(language: str, title: str, body: Iterable[str], style: str = "") -> str:
    """A whole page; ``style`` is what it needs beside the style of all."""
    heading = escape(title)
    return "".join(
        (
            f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{heading}</title><style>{_STYLE}{style}</style></head><body><main><h1>{heading}</h1>",
            *body,
            "</main></body></html>\n",
        )
    )


def facts(pairs: Iterable[tuple[str, str]], kind: str = "") -> str:
    """Names and what they are; of the kind ``long`` where these are sentences."""
    items = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs)
    return f'<dl class="{kind}">{items}</dl>' if kind else f"<dl>{items}</dl>"


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], alarms: Sequence[bool] = ()) -> str:
    """A table; on a telephone each row of a wide one is a block of named cells. ``alarms`` marks rows."""
    head = "".join(f'<th scope="col"{_class(kind)}>{escape(name)}</th>' for name, kind in columns)
    body: list[str] = []
    for number, row in enumerate(rows):
        alarm = _class("alarm" if number < len(alarms) and alarms[number] else "")
        cells = (
            f'<td{_class(kind)} data-name="{escape(name)}">{cell}</td>'
            for (name, kind), cell in zip(columns, row, strict=True)
        )
        body.append(f"<tr{alarm}>{''.join(cells)}</tr>")
    cards = _class("cards" if len(columns) > _NARROW else "")
    return f'<div class="wide"><table{cards}><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
