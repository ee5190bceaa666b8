"""The report as one page of HTML that needs nothing else: no scripts, no fonts, no images."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from onepay_contract.findings import Finding, Severity
from onepay_contract.reports.summary import Summary, counted

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
        notes="".join(f"<p class=note>{escape(one)}</p>" for one in summary.notes),
        contents=_contents(summary),
        operations="".join(_operation(summary, name, findings) for name, findings in summary.groups),
        called=escape(", ".join(summary.operations) or "none"),
    )


def _word(severity: Severity | None) -> str:
    return "clean" if severity is None else severity.word


def _count(summary: Summary, severity: Severity) -> str:
    """A number for each severity, as the first thing to be seen."""
    number = sum(1 for one in summary.findings if one.severity is severity)
    return f'<div class="count {severity.word if number else "none"}"><b>{number}</b>{severity.word}</div>'


def _contents(summary: Summary) -> str:
    """Where to find what: a line for each operation that something was found in."""
    lines = list[str]()
    for name, findings in summary.groups:
        counts = Counter(one.severity for one in findings)
        told = ", ".join(f"{counts[severity]} {severity.word}" for severity in reversed(Severity) if counts[severity])
        lines.append(f'<li><a href="#{escape(name)}">{escape(name)}</a> <span>{told}</span></li>')
    return "".join(lines)


def _operation(summary: Summary, name: str, findings: list[Finding]) -> str:
    cards = "".join(_card(summary, one) for one in findings)
    return f'<section id="{escape(name)}"><h2>{escape(name)}</h2>{cards}</section>'


def _card(summary: Summary, finding: Finding) -> str:
    times = counted(summary.findings.count(finding), "time")
    return (
        f'<article class="{finding.severity.word}">'
        f"<h3><span class=severity>{finding.severity.word}</span> {finding.kind} <small>status {finding.status}, "
        f"{times}</small></h3><p>{escape(finding.kind.sentence)}</p><dl>"
        f"<dt>where</dt><dd><code>{escape(finding.pointer or 'the reply')}</code></dd>"
        f"<dt>expected</dt><dd>{escape(finding.expected)}</dd><dt>seen</dt><dd>{escape(finding.seen)}</dd>"
        f"<dt>evidence</dt><dd>{escape(finding.evidence)}{_source(finding)}</dd></dl>"
        f"{_proposal(summary, finding)}</article>"
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
