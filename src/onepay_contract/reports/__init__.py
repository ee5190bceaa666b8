"""The drift report: what a run found, as text for a terminal, as JUnit XML, as JSON, and as a page to read."""

from __future__ import annotations

from onepay_contract.reports.document import as_json
from onepay_contract.reports.junit import as_junit
from onepay_contract.reports.page import as_html
from onepay_contract.reports.summary import Summary
from onepay_contract.reports.table import as_text

__all__ = ("Summary", "as_html", "as_json", "as_junit", "as_text")
