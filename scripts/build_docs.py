"""Build the site in both languages, and keep its Spanish messages complete.

    python scripts/build_docs.py             build site/ (Spanish) and site/en/ (English); warnings are errors
    python scripts/build_docs.py --update    bring docs/locale/ up to the English pages, so that it can be translated

Sphinx passes over a message that has no translation, so ``incomplete`` looks for those before anything is built. The
pages below docs/reference/ are made from the contract in each language, and their messages stand in reference.po. Each
language also gets llms.txt and llms-full.txt.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from onepay_contract.document import Contract
from reference import llms
from reference.pages import messages, pages
from reference.site_widths import too_wide
from support.chromium import chromium

ROOT: Final = Path(__file__).resolve().parent.parent
DOCS: Final = ROOT / "docs"
REFERENCE: Final = DOCS / "reference"
SITE: Final = ROOT / "site"
LINKED: Final = ("index.md", "api.md", "pythons.md", "evidence.md", "assumptions.md", "states.md", "figures.md")
"""The generated pages to which written ones link; their own text is translated by `reference.po`."""
CATALOGS: Final = DOCS / "locale" / "es" / "LC_MESSAGES"
_LOADED = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=\"((?:https?:)?//[^\"]+)\"")


_TEXT = re.compile(r"<(h[1-6]|p|td|th|dt)\b[^>]*>(.*?)</\1>", re.DOTALL)
_COLLECTED = re.compile(r'^"POT-Creation-Date: [^"\n]*"\n', re.MULTILINE)
_TAG = re.compile(r"<a class=\"headerlink\".*?</a>|<[^>]+>")


def main(arguments: list[str]) -> int:
    """Build the site, or update the messages.

    Returns:
        0, or 1 when a message is not translated, or a page does not build, loads something from another host, shows
        English in Spanish, or does not fit a telephone.
    """
    parser = argparse.ArgumentParser(description="Build the site in Spanish and English.")
    parser.add_argument("--update", action="store_true", help="bring docs/locale/ up to the English pages")
    options = parser.parse_args(arguments)
    contract = Contract(json.loads((ROOT / "generated" / "openapi.json").read_bytes()))
    with tempfile.TemporaryDirectory() as folder:
        templates = Path(folder)
        _write_reference(dict.fromkeys(LINKED, "# Reference\n"))
        _sphinx("gettext", templates, "en", templates / ".doctrees")
        shutil.rmtree(templates / "reference")
        _write_template(templates / "reference.pot", messages(contract))
        if options.update:
            update_reference(templates / "reference.pot", CATALOGS / "reference.po")
            _run("sphinx-intl", "update", "-p", str(templates), "-d", str(DOCS / "locale"), "-l", "es", "-w", "0")
            forget_dates(CATALOGS)
            return 0
        problems = list(incomplete(templates, CATALOGS))
    if not problems:
        shutil.rmtree(SITE, ignore_errors=True)
        _build(contract, SITE, "es", spanish(CATALOGS / "reference.po"), spanish(CATALOGS / "index.po"))
        _build(contract, SITE / "en", "en", str, str)
        problems = [*foreign_resources(SITE), *shown_in_english(SITE, CATALOGS), *_too_wide()]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def spanish(catalog: Path) -> Callable[[str], str]:
    """What gives the Spanish text for an English one of a catalog; raises `KeyError` where there is none."""
    texts = {message.id: message.string for message in _catalog(catalog) if message.id}

    def translate(text: str) -> str:
        if not texts.get(text):
            raise KeyError(f"not translated: {text[:80]!r}")
        return str(texts[text])

    return translate


def update_reference(template: Path, catalog: Path) -> None:
    """Bring the messages of the generated pages up to date, and remove the template from those that are left.

    Each sentence of the contract stands alone, so none is guessed from another one that looks like it; with some
    two thousand messages that would also take minutes.
    """
    translated = _catalog(catalog)
    translated.update(_catalog(template), no_fuzzy_matching=True)
    translated.obsolete.clear()
    with catalog.open("wb") as file:
        write_po(file, translated, width=0)
    template.unlink()


def forget_dates(catalogs: Path) -> None:
    """Leave out when the messages were collected: it tells nobody anything, and two branches never agree on it."""
    for catalog in catalogs.rglob("*.po"):
        catalog.write_text(_COLLECTED.sub("", catalog.read_text("utf-8"), count=1), encoding="utf-8")


def incomplete(templates: Path, catalogs: Path) -> Iterator[str]:
    """A line for each message of `templates` whose translation in `catalogs` is missing, empty or fuzzy."""
    for template in sorted(templates.rglob("*.pot")):
        name = template.relative_to(templates).with_suffix(".po")
        path = catalogs / name
        translated = _catalog(path) if path.exists() else Catalog()
        for message in _catalog(template):
            if not message.id:
                continue
            translation = translated.get(message.id)
            if translation is None or not translation.string:
                yield f"{name}: not translated: {str(message.id)[:80]!r}; run nox -s docs -- --update"
            elif translation.fuzzy:
                yield f"{name}: marked fuzzy: {str(message.id)[:80]!r}; correct the translation and remove the mark"


def foreign_resources(site: Path) -> Iterator[str]:
    """A line for each script, style or image in the pages below `site` that comes from another host."""
    for page in sorted(site.rglob("*.html")):
        for address in _LOADED.findall(page.read_text(encoding="utf-8")):
            yield f"{page.relative_to(site)} loads {address}; pages load nothing from other hosts"


def shown_in_english(site: Path, catalogs: Path) -> Iterator[str]:
    """A line for each text that is translated, and stands on the Spanish page in English all the same.

    Sphinx drops a translation without a word where it reads as a block of another kind: a heading that begins with
    `1.` is a list, unless there is a backslash before the full stop.
    """
    for catalog in sorted(catalogs.rglob("*.po")):
        page = site / catalog.relative_to(catalogs).with_suffix(".html")
        if page.exists():
            shown = {html.unescape(_TAG.sub("", text)) for _, text in _TEXT.findall(page.read_text(encoding="utf-8"))}
            for message in _catalog(catalog):
                if message.id and message.id in shown and message.string != message.id:
                    yield f"{page.relative_to(site)} shows {message.id!r}, which is translated as {message.string!r}"


def _too_wide() -> Iterator[str]:
    """What does not fit a telephone, in Spanish, whose words are the longer ones."""
    browser = chromium()
    if browser is not None:
        yield from too_wide(
            browser, sorted(page for page in SITE.rglob("*.html") if page.relative_to(SITE).parts[0] != "en")
        )
    elif os.environ.get("NO_SKIPPED_TESTS"):
        yield "No Chromium is here to look at the pages with: install it."
    else:
        print("No Chromium is here, so nobody looked whether the pages fit a telephone.", file=sys.stderr)


def _write_reference(texts: Mapping[str, str]) -> None:
    shutil.rmtree(REFERENCE, ignore_errors=True)
    REFERENCE.mkdir()
    for name, text in texts.items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


def _write_template(path: Path, texts: list[str]) -> None:
    template = Catalog(project="onepay-client", charset="utf-8")
    for text in texts:
        template.add(text)
    with path.open("wb") as file:
        write_po(file, template, width=0)


def _catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _build(
    contract: Contract, site: Path, language: str, translate: Callable[[str], str], caption: Callable[[str], str]
) -> None:
    """Build the pages of one language, and llms.txt from their text; the sources are read once for both."""
    _write_reference(dict(pages(contract, translate)))
    with tempfile.TemporaryDirectory() as folder:
        doctrees, texts = Path(folder) / "doctrees", Path(folder) / "texts"
        _sphinx("html", site, language, doctrees)
        _sphinx("text", texts, language, doctrees)
        llms.write(DOCS, texts, site, caption)


def _sphinx(builder: str, target: Path, language: str, doctrees: Path) -> None:
    arguments = ["-b", builder, "-W", "--keep-going", "-q", "-d", str(doctrees), "-D", f"language={language}"]
    _run("sphinx-build", *arguments, str(DOCS), str(target), DOCS_LANGUAGE=language)


def _run(*command: str, **environment: str) -> None:
    subprocess.run(command, check=True, env={**os.environ, **environment})  # noqa: S603 - our own words


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
