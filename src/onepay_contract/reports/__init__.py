"""The report of a run: text for a terminal, JUnit XML, JSON for programs, and a page of HTML."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Final, Self
from xml.etree import ElementTree as ET

from onepay_contract.findings import Finding, Findings, Severity, Signature
from onepay_contract.reports.proposals import proposal
from onepay_core.json_values import Document

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What could steer a terminal."""
_COLUMNS: Final = ("severity", "status", "kind", "where", "times")


@dataclass(frozen=True, slots=True)
class Sample:
    """The exchange that shows a finding, in words that may be shown: without keys, secrets, and others' data.

    `curl` is the request as a command. `line` is where the exchange stands in the recording, counted from 1.
    """

    method: str
    path: str
    curl: str
    reply: str
    at: str
    milliseconds: float
    request_id: str | None = None
    line: int | None = None

    @property
    def facts(self) -> str:
        """When it was sent, how long it took, its id on the server, and its line in the recording."""
        where = f"; line {self.line} of the recording" if self.line else ""
        return f"{self.at}, {self.milliseconds:.0f} ms, {self.request_id or 'no request id'}{where}"


@dataclass(frozen=True, slots=True)
class Summary:
    """A run: when it was made, against which server, how much it exchanged, and what it found.

    `operations` are those that were called; `proposals` are the diffs that would accept findings, and `samples` the
    exchanges that show them.
    """

    made: str
    server: str
    exchanges: int
    operations: tuple[str, ...]
    findings: Findings
    notes: tuple[str, ...] = ()
    proposals: Mapping[Signature, str] = field(default_factory=dict[Signature, str])
    failed: str = ""
    """Why nothing was judged, where that is so: then the run has failed, whatever it did not find."""
    samples: Mapping[Signature, Sample] = field(default_factory=dict[Signature, Sample])

    @classmethod
    def of(  # noqa: PLR0913 (a report has these parts)
        cls,
        findings: Findings,
        *,
        made: str,
        server: str,
        exchanges: int,
        operations: tuple[str, ...],
        notes: tuple[str, ...] = (),
        openapi: Path | None = None,
        failed: str = "",
        samples: Mapping[Signature, Sample] | None = None,
    ) -> Self:
        """A summary with a proposal for every finding that one can be made for; `openapi` is the folder of sources."""
        diffs = {finding.signature: proposal(finding, openapi, made[:10]) for finding in findings} if openapi else {}
        proposals = {signature: diff for signature, diff in diffs.items() if diff}
        called = tuple(sorted(operations))
        return cls(made, server, exchanges, called, findings, notes, proposals, failed, samples or {})

    @property
    def groups(self) -> list[tuple[str, list[Finding]]]:
        """The findings of each operation, the operation with the gravest one first."""
        by_name = sorted(self.findings, key=lambda finding: finding.operation)
        groups = [(name, list(group)) for name, group in groupby(by_name, key=lambda finding: finding.operation)]
        return sorted(groups, key=lambda group: (-max(finding.severity for finding in group[1]), group[0]))

    @property
    def headline(self) -> str:
        """The result in one sentence."""
        calls = f"{counted(self.exchanges, 'exchange')} with {counted(len(self.operations), 'operation')}"
        worst = self.findings.worst
        if self.failed:
            return f"Failed: {self.failed}"
        if worst is None:
            return f"Nothing departs from the contract in {calls}."
        departures = f"{counted(len(self.findings), 'departure')} (met {counted(self.findings.total, 'time')})"
        return f"{departures} in {calls}; the gravest is: {worst.word}."


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as `1 time`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def as_text(summary: Summary) -> str:
    """The findings as a table for each operation, under the sentence that sums them up."""
    lines = [summary.headline, f"Server: {summary.server}; made: {summary.made}.", *summary.notes]
    for name, findings in summary.groups:
        lines += ["", name, *_table(summary, findings)]
    return "\n".join(_CONTROL.sub("?", line) for line in lines) + "\n"


