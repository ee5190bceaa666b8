"""What the judge says of single replies, with the exact place of each departure."""

from __future__ import annotations

import copy
from typing import Final

import pytest

from judging.examples import JSON_TYPE, Example, examples, reply
from onepay_contract.document import Contract, ContractError, Fact, UnknownOperation, load
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind, Severity
from onepay_contract.judging import Judge
from onepay_contract.judging.describe import shown
from onepay_core.json_values import Json

EXAMPLES: Final = list(examples(load()))
PAYMENT: Final = next(
    example.value for example in EXAMPLES if example.operation == "payments_get" and example.name == "approved"
)
KEY: Final = "sk_test_madeup4711"


def _payment(**changes: Json) -> Json:
    return {**copy.deepcopy(PAYMENT), **changes}


def _kinds(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.pointer) for finding in findings]


DEPARTURES: Final[list[tuple[Json, Kind, str]]] = [
    ({"amount": "150000"}, Kind.WRONG_TYPE, "/amount"),
    ({"amount": 1500.5}, Kind.WRONG_TYPE, "/amount"),
    ({"amount": 2**63}, Kind.BROKEN_CONSTRAINT, "/amount"),
    ({"amount": True}, Kind.WRONG_TYPE, "/amount"),
    ({"amount": None}, Kind.UNEXPECTED_NULL, "/amount"),
    ({"is_test": 1}, Kind.WRONG_TYPE, "/is_test"),
    ({"status": "held"}, Kind.UNDOCUMENTED_VALUE, "/status"),
    ({"status": None}, Kind.UNEXPECTED_NULL, "/status"),
    ({"created_at": "2026-02-03T10:00:00"}, Kind.TIME_WITHOUT_ZONE, "/created_at"),
    ({"created_at": "2026-02-30T10:00:00Z"}, Kind.WRONG_FORMAT, "/created_at"),
    ({"created_at": "yesterday"}, Kind.WRONG_FORMAT, "/created_at"),
    ({"brand_new": {"a": 1}}, Kind.UNDOCUMENTED_FIELD, "/brand_new"),
    ({"brandNew": 1}, Kind.UNDOCUMENTED_FIELD, "/brandNew"),
    ({"code_v2": 1}, Kind.UNDOCUMENTED_FIELD, "/code_v2"),
    ({"Mariana": 1}, Kind.UNDOCUMENTED_FIELD, "/(a name that looks like data)"),
    ({"c1053800001": 1}, Kind.UNDOCUMENTED_FIELD, "/(a name that looks like data)"),
    ({"a@b.c": 1}, Kind.UNDOCUMENTED_FIELD, "/(a name that looks like data)"),
    ({"x" * 41: 1}, Kind.UNDOCUMENTED_FIELD, "/(a name that looks like data)"),
    ({"Mariana Ospina": 1}, Kind.UNDOCUMENTED_FIELD, "/(a name that looks like data)"),
    ({"splits": [{}, {}]}, Kind.MISSING_FIELD, "/splits/*/id"),
    ({"splits": {}}, Kind.WRONG_TYPE, "/splits"),
    ({"metadata": {"a": "b", "c": [1]}}, Kind.WRONG_TYPE, "/metadata/*"),
    ({"metadata": "text"}, Kind.WRONG_TYPE, "/metadata"),
    ({"customer": {**(PAYMENT["customer"] or {}), "email": 5}}, Kind.WRONG_TYPE, "/customer/email"),
    ({"customer": {"nobody": "knows"}}, Kind.OTHER_SHAPE, "/customer"),
    ({"customer": [1]}, Kind.WRONG_TYPE, "/customer"),
]


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=lambda example: f"{example.operation}-{example.status}-{example.name}"
)
def test_an_example_of_the_contract_has_no_more_than_notes(example: Example, judge: Judge) -> None:
    findings = judge.judge(reply(example.operation, example.status, example.value))

    assert [finding for finding in findings if finding.severity > Severity.NOTE] == []


@pytest.mark.parametrize(("changes", "kind", "pointer"), DEPARTURES, ids=str)
def test_a_departure_is_named_with_its_place(changes: Json, kind: Kind, pointer: str, judge: Judge) -> None:
    assert (kind.value, pointer) in _kinds(judge.judge(reply("payments_get", 200, _payment(**changes))))


