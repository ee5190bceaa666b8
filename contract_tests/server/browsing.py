"""Somebody with a browser: follows links, keeps cookies, and sends the forms that a page has."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin

import httpx

BASE: Final = "http://127.0.0.1:8700"
_SHOWN_NOWHERE: Final = ("script", "style", "title")


@dataclass
class PageForm:
    """A form of a page: where it goes, the fields that it begins with, and its buttons."""

    action: str
    fields: dict[str, str] = field(default_factory=dict[str, str])
    buttons: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


class Page(HTMLParser):
    """What a page holds: text, forms, links, elements and their attributes."""

    def __init__(self, reply: httpx.Response) -> None:
        super().__init__()
        self.reply: Final = reply
        self.status: Final = reply.status_code
        self.path: Final = reply.url.path
        self.language = ""
        self.forms: Final[list[PageForm]] = []
        self.links: Final[list[str]] = []
        self.elements: Final[list[tuple[str, dict[str, str]]]] = []
        self._texts: Final[list[str]] = []
        self._open: Final[list[str]] = []
        self._select = ""
        self.feed(reply.text)

    @property
    def text(self) -> str:
        """The text, with single blanks."""
        return " ".join(" ".join(self._texts).split())

    def form(self, action: str) -> PageForm:
        """The first form whose action ends so."""
        return next(form for form in self.forms if form.action.endswith(action))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.elements.append((tag, known))
        self._open.append(tag)
        if tag == "html":
            self.language = known["lang"]
        elif tag == "a":
            self.links.append(known["href"])
        elif tag == "form":
            self.forms.append(PageForm(known["action"]))
        elif tag == "input" and self.forms and "name" in known:
            self.forms[-1].fields[known["name"]] = known.get("value", "")
        elif tag == "select" and self.forms:
            self._select = known["name"]
        elif tag == "option" and ("selected" in known or self._select not in self.forms[-1].fields):
            self.forms[-1].fields[self._select] = known["value"]
        elif tag == "button" and "name" in known:
            self.forms[-1].buttons.append((known["name"], known["value"]))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in _SHOWN_NOWHERE:
            self._texts.append(data)


class Browser:
    """A browser without a script engine."""

    def __init__(self, transport: httpx.BaseTransport, language: str = "es") -> None:
        headers = {"Accept-Language": language, "Sec-Fetch-Site": "same-origin"}
        self.client: Final = httpx.Client(transport=transport, base_url=BASE, headers=headers, follow_redirects=True)

    def open(self, address: str = "/_sandbox/") -> Page:
        """The page at an address."""
        return Page(self.client.get(address))

    def submit(self, page: Page, action: str, **typed: str) -> Page:
        """The page that follows when the form with that action is sent, with some fields typed over."""
        form = page.form(action)
        return Page(self.client.post(urljoin(str(page.reply.url), form.action), data={**form.fields, **typed}))

    def open_account(self, key: str = "sk_test_alborada") -> Page:
        """The overview of an account."""
        return self.submit(self.open(), "/_sandbox/ui/session", key=key)
