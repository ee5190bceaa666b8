"""Sphinx configuration of the site: English sources, with Spanish messages in ``locale/``."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "onepay-client"
author = "The onepay-client authors"
project_copyright = "onepay-client"
language = os.environ.get("DOCS_LANGUAGE", "en")

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = True

locale_dirs = ["locale"]
gettext_compact = False
gettext_location = False  # line numbers would change every catalog with every edit

# Pages that are not translated yet. The list only shrinks: a page enters the site in both languages or not at all.
NOT_YET_TRANSLATED: list[str] = []
exclude_patterns = ["decisions", "locale", *NOT_YET_TRANSLATED]

html_theme = "furo"
html_title = "onepay-client"
html_static_path = ["_static"]
html_css_files = ["site.css"]
templates_path = ["_templates"]
html_copy_source = False
html_show_sphinx = False
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
# Spanish stands at the root of the site and English in en/; both trees hold the same pages.
html_context = {
    "other_language": "en" if language == "es" else "es",
    "other_root": "en/" if language == "es" else "../",
}

_CODE: Final = re.compile(r'(?<=<span class="pre">)[^<]+')
_PART_OF_A_NAME: Final = re.compile(r"(?<=\w[_./=(\[])(?=\w)|(?<=[a-z])(?=[A-Z])")


def setup(app: Sphinx) -> None:
    """Let a long name within the prose break between its parts, where a telephone has no room for it."""
    app.connect("html-page-context", _breakable_names)


def _breakable_names(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:  # noqa: ARG001 - Sphinx calls it so
    if "body" in context:
        context["body"] = _CODE.sub(lambda code: _PART_OF_A_NAME.sub("<wbr>", code[0]), context["body"])
