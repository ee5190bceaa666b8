"""State machines as SVG: the states on an ellipse, in their order, and an arrow for each transition."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Final

_WIDTH: Final = 440
_ROW: Final = 34
_LETTER: Final = 7.6
_BOX: Final = 28
_BEND: Final = 14
_ARROW: Final = 'viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"'

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Box:
    name: str
    x: float
    y: float

    @property
    def half(self) -> Point:
        """Half of the width and of the height."""
        return len(self.name) * _LETTER / 2 + 12, _BOX / 2

    def border(self, towards: Point) -> Point:
        """Where a line from the middle to a point leaves the box."""
        dx, dy = towards[0] - self.x, towards[1] - self.y
        width, height = self.half
        scale = min(width / abs(dx) if dx else 1e9, height / abs(dy) if dy else 1e9)
        return self.x + dx * scale, self.y + dy * scale


def state_diagram(kind: str, transitions: Mapping[str, Sequence[str]], label: str) -> str:
    """The diagram of one kind of object; `label` is what is read aloud in its place.

    The first state has a dot; a state that nothing follows has a double border. Colours are those of the page.
    """
    boxes = _placed(list(transitions))
    lines = [
        f'<svg class="diagram" role="img" aria-label="{label}" viewBox="0 0 {_WIDTH} {_height(transitions)}">',
        f'<defs><marker id="arrow-{kind}" {_ARROW}><path d="M0 0 8 4 0 8z" fill="currentColor"/></marker></defs>',
    ]
    for source, targets in transitions.items():
        both = {target for target in targets if source in transitions[target]}
        lines += [_arrow(kind, boxes[source], boxes[target], _BEND if target in both else 0.0) for target in targets]
    lines += [part for name, box in boxes.items() for part in _drawn(box, final=not transitions[name])]
    first = next(iter(boxes.values()))
    lines.append(f'<circle cx="{first.x - first.half[0]:.1f}" cy="{first.y:.1f}" r="5" fill="currentColor"/>')
    return "\n".join([*lines, "</svg>"])


def _height(names: Collection[str]) -> int:
    return 120 + _ROW * len(names)


def _placed(names: Sequence[str]) -> dict[str, _Box]:
    """The boxes, clockwise from the top."""
    middle_x, middle_y = _WIDTH / 2, _height(names) / 2
    angles = [2 * pi * place / len(names) - pi / 2 for place in range(len(names))]
    return {
        name: _Box(name, middle_x + (middle_x - 75) * cos(angle), middle_y + (middle_y - 25) * sin(angle))
        for name, angle in zip(names, angles, strict=True)
    }


def _arrow(kind: str, source: _Box, target: _Box, bend: float) -> str:
    """A line from border to border; one that has a sister in the other direction is bent to its right."""
    dx, dy = target.x - source.x, target.y - source.y
    length = hypot(dx, dy)
    middle = (source.x + target.x) / 2 - dy / length * bend, (source.y + target.y) / 2 + dx / length * bend
    (x1, y1), (x2, y2) = source.border(middle), target.border(middle)
    return (
        f'<path class="transition" d="M{x1:.1f} {y1:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {x2:.1f} {y2:.1f}" '
        f'marker-end="url(#arrow-{kind})"/>'
    )


def _drawn(box: _Box, *, final: bool) -> Iterator[str]:
    width, height = box.half
    for margin in (0, 3) if final else (0,):
        yield (
            f'<rect class="state" x="{box.x - width + margin:.1f}" y="{box.y - height + margin:.1f}" '
            f'width="{2 * (width - margin):.1f}" height="{2 * (height - margin)}" rx="6"/>'
        )
    yield f'<text x="{box.x:.1f}" y="{box.y + 4:.1f}">{box.name}</text>'
