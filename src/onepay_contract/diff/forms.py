"""The forms of a comparison: text for a terminal, JSON for programs, and Markdown for reviews and changelogs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from onepay_contract.diff.changes import Change, Comparison, Effect, Grade, Party
from onepay_core.json_values import Json

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What could steer a terminal, or turn the direction of a text."""
_MARKDOWN = re.compile(r"([\\`*_\[\]|~#])")
_SHOWN_USES = 2
_WHO = {Party.SENDS: "who sends", Party.READS: "who reads", Party.RECEIVES: "who receives webhooks"}


def as_text(comparison: Comparison) -> str:
    """The changes for a terminal, the gravest first; notes take one line each."""
    lines = [headline(comparison)]
    for grade, changes in groupby(comparison, lambda change: change.grade):
        lines += ["", grade.word]
        for change in changes:
            lines += _text_lines(change)
    return "\n".join(lines) + "\n"


def as_json(comparison: Comparison) -> str:
    """The changes for programs."""
    document = {
        "before": comparison.before,
        "after": comparison.after,
        "grade": comparison.grade.word,
        "counts": {grade.word: count for grade, count in comparison.counts.items()},
        "changes": [_as_object(change) for change in comparison],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_markdown(comparison: Comparison) -> str:
    """The changes as a list for a review; each grade has a heading."""
    lines = [f"**{_escaped(headline(comparison))}**"]
    for grade, changes in groupby(comparison, lambda change: change.grade):
        lines += ["", f"### {grade.word.capitalize()}", ""]
        lines += [_bullet(change) for change in changes]
    return "\n".join(lines) + "\n"


def headline(comparison: Comparison) -> str:
    """One sentence: how many changes of which grade."""
    total = len(comparison.changes)
    between = f"from {_plain(comparison.before)} to {_plain(comparison.after)}"
    if not total:
        return f"Nothing changed {between}."
    counts = ", ".join(f"{count} {grade.word}" for grade, count in comparison.counts.items())
    return f"{total} change{'s' if total > 1 else ''} {between}: {counts}."


def _text_lines(change: Change) -> Iterator[str]:
    difference = _difference(change)
    title = f"  {change.kind}  {_places(change)}"
    if change.grade is Grade.NOTE:
        yield f"{title}{f'  ({difference})' if difference else ''}"
        return
    topic = "" if change.topic == "shape" else f"  [{change.topic}]"
    yield f"{title}{topic}"
    if difference:
        yield f"      {difference}"
    yield from (
        f"      {_WHO[party]}: {effect.sentence} ({effect.grade.word})" for party, effect in change.effects.items()
    )
    yield f"      at {_plain(change.place)}"


def _bullet(change: Change) -> str:
    difference = _difference(change)
    effects = " ".join(f"*{_WHO[party]}:* {effect.sentence}" for party, effect in change.effects.items())
    middle = f" ({_escaped(difference)})" if difference else ""
    return f"- `{change.kind}` {_escaped(_places(change))}{middle}. {effects}"


def _as_object(change: Change) -> dict[str, Json]:
    return {
        "kind": change.kind.value,
        "grade": change.grade.word,
        "topic": change.topic.value,
        "place": change.place,
        "before": change.before,
        "after": change.after,
        "effects": {party.value: _effect(effect) for party, effect in change.effects.items()},
        "uses": [{"party": use.party.value, "owner": use.owner, "where": use.where.strip()} for use in change.uses],
    }


def _effect(effect: Effect) -> dict[str, str]:
    return {"grade": effect.grade.word, "sentence": effect.sentence}


def _places(change: Change) -> str:
    shown = ", ".join(_plain(str(use)) for use in change.uses[:_SHOWN_USES])
    more = len(change.uses) - _SHOWN_USES
    return f"{shown} and {more} more" if more > 0 else shown


def _difference(change: Change) -> str:
    before, after = _plain(change.before), _plain(change.after)
    return f"{before} -> {after}" if before and after else f"was {before}" if before else after


def _plain(text: str) -> str:
    return _CONTROL.sub("?", text)


def _escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is."""
    return _MARKDOWN.sub(r"\\\1", escape(text, quote=False))
