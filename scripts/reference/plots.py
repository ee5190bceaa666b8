"""Measured ratios and counts as bars in SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import log10
from typing import Final

_WIDTH: Final = 520
_MARGIN: Final = 8
_ROW: Final = 38
_BAR: Final = 12
_LABEL: Final = 440
"""How wide a label may be, so that it does not reach the figure at the end of its line."""
_LETTERS: Final = 52
"""How many letters of the larger type, that of telephones, are as wide."""
_LOWEST: Final = 0.1
_HIGHEST: Final = 40.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a plot. `peer` is a figure of somebody else's; `limit` is the bar that ours must not exceed."""

    label: str
    value: float
    limit: float | None = None
    peer: bool = False


def ratio_plot(bars: Sequence[Bar], label: str, number: Callable[[float], str] = "{:.3g}".format) -> str:
    """Ratios on a logarithmic scale, from a line at 1: what is left of it is faster than the comparison."""
    middle = _at(1.0)
    body: list[str] = []
    for row, bar in enumerate(bars):
        end = _at(bar.value)
        body.append(
            f'<line class="transition" x1="{middle:.1f}" y1="{_top(row) - 2}" x2="{middle:.1f}" y2="{_top(row) + 14}"/>'
        )
        body += _line(row, bar, min(middle, end), abs(end - middle), number(bar.value))
        if bar.limit is not None:
            at = _at(bar.limit)
            body.append(f'<line class="limit" x1="{at:.1f}" y1="{_top(row) - 3}" x2="{at:.1f}" y2="{_top(row) + 15}"/>')
    return _svg(label, len(bars), body)


def share_plot(bars: Sequence[Bar], label: str) -> str:
    """Shares of 1, as percentages."""
    whole = _WIDTH - 2 * _MARGIN
    body = [
        part for row, bar in enumerate(bars) for part in _line(row, bar, _MARGIN, whole * bar.value, f"{bar.value:.0%}")
    ]
    return _svg(label, len(bars), body)


def _at(ratio: float) -> float:
    """Where a ratio stands; what is beyond the scale stands at its end."""
    inside = min(max(ratio, _LOWEST), _HIGHEST)
    return _MARGIN + (_WIDTH - 2 * _MARGIN) * log10(inside / _LOWEST) / log10(_HIGHEST / _LOWEST)


def _top(row: int) -> int:
    return row * _ROW + 19


def _line(row: int, bar: Bar, x: float, width: float, value: str) -> Iterator[str]:
    kind = "peer" if bar.peer else "bar"
    fit = f' textLength="{_LABEL}" lengthAdjust="spacingAndGlyphs"' if len(bar.label) > _LETTERS else ""
    yield f'<text x="{_MARGIN}" y="{_top(row) - 5}"{fit}>{escape(bar.label)}</text>'
    yield f'<text x="{_WIDTH - _MARGIN}" y="{_top(row) - 5}" text-anchor="end">{value}</text>'
    yield f'<rect class="{kind}" x="{x:.1f}" y="{_top(row)}" width="{max(width, 1):.1f}" height="{_BAR}" rx="2"/>'


def _svg(label: str, rows: int, body: Sequence[str]) -> str:
    head = f'<svg class="plot" role="img" aria-label="{escape(label)}" viewBox="0 0 {_WIDTH} {_ROW * rows}">'
    return "\n".join([head, *body, "</svg>"])
