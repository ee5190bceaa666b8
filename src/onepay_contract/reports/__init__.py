"""The report of a run: text for a terminal, JUnit XML, JSON, and a page of HTML."""

from __future__ import annotations

from onepay_contract.reports.forms import Sample, Summary, as_html, as_json, as_junit, as_text

__all__ = ("Sample", "Summary", "as_html", "as_json", "as_junit", "as_text")