@pytest.mark.parametrize("name", sorted(PAYMENT))
def test_a_missing_field_is_named_unless_it_is_optional(name: str, judge: Judge, contract: Contract) -> None:
    payment = {field: value for field, value in PAYMENT.items() if field != name}
    required = contract.resolve("#/components/schemas/Payment")["required"]

    found = _kinds(judge.judge(reply("payments_get", 200, payment)))

    assert found == ([("missing_field", f"/{name}")] if name in required else [])


@pytest.mark.parametrize(("method_type", "form"), [("Account", "AccountMethod"), ("CreditCard", "CardMethod")])
def test_the_deciding_field_picks_the_form_that_is_violated(
    method_type: str, form: str, judge: Judge, contract: Contract
) -> None:
    charge = {"payment_method_type": method_type, "method": {"id": "a", "customer_id": "b"}}
    fact = contract.operations["charges_get"].replies["200"].media["application/json"]

    found = [violation for violation in judge.violations(charge, fact) if violation.pointer.startswith("/method/")]

    assert {violation.fact.place.split("/")[3] for violation in found if violation.kind is Kind.MISSING_FIELD} >= {form}
    assert ("/method/bank" in {violation.pointer for violation in found}) is (form == "AccountMethod")


def test_of_two_forms_the_nearer_one_was_meant(judge: Judge) -> None:
    mirror = next(
        example.value for example in EXAMPLES if example.operation == "payments_create" and example.name == "mirror"
    )

    [finding] = judge.judge(reply("payments_create", 201, {**mirror, "amount": "150000"}))

    assert (finding.pointer, finding.place) == ("/amount", "/components/schemas/PaymentMirror/properties/amount")


def test_a_finding_tells_how_the_touched_fact_is_known(judge: Judge) -> None:
    [finding] = judge.judge(reply("payments_get", 200, _payment(amount="150000")))

    assert finding.evidence == "documented"
    assert finding.source == "https://docs.onepay.la/client/payments/detail"
    assert finding.place == "/components/schemas/Payment/properties/amount"
    assert finding.expected == "whole number"
    assert finding.severity is Severity.BREAKING


def test_a_new_word_of_an_open_list_is_only_a_note(judge: Judge, contract: Contract) -> None:
    lists = contract.resolve("#/components/schemas/RequestToPayStatus")
    assert "x-extensible-enum" in lists
    [departure] = judge.violations("held", Fact(lists, "", "", ""))

    assert departure.kind is Kind.UNLISTED_VALUE
    assert Kind.UNLISTED_VALUE.severity is Severity.NOTE


@pytest.mark.parametrize(
    ("exchange", "expected"),
    [
        (reply("payments_get", 418, {"message": "no"}), [("undocumented_status", "")]),
        (reply("payments_get", 404, {"message": "no"}), []),
        (reply("payments_get", 404, {"mensaje": "no"}), [("undocumented_field", "/mensaje")]),
        (reply("payments_get", 503, raw=b"busy", headers=()), [("server_error", "")]),
        (reply("payments_get", 302, raw=b"", headers=()), [("undocumented_status", "")]),
        (reply("payments_get", 200, raw=b""), [("missing_body", "")]),
        (reply("payments_get", 200, raw=b"{", headers=JSON_TYPE), [("unreadable_body", "")]),
        (reply("payments_get", 404, raw=b'{"code": NaN}'), [("unreadable_body", "")]),
        (reply("payments_get", 404, raw=b'{"code": "1", "code": "2"}'), [("unreadable_body", "")]),
        (reply("payments_get", 404, raw=b'{"code": 1e999}'), [("unreadable_body", "")]),
        (reply("payments_get", 404, raw=b"[" * 99999), [("unreadable_body", "")]),
        (reply("payments_get", 404, raw=b"[" * 101 + b"]" * 101), [("unreadable_body", "")]),
        (reply("payments_get", 404, raw=b"[" * 100 + b"]" * 100), [("wrong_type", "")]),
        (reply("payments_get", 404, raw=b'{"a":' * 101 + b"1" + b"}" * 101), [("unreadable_body", "")]),
        (reply("payments_get", 404, raw=b'{"code": ' + b"9" * 5000 + b"}"), [("unreadable_body", "")]),
        (reply("payments_get", 404, raw=b'{"code": "\xff"}'), [("unreadable_body", "")]),
        (
            reply("payments_get", 404, raw=b"<html>", headers=(("Content-Type", "text/html"),)),
            [("wrong_content_type", "header:content-type")],
        ),
        (reply("payments_get", 404, {}, headers=()), [("missing_header", "header:content-type")]),
        (reply("payments_delete", 204, {"gone": True}), [("unexpected_body", "")]),
        (reply("payments_delete", 204, raw=b"", headers=()), []),
        (
            reply("payments_get", 404, {}, headers=(*JSON_TYPE, ("X-Brand-New", "1"), ("Date", "now"))),
            [("undocumented_header", "header:x-brand-new")],
        ),
        (reply("payments_get", 200, _payment(), headers=(("content-type", "Application/JSON; charset=utf-8"),)), []),
        (reply(None, 200, {}, url="https://api.onepay.la/v1/nowhere/at/all"), [("undocumented_operation", "")]),
        (reply(None, 200, {}, url="https://["), [("undocumented_operation", "")]),
    ],
    ids=str,
)
def test_a_reply_as_a_whole_is_judged(exchange: Exchange, expected: list[tuple[str, str]], judge: Judge) -> None:
    assert _kinds(judge.judge(exchange)) == expected


