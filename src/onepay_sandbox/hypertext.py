"""Plain pages for people: everything that is put into one is escaped, and nothing on it comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from onepay_sandbox.messages import Answer

_HEADERS: Final = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { border-bottom: 1px solid #8886; padding: 0.3rem 0.6rem 0.3rem 0; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; }
pre { border: 1px solid #8886; padding: 0.6rem; overflow-x: auto; }
"""


def page(status: int, title: str, *parts: str) -> Answer:
    """An answer with a page; `parts` were made by the functions below."""
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{_STYLE}</style>"
    body = f"<h1>{escape(title)}</h1>{''.join(parts)}"
    text = f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"
    return Answer(status, text.encode(errors="replace"), _HEADERS)


def section(heading: str, *parts: str) -> str:
    """A part of a page under a heading of its own."""
    return f"<section><h2>{escape(heading)}</h2>{''.join(parts)}</section>"


def paragraph(text: str) -> str:
    """Some sentences."""
    return f"<p>{escape(text)}</p>"


def code(text: str) -> str:
    """Something that can be copied into a terminal."""
    return f"<pre>{escape(text)}</pre>"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], empty: str = "Nothing yet.") -> str:
    """Rows under their headings; `empty` is said where there are none."""
    lines = [_line("td", row) for row in rows]
    return f"<table>{_line('th', headings)}{''.join(lines)}</table>" if lines else paragraph(empty)


def _line(tag: str, cells: Iterable[object]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(str(cell))}</{tag}>' for cell in cells)}</tr>"
