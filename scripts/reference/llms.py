"""`llms.txt` and `llms-full.txt`: the site as text for language models, made from the pages of Sphinx's text builder.

`llms.txt` is an index, as https://llmstxt.org proposes: a title, a summary, and a list of pages for each part of the
site. `llms-full.txt` is the text of every page, in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

_TREE: Final = re.compile(r"^```\{toctree\}\n(.*?)^```", re.DOTALL | re.MULTILINE)
_CAPTION: Final = re.compile(r":caption: (.+)")
_UNDERLINED: Final = re.compile(r"^([=*-])\1+$", re.MULTILINE)
_LONGEST: Final = 200


class Part(NamedTuple):
    """One part of the site: its title, and the names of its pages."""

    title: str
    pages: list[str]


def parts(docs: Path) -> Iterator[Part]:
    """The parts of the site, as `index.md` lists them; the pages of a page's own tree follow it."""
    for tree in _TREE.findall((docs / "index.md").read_text(encoding="utf-8")):
        caption = _CAPTION.search(tree)
        yield Part(
            caption[1] if caption else "", [page for name in _names(tree) for page in _with_pages_below(docs, name)]
        )


def write(docs: Path, texts: Path, site: Path, translate: Callable[[str], str]) -> None:
    """Write both files into `site`, from the pages in `docs` and their texts in `texts`."""
    title, summary = _opening(texts / "index.txt")
    index, full = [f"# {title}", "", f"> {summary}"], [(texts / "index.txt").read_text(encoding="utf-8")]
    for part in parts(docs):
        index += ["", f"## {translate(part.title)}", ""]
        for page in part.pages:
            path = texts / f"{page}.txt"
            name, about = _opening(path)
            index.append(f"- [{name}]({page}.html){f': {about}' if about else ''}")
            full.append(path.read_text(encoding="utf-8"))
    (site / "llms.txt").write_text("\n".join([*index, ""]), encoding="utf-8")
    (site / "llms-full.txt").write_text("\n\n".join(text.strip() for text in full) + "\n", encoding="utf-8")


def _names(tree: str) -> list[str]:
    return [line for line in map(str.strip, tree.splitlines()) if line and not line.startswith(":")]


def _with_pages_below(docs: Path, page: str) -> Iterator[str]:
    yield page
    path = docs / f"{page}.md"
    for tree in _TREE.findall(path.read_text(encoding="utf-8")):
        for name in _names(tree):
            yield from _with_pages_below(docs, (Path(page).parent / name).as_posix())


def _opening(path: Path) -> tuple[str, str]:
    """The title of a page and its first paragraph, if that is prose; cut at a sentence where it is long."""
    title, _, *rest = path.read_text(encoding="utf-8").strip().splitlines()
    first, *_ = "\n".join(rest).strip().split("\n\n")
    words = " ".join(first.split())
    if words[:1] in {"", "*", "+"} or _UNDERLINED.search(first):
        words = ""
    return title, words if len(words) <= _LONGEST else f"{words[:_LONGEST].rpartition('. ')[0]}."
