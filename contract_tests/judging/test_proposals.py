"""A proposal is right when the contract that it makes has nothing more to say against what was seen."""

from __future__ import annotations

import copy
import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from judging.examples import examples, reply
from lint import lint
from onepay_contract.bundling import bundle, read_bundle
from onepay_contract.document import Contract, load
from onepay_contract.findings import Finding, Kind
from onepay_contract.judging import Judge
from onepay_contract.reports.proposals import place_of, proposal
from onepay_core.json_values import Json, is_object

ROOT: Final = Path(__file__).parents[2]
DAY: Final = "2026-03-02"
EXAMPLES: Final = list(examples(load()))
PAYMENT: Final = next(
    example for example in EXAMPLES if example.operation == "payments_get" and example.name == "approved"
)
CHANGES: Final[list[tuple[Kind, Json]]] = [
    (Kind.UNDOCUMENTED_FIELD, {"brand_new": "text"}),
    (Kind.UNDOCUMENTED_FIELD, {"brand_new": 5}),
    (Kind.UNDOCUMENTED_VALUE, {"status": "held_by_bank"}),
    (Kind.UNEXPECTED_NULL, {"amount_label": None}),
    (Kind.UNEXPECTED_NULL, {"status": None}),
    (Kind.UNEXPECTED_NULL, {"created_at": None}),
    (Kind.WRONG_TYPE, {"amount": "150000"}),
    (Kind.WRONG_TYPE, {"phone": 573000000}),
    (Kind.WRONG_FORMAT, {"created_at": "yesterday"}),
    (Kind.TIME_WITHOUT_ZONE, {"created_at": "2026-02-03T10:00:00"}),
    (Kind.MISSING_FIELD, {"title": ...}),
]


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the description, which may be edited."""
    return shutil.copytree(ROOT / "openapi", tmp_path_factory.mktemp("sources") / "openapi")


def _applied(diff: str, openapi: Path) -> dict[Path, str]:
    """Apply a diff of one file as `patch` would; return what the file was before."""
    [name] = re.findall(r"^\+\+\+ b/openapi/(\S+)$", diff, re.MULTILINE)
    path = openapi / name
    before = path.read_text(encoding="utf-8")
    lines, shift = before.splitlines(), 0
    for start, hunk in re.findall(r"^@@ -(\d+)\S* \S+ @@\n((?:[ +-].*\n)+)", diff, re.MULTILINE):
        changed = hunk.splitlines()
        old, new = ([line[1:] for line in changed if line[0] in sides] for sides in (" -", " +"))
        at = int(start) - 1 + shift
        assert lines[at : at + len(old)] == old
        lines[at : at + len(old)] = new
        shift += len(new) - len(old)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {path: before}


def _restored(before: list[dict[Path, str]]) -> None:
    for path, text in (item for files in before for item in files.items()):
        path.write_text(text, encoding="utf-8")


def _changed(change: Json) -> Json:
    body = {**copy.deepcopy(PAYMENT.value), **change}
    return {name: value for name, value in body.items() if value is not ...}


@pytest.mark.parametrize(("kind", "change"), CHANGES, ids=lambda value: str(value).replace("Ellipsis", "missing"))
def test_a_contract_with_the_proposal_accepts_what_was_seen(
    kind: Kind, change: Json, judge: Judge, sources: Path
) -> None:
    exchange = reply("payments_get", 200, _changed(change))
    [finding] = judge.judge(exchange)
    assert finding.kind is kind

    diff = proposal(finding, sources, DAY)
    assert diff is not None
    before = _applied(diff, sources)

    assert Judge(Contract(bundle(sources))).judge(exchange) == ()
    _restored([before])


@pytest.mark.parametrize("status", [403, 409, 418])
def test_a_status_is_accepted_with_a_reply_and_its_evidence(status: int, judge: Judge, sources: Path) -> None:
    exchange = reply("payments_get", status, raw=b"" if status == 418 else b"{}")
    [finding] = [finding for finding in judge.judge(exchange) if finding.kind is Kind.UNDOCUMENTED_STATUS]

    diff = proposal(finding, sources, DAY)
    assert diff is not None
    before = _applied(diff, sources)

    contract = Contract(bundle(sources))
    assert contract.operations["payments_get"].replies[str(status)].evidence == "observed"
    assert Judge(contract).judge(exchange) == ()
    _restored([before])


def test_proposals_keep_the_rules_of_the_description(judge: Judge, sources: Path) -> None:
    rules = ROOT / "contract_tests/exceptions/lint.txt"
    before = list[dict[Path, str]]()
    for change in ({"brand_new": "text"}, {"title": None}, {"status": "held"}, {"status": None}):
        [finding] = judge.judge(reply("payments_get", 200, _changed(change)))
        before.append(_applied(proposal(finding, sources, DAY) or "", sources))

    found = [str(finding) for finding in lint(read_bundle(sources), rules)]

    _restored(before[::-1])
    assert found == []


def test_a_field_that_was_changed_says_since_when_it_is_known(judge: Judge, sources: Path) -> None:
    for change in ({"brand_new": "text"}, {"title": None}, {"title": 5}, {"title": ...}):
        [finding] = judge.judge(reply("payments_get", 200, _changed(change)))
        before = _applied(proposal(finding, sources, DAY) or "", sources)
        field = bundle(sources)["components"]["schemas"]["Payment"]["properties"][finding.pointer[1:]]
        _restored([before])

        assert field["x-evidence"] == "observed"
        assert field["x-source"] == "Seen in replies of the API since 2026-03-02."


def test_a_proposal_applies_and_keeps_every_lint_rule(judge: Judge, sources: Path) -> None:
    diffs: dict[str, str] = {}
    for example in EXAMPLES:
        for finding in judge.judge(reply(example.operation, example.status, _broken(example.value))):
            if diff := proposal(finding, sources, DAY):
                _restored([_applied(diff, sources)])
                diffs[diff.splitlines()[1]] = diff

    before = [_applied(diff, sources) for diff in diffs.values()]
    bundle(sources)

    assert len(before) > 50
    _restored(before)


def _broken(value: Json) -> Json:
    """The value with the first field missing, the second null, the third of another type, and one more."""
    if not is_object(value):
        return value
    names = list(value)
    changes = dict[str, Json](zip(names[1:3], [None, 5], strict=False))
    return {**{name: value[name] for name in names[1:]}, **changes, "brand_new": True}


@pytest.mark.parametrize(
    ("kind", "actual", "place"),
    [
        (Kind.IDEMPOTENCY_IGNORED, "x", "/paths/~1payments/post"),
        (Kind.UNDOCUMENTED_FIELD, "object", "/components/schemas/Payment"),
        (Kind.UNDOCUMENTED_VALUE, "text of 5 characters", "/components/schemas/PaymentStatus"),
        (Kind.UNDOCUMENTED_VALUE, "held", "/components/schemas/Nobody"),
        (Kind.UNDOCUMENTED_VALUE, "held", "/elsewhere"),
        (Kind.UNDOCUMENTED_VALUE, "held", ""),
        (Kind.BROKEN_CONSTRAINT, "x", "/components/schemas/Payment/properties/amount"),
    ],
)
def test_what_only_people_can_decide_has_no_proposal(kind: Kind, actual: str, place: str, sources: Path) -> None:
    finding = Finding.of(kind, "payments_get", 200, pointer="/new", expected="at most 5", actual=actual, place=place)

    assert proposal(finding, sources, DAY) is None


def test_a_limit_that_was_broken_is_dropped(judge: Judge, sources: Path, contract: Contract) -> None:
    operation = contract.operations["invoices_create"]
    exchange = reply(operation.id, 200, {}, method="POST", sent=b'{"amount": 1}')
    [finding] = [finding for finding in judge.judge_request(exchange) if finding.kind is Kind.BROKEN_CONSTRAINT]

    diff = proposal(finding, sources, DAY)

    assert diff is not None
    assert [line for line in diff.splitlines() if line[:2] == "- "] == ["-    minimum: 5000"]
    assert "+    x-evidence: observed" in diff


def test_a_type_takes_its_format_along(judge: Judge, sources: Path) -> None:
    [finding] = judge.judge(reply("payments_get", 200, _changed({"amount": "150000"})))

    diff = proposal(finding, sources, DAY)

    assert diff is not None
    changed = [line for line in diff.splitlines()[2:] if line[0] in "+-"]
    assert changed[:3] == ["-    type: integer", "-    format: int64", "+    type: string"]


@pytest.mark.parametrize("name", sorted(load().operations))
def test_every_operation_and_body_leads_back_to_its_file(name: str, contract: Contract) -> None:
    operation = contract.operations[name]
    facts = [fact for documented in operation.replies.values() for fact in documented.media.values()]

    for pointer in [operation.place, *(contract.followed(fact).place for fact in facts)]:
        place = place_of(pointer)
        assert place is not None
        assert (ROOT / "openapi" / place.file).is_file()