def _table(summary: Summary, findings: list[Finding]) -> Iterator[str]:
    rows = [_row(summary, finding) for finding in findings]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    yield _aligned(_COLUMNS, widths)
    for finding, row in zip(findings, rows, strict=True):
        yield _aligned(row, widths)
        yield f"      expected {finding.expected}; seen {finding.actual} ({_known(finding)})"


def _row(summary: Summary, finding: Finding) -> tuple[str, ...]:
    times = str(summary.findings.count(finding))
    return finding.severity.word, str(finding.status), finding.kind, finding.pointer or "(the reply)", times


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    return "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _known(finding: Finding) -> str:
    """How the fact that is touched is known."""
    return f"{finding.evidence}: {finding.source}" if finding.source else finding.evidence


_FORBIDDEN: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""


def as_junit(summary: Summary) -> str:
    """JUnit XML in which an operation fails by everything graver than a note."""
    found = dict(summary.groups)
    names = sorted({*summary.operations, *found})
    failing = [name for name in names if any(_fails(finding) for finding in found.get(name, []))]
    tests, errors = str(len(names) + bool(summary.failed)), str(int(bool(summary.failed)))
    suite = ET.Element("testsuite", name="onepay-contract", tests=tests, failures=str(len(failing)), errors=errors)
    suite.set("timestamp", _clean(summary.made))
    if summary.failed:
        case = ET.SubElement(suite, "testcase", classname="onepay-contract", name="the run")
        ET.SubElement(case, "error", message=_clean(summary.failed))
    for name in names:
        case = ET.SubElement(suite, "testcase", classname="onepay-contract", name=_clean(name))
        _tell(case, summary, found.get(name, []))
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _tell(case: ET.Element, summary: Summary, findings: list[Finding]) -> None:
    """One failure that names everything, since readers of JUnit show only the first; notes as output."""
    grave = [finding for finding in findings if _fails(finding)]
    if grave:
        failure = ET.SubElement(case, "failure", type=grave[0].kind, message=_clean(str(grave[0])))
        failure.text = _clean("\n".join(line for finding in grave for line in _evidence(summary, finding)))
    notes = [str(finding) for finding in findings if not _fails(finding)]
    if notes:
        ET.SubElement(case, "system-out").text = _clean("\n".join(notes))


def _evidence(summary: Summary, finding: Finding) -> Iterator[str]:
    """A finding with its evidence, and the exchange that shows it."""
    yield f"{summary.findings.count(finding)} times {finding}"
    yield f"  {finding.severity.word}; evidence: {_known(finding)}"
    sample = summary.samples.get(finding.signature)
    if sample:
        yield from (f"  sent {sample.facts}", f"  {sample.curl}", f"  {sample.reply}")


def _fails(finding: Finding) -> bool:
    return finding.severity > Severity.NOTE


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("?", text)


FORMAT: Final = 1
_UNFINISHED: Final = 9
"""How the command ends where nothing was judged."""


