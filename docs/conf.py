"""Sphinx configuration of the site: English sources, with Spanish messages in ``locale/``."""

from __future__ import annotations

import os

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
