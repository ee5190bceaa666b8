"""llms.txt lists every page of the site by part, and llms-full.txt holds the text of each."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reference import llms

INDEX: Final = """# Shop

Sells coffee.

```{toctree}
:hidden:
:caption: Jobs

guides/pay
book/index
```
"""
BOOK: Final = "# Book\n\n```{toctree}\n:hidden:\n\nfirst\n```\n"


def _site(folder: Path) -> tuple[str, str]:
    docs, texts, site = folder / "docs", folder / "texts", folder / "site"
    pages = {"index": INDEX, "guides/pay": "# Pay\n", "book/index": BOOK, "book/first": "# First\n"}
    shown = {
        "index": "Shop\n****\n\nSells coffee.\n",
        "guides/pay": "Pay\n***\n\nA link.\nAnd more.\n",
        "book/index": "Book\n****\n\n* a list\n",
        "book/first": "First\n*****\n\nLong. " + "word " * 80,
    }
    for name in pages:
        for root, content, ending in ((docs, pages, "md"), (texts, shown, "txt")):
            path = root / f"{name}.{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content[name], encoding="utf-8")
    site.mkdir()
    llms.write(docs, texts, site, str.upper)
    return (site / "llms.txt").read_text(encoding="utf-8"), (site / "llms-full.txt").read_text(encoding="utf-8")


def test_index_names_pages_and_the_pages_below_them(tmp_path: Path) -> None:
    index, _ = _site(tmp_path)
    assert index == (
        "# Shop\n\n> Sells coffee.\n\n## JOBS\n\n"
        "- [Pay](guides/pay.html): A link. And more.\n"
        "- [Book](book/index.html)\n"
        "- [First](book/first.html): Long.\n"
    )


def test_full_text_holds_each_page_once_in_order(tmp_path: Path) -> None:
    _, full = _site(tmp_path)
    assert [line for line in full.splitlines() if line in {"Shop", "Pay", "Book", "First"}] == [
        "Shop",
        "Pay",
        "Book",
        "First",
    ]