def as_json(summary: Summary) -> str:
    """The report as one JSON document; `format` changes when a field changes its meaning."""
    worst = summary.findings.worst
    document = {
        "format": FORMAT,
        "made": summary.made,
        "server": summary.server,
        "exchanges": summary.exchanges,
        "operations": list(summary.operations),
        "worst": None if worst is None else worst.word,
        "exit_status": _UNFINISHED if summary.failed else int(summary.findings.exit_status),
        "failed": summary.failed or None,
        "notes": list(summary.notes),
        "findings": [_finding(summary, finding) for finding in summary.findings],
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(summary: Summary, finding: Finding) -> Document:
    return {
        "severity": finding.severity.word,
        "kind": finding.kind,
        "sentence": finding.kind.sentence,
        "operation": finding.operation,
        "status": finding.status,
        "pointer": finding.pointer,
        "expected": finding.expected,
        "seen": finding.actual,
        "count": summary.findings.count(finding),
        "evidence": finding.evidence,
        "source": finding.source,
        "place": finding.place,
        "proposal": summary.proposals.get(finding.signature),
        "sample": _sample_fields(summary.samples.get(finding.signature)),
    }


def _sample_fields(sample: Sample | None) -> Document | None:
    return asdict(sample) if sample else None


_TEMPLATE: Final = Path(__file__).with_name("page.html")


def as_html(summary: Summary) -> str:
    """The page; everything that came from a server is escaped."""
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(
        headline=escape(summary.headline),
        worst=_word(summary.findings.worst),
        server=escape(summary.server),
        made=escape(summary.made),
        counts="".join(_count(summary, severity) for severity in reversed(Severity)),
        notes="".join(f"<p class=note>{escape(note)}</p>" for note in summary.notes),
        contents=_contents(summary),
        operations="".join(_operation(summary, name, findings) for name, findings in summary.groups),
        called=escape(", ".join(summary.operations) or "none"),
    )


def _word(severity: Severity | None) -> str:
    return "clean" if severity is None else severity.word


def _count(summary: Summary, severity: Severity) -> str:
    """A number for each severity, at the top of the page."""
    number = sum(1 for finding in summary.findings if finding.severity is severity)
    return f'<div class="count {severity.word if number else "none"}"><b>{number}</b>{severity.word}</div>'


def _contents(summary: Summary) -> str:
    """Where to find what: a line for each operation that something was found in."""
    lines = list[str]()
    for name, findings in summary.groups:
        counts = Counter(finding.severity for finding in findings)
        words = ", ".join(f"{counts[severity]} {severity.word}" for severity in reversed(Severity) if counts[severity])
        lines.append(f'<li><a href="#{escape(name)}">{escape(name)}</a> <span>{words}</span></li>')
    return "".join(lines)


def _operation(summary: Summary, name: str, findings: list[Finding]) -> str:
    cards = "".join(_card(summary, finding) for finding in findings)
    return f'<section id="{escape(name)}"><h2>{escape(name)}</h2>{cards}</section>'


def _card(summary: Summary, finding: Finding) -> str:
    times = counted(summary.findings.count(finding), "time")
    return (
        f'<article class="{finding.severity.word}">'
        f"<h3><span class=severity>{finding.severity.word}</span> {finding.kind} <small>status {finding.status}, "
        f"{times}</small></h3><p>{escape(finding.kind.sentence)}</p><dl>"
        f"<dt>where</dt><dd><code>{escape(finding.pointer or 'the reply')}</code></dd>"
        f"<dt>expected</dt><dd>{escape(finding.expected)}</dd><dt>seen</dt><dd>{escape(finding.actual)}</dd>"
        f"<dt>evidence</dt><dd>{escape(finding.evidence)}{_source(finding)}</dd></dl>"
        f"{_sample(summary, finding)}{_proposal(summary, finding)}</article>"
    )


def _sample(summary: Summary, finding: Finding) -> str:
    sample = summary.samples.get(finding.signature)
    if sample is None:
        return ""
    return (
        f"<details><summary>the request and its reply: {escape(f'{sample.method} {sample.path}')}</summary>"
        f"<p>{escape(sample.facts)}</p><pre>{escape(sample.curl)}</pre><pre>{escape(sample.reply)}</pre></details>"
    )


def _source(finding: Finding) -> str:
    """Where the fact comes from; only an address of the web becomes a link."""
    source = escape(finding.source)
    if finding.source.startswith("https://"):
        return f' · <a href="{source}" rel=noreferrer>{source}</a>'
    return f" · {source}" if source else ""


def _proposal(summary: Summary, finding: Finding) -> str:
    diff = summary.proposals.get(finding.signature)
    if diff is None:
        return ""
    title = "the edit to <code>openapi/</code> that would accept this"
    return f"<details><summary>{title}</summary><pre>{escape(diff)}</pre></details>"
