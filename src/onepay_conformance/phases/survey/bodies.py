"""Bodies that no writer takes: with fields that exclude each other, and such as are no JSON."""

from __future__ import annotations

from onepay_conformance.checks import support
from onepay_conformance.checks.breaches import field_findings
from onepay_conformance.checks.validation import excluded_fields
from onepay_conformance.phases.survey.turns import Unit
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.findings import Kind
from onepay_core.json_values import is_object


def excluded(session: Session, writer: Operation) -> Unit:
    """Send each field that may not stand beside those of the documented body, alone."""
    body = support.body_of(session, writer)
    for name, value in excluded_fields(session, writer, body) if is_object(body) else ():
        yield from field_findings(session, writer, {**body, name: value}, name, "it beside what excludes it")


def unread(session: Session, writer: Operation) -> Unit:
    """Send what is no JSON."""
    sent = support.attempt(session, writer, ids=support.good_ids(session, writer), body=b"{")
    if sent and support.taken(sent) and writer.body_required:
        expected, kind = "a refusal of a body that is no JSON object", Kind.INVALID_REQUEST_ACCEPTED
        yield support.finding_about(session, kind, sent, "request:", expected, "a success")
