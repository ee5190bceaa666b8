"""The languages of the pages: Spanish first, English by a link or by what the browser asks for.

Messages stand in English in code and templates; `locale/` holds their Spanish, which `scripts/page_messages.py` keeps
complete.
"""

from __future__ import annotations

import functools
from datetime import datetime
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Final

from onepay_sandbox.core.clock import BOGOTA
from onepay_sandbox.core.messages import Request

SPANISH: Final = "es"
ENGLISH: Final = "en"
LANGUAGES: Final = (SPANISH, ENGLISH)
LANGUAGE_COOKIE: Final = "onepay_sandbox_language"
DOMAIN: Final = "pages"
_MONTHS: Final = {
    SPANISH: ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    ENGLISH: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def message(text: str) -> str:
    """The text itself; marks it for translation where it is shown elsewhere than where it stands."""
    return text


def language_of(request: Request) -> str:
    """The language that a link, the cookie of an earlier link, or else the browser chooses; Spanish without any."""
    chosen = request.parameters().get("lang") or request.cookies().get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else _preferred(request.headers.get("accept-language", ""))


def _preferred(header: str) -> str:
    """The first of our languages by the weights of an `Accept-Language` header."""
    weighted = [(_weight(item), item.partition(";")[0].strip().lower()[:2]) for item in header.split(",")]
    known = [(weight, language) for weight, language in weighted if weight > 0 and language in LANGUAGES]
    return max(known, key=lambda item: item[0])[1] if known else SPANISH


def _weight(item: str) -> float:
    weight = item.partition(";q=")[2].strip() or "1"
    try:
        return float(weight)
    except ValueError:
        return 0.0


@functools.cache
def translations(language: str) -> NullTranslations:
    """The messages of a language; English ones translate to themselves."""
    if language == ENGLISH:
        return NullTranslations()
    catalog = files("onepay_sandbox.web") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with catalog.open("rb") as file:
        return GNUTranslations(file)


def written(moment: datetime, language: str) -> str:
    """A moment as people in Colombia read it: `2 feb 2026, 08:00`."""
    local = moment.astimezone(BOGOTA)
    return f"{local.day} {_MONTHS[language][local.month - 1]} {local.year}, {local:%H:%M}"
