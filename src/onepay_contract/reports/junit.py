"""The report for continuous integration: one test case for each operation that was called."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from onepay_contract.findings import Finding, Severity
from onepay_contract.reports.summary import Summary

_FORBIDDEN: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


def as_junit(summary: Summary) -> str:
    """JUnit XML in which an operation fails by everything graver than a note."""
    found = dict(summary.groups)
    names = sorted({*summary.operations, *found})
    failing = [name for name in names if any(_fails(one) for one in found.get(name, []))]
    suite = ET.Element("testsuite", name="onepay-contract", tests=str(len(names)), failures=str(len(failing)))
    suite.set("timestamp", _clean(summary.made))
    for name in names:
        case = ET.SubElement(suite, "testcase", classname="onepay-contract", name=_clean(name))
        _tell(case, summary, found.get(name, []))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _tell(case: ET.Element, summary: Summary, findings: list[Finding]) -> None:
    """One failure that names everything, since readers of JUnit show only the first; notes as output."""
    grave = [one for one in findings if _fails(one)]
    if grave:
        failure = ET.SubElement(case, "failure", type=grave[0].kind, message=_clean(str(grave[0])))
        failure.text = _clean("\n".join(f"{summary.findings.count(one)} times {one}" for one in grave))
    notes = [str(one) for one in findings if not _fails(one)]
    if notes:
        ET.SubElement(case, "system-out").text = _clean("\n".join(notes))


def _fails(finding: Finding) -> bool:
    return finding.severity > Severity.NOTE


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("?", text)