@pytest.mark.parametrize(
    ("body", "headers", "kind"),
    [
        ({"message": f"key {KEY} is wrong"}, JSON_TYPE, Kind.SECRET_IN_REPLY),
        ({}, (*JSON_TYPE, ("Server", KEY)), Kind.SECRET_IN_REPLY),
        ({"message": "bearer-of-another-kind"}, JSON_TYPE, Kind.SECRET_IN_REPLY),
        ({"message": "token-of-a-customer"}, JSON_TYPE, Kind.SECRET_IN_REPLY),
        ({"message": "Traceback (most recent call last):\n x"}, JSON_TYPE, Kind.STACK_TRACE_IN_REPLY),
        ({"message": "/srv/vendor/laravel/framework/src/Routing.php"}, JSON_TYPE, Kind.STACK_TRACE_IN_REPLY),
        ({"message": "#0 /srv/app/Http/Kernel.php(141): handle()"}, JSON_TYPE, Kind.STACK_TRACE_IN_REPLY),
        ({"message": "SQLSTATE[42S02]: no table"}, JSON_TYPE, Kind.STACK_TRACE_IN_REPLY),
    ],
    ids=str,
)
def test_keys_and_traces_are_found_wherever_they_stand(
    body: Json, headers: tuple[tuple[str, str], ...], kind: Kind, judge: Judge
) -> None:
    kept = KEY if KEY in str(body) + str(headers) else "bearer-of-another-kind"
    request_headers = (("Authorization", f"Bearer {kept}"), ("X-Customer-Token", "token-of-a-customer"))

    assert kind in [
        finding.kind
        for finding in judge.judge(reply("payments_get", 404, body, headers=headers, request_headers=request_headers))
    ]


def test_no_finding_repeats_a_value_that_may_belong_to_somebody(judge: Judge) -> None:
    body = _payment(
        phone=573009998877, title=["Mariana"], customer={"first_name": 105, "email": "a@b.c", "x": "Ospina"}
    )

    text = "\n".join(map(str, judge.judge(reply("payments_get", 200, body))))

    assert not [word for word in ("573009998877", "Mariana", "105", "a@b.c", "Ospina") if word in text]


def test_a_hidden_date_shows_only_its_length() -> None:
    assert shown("1977-7-17", hidden=True) == "text of 9 characters"
    assert shown("1977-7-17") == "text like 9999-9-99"
    assert shown(105, hidden=True) == "whole number"


def test_an_unknown_operation_is_refused_with_near_names(judge: Judge) -> None:
    with pytest.raises(UnknownOperation, match="payments_get"):
        judge.judge(reply("payment_get", 200, {}))


def test_a_contract_with_an_unknown_keyword_is_refused(contract: Contract) -> None:
    document = copy.deepcopy(dict(contract.document))
    document["components"]["schemas"]["Payment"]["properties"]["amount"]["unevaluatedItems"] = False

    with pytest.raises(ContractError, match="unevaluatedItems"):
        Judge(Contract(document))
