"""Keep the Spanish of the sandbox's pages complete.

    python scripts/page_messages.py             collect the messages, and compile the catalog that the sandbox reads
    python scripts/page_messages.py --check     only say what is missing: translations, or text that nobody marked

English stands in code and templates, Spanish in `src/onepay_sandbox/web/locale`. The sandbox reads the compiled
catalog with the standard library; only this script needs Babel.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
WEB: Final = ROOT / "src" / "onepay_sandbox" / "web"
SPANISH: Final = WEB / "locale" / "es" / "LC_MESSAGES" / "pages.po"
_METHODS: Final = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
_OPTIONS: Final = {"**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
_KEYWORDS: Final[dict[str, None]] = {"message": None, "_": None, "gettext": None}
_MARKED: Final = re.compile(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", re.DOTALL)
_CODE: Final = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_TEXT_ATTRIBUTES: Final = ("alt", "aria-label", "placeholder", "title", "content", "value")
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The date of every catalog: a true one would change the files with each run."""
_NAMES: Final = frozenset(("OnePay", "sandbox", "Español", "English", "PSE", "COP", "sk", "test", "idempotency"))
"""Words that are the same in every language."""
_CODES: Final = frozenset(("utf-8", "width=device-width, initial-scale=1", "light dark"))
_VALUES: Final = ("option", "button", "input")
"""Elements whose `value` is sent and not read."""


def main(arguments: list[str]) -> int:
    """Collect and compile, or only check; returns 1 where something is missing."""
    parser = argparse.ArgumentParser(description="Keep the Spanish of the sandbox's pages complete.")
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    catalog = translated(SPANISH)
    if not options.check:
        catalog.update(extracted(WEB), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        SPANISH.write_bytes(_po_bytes(catalog))
        SPANISH.with_suffix(".mo").write_bytes(compiled(catalog))
    problems = [*incomplete(extracted(WEB), catalog), *unmarked(WEB / "templates")]
    if SPANISH.with_suffix(".mo").read_bytes() != compiled(catalog):
        problems.append("pages.mo is not what pages.po says; run python scripts/page_messages.py")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def extracted(folder: Path) -> Catalog:
    """The messages of the code and the templates in a folder."""
    catalog = Catalog(fuzzy=False, creation_date=_MADE)
    found = extract_from_dir(folder, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS)
    for name, _, text, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalog.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def translated(path: Path) -> Catalog:
    """The catalog at `path`; an empty one where there is none yet."""
    content = io.BytesIO(path.read_bytes() if path.exists() else b"")
    catalog = read_po(content, locale="es", abort_invalid=True)
    catalog.fuzzy = False
    catalog.header_comment = "# The Spanish of the sandbox's pages; scripts/page_messages.py collects the messages."
    catalog.project, catalog.version = "onepay-client", "0"
    catalog.creation_date = catalog.revision_date = _MADE
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "the onepay-client authors"
    return catalog


def incomplete(wanted: Catalog, catalog: Catalog) -> Iterator[str]:
    """A line for each message that is not translated, marked fuzzy, left over, or whose placeholders differ."""
    for item in wanted:
        if not item.id:
            continue
        found = catalog.get(item.id)
        if found is None or not found.string:
            yield f"pages.po: not translated: {str(item.id)[:80]!r}"
        elif found.fuzzy:
            yield f"pages.po: marked fuzzy: {str(item.id)[:80]!r}; correct the translation and remove the mark"
        elif set(re.findall(r"%\(\w+\)s", str(item.id))) != set(re.findall(r"%\(\w+\)s", str(found.string))):
            yield f"pages.po: other placeholders than the message: {str(item.id)[:80]!r}"
    for item in catalog:
        if item.id and wanted.get(item.id) is None:
            yield f"pages.po: no page says this any more: {str(item.id)[:80]!r}"


def unmarked(templates: Path) -> Iterator[str]:
    """A line for each text of a template that no `trans` and no `_()` marks for translation."""
    for path in sorted(templates.rglob("*.html")):
        for text in unmarked_texts(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(templates)}: text that is not marked for translation: {text[:80]!r}"


def unmarked_texts(template: str) -> list[str]:
    """The texts of one template that are not marked."""
    reader = _TextReader()
    reader.feed(_CODE.sub(" ", _MARKED.sub(" ", template)))
    reader.close()
    return reader.texts


class _TextReader(HTMLParser):
    """Collects what a person reads: text, and the attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: Final[list[str]] = []

    def handle_data(self, data: str) -> None:
        self._note(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _TEXT_ATTRIBUTES and value not in _CODES and not (name == "value" and tag in _VALUES):
                self._note(value or "")

    def _note(self, text: str) -> None:
        if any(word not in _NAMES for word in _WORD.findall(text)):
            self.texts.append(" ".join(text.split()))


def compiled(catalog: Catalog) -> bytes:
    """The bytes of a catalog as `gettext` reads it."""
    output = io.BytesIO()
    write_mo(output, catalog)
    return output.getvalue()


def _po_bytes(catalog: Catalog) -> bytes:
    output = io.BytesIO()
    write_po(
        output, catalog, width=0, omit_header=False, sort_output=False, include_lineno=False, include_previous=False
    )
    return output.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
