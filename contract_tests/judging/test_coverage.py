from __future__ import annotations

import json
from typing import Final

import pytest

from judging.examples import examples, reply
from onepay_contract.document import Contract, load
from onepay_contract.judging.coverage import Coverage, Share

EXAMPLES: Final = list(examples(load()))
HOST: Final = "https://api.onepay.la/v1"


@pytest.fixture
def coverage(contract: Contract) -> Coverage:
    return Coverage(contract)


def _shares(coverage: Coverage) -> dict[str, Share]:
    return {share.what: share for share in coverage.shares()}


def test_without_exchanges_nothing_is_exercised(coverage: Coverage, contract: Contract) -> None:
    assert [share.percent for share in coverage.shares()] == [0.0] * 4
    assert _shares(coverage)["operations"].missing == contract.operations.keys()


def test_examples_exercise_all_operations_with_a_body(coverage: Coverage, contract: Contract) -> None:
    coverage.add(reply(example.operation, example.status, example.value) for example in EXAMPLES)

    answering = {
        operation.id
        for operation in contract.operations.values()
        if any(documented.media for documented in operation.replies.values())
    }
    assert _shares(coverage)["operations"].exercised == answering
    assert _shares(coverage)["fields"].percent > 30


def test_an_exchange_counts_for_all_four_shares(coverage: Coverage) -> None:
    sent = json.dumps({"reference": "x", "amount": 1}).encode()
    body = {"message": "no", "code_name": "insufficient_funds", "errors": [{"key": "amount"}]}
    coverage.add([reply(None, 422, body, method="POST", url=f"{HOST}/payments", sent=sent)])

    shares = _shares(coverage)

    assert shares["operations"].exercised == {"payments_create"}
    assert shares["statuses"].exercised == {"payments_create 422"}
    assert shares["fields"].exercised >= {"payments_create request /amount", "payments_create 422 /code_name"}
    assert "payments_create 422 /erros" in shares["fields"].missing
    assert shares["words of lists"].exercised == {"ErrorCodeName insufficient_funds"}
    assert coverage.statuses("payments_create") == {422}
    assert coverage.calls == {"payments_create": 1}


def test_the_fields_of_a_form_are_those_of_the_form_that_came(coverage: Coverage) -> None:
    page = next(example.value for example in EXAMPLES if example.operation == "cities_list" and example.name == "page")
    coverage.add([reply("cities_list", 200, page)])

    assert "cities_list 200 /data/*/id" in _shares(coverage)["fields"].exercised
    assert "cities_list 200 /*/id" in _shares(coverage)["fields"].missing


def test_a_status_counts_for_the_family_that_documents_it(coverage: Coverage) -> None:
    payment = next(example.value for example in EXAMPLES if example.operation == "payments_create")
    coverage.add([reply("payments_create", 201, payment)])

    assert _shares(coverage)["statuses"].exercised == {"payments_create 2XX"}
    assert "payments_create 2XX /amount" in _shares(coverage)["fields"].exercised


@pytest.mark.parametrize("status", [418, 503])
def test_an_undocumented_status_exercises_no_field(coverage: Coverage, status: int) -> None:
    coverage.add([reply("payments_get", status, {"message": "no"})])

    assert coverage.statuses("payments_get") == {status}
    assert not _shares(coverage)["statuses"].exercised
    assert not coverage.fields("payments_get").exercised


@pytest.mark.parametrize("body", [b"", b"{", b"\xff"])
def test_a_body_that_cannot_be_read_exercises_no_field(coverage: Coverage, body: bytes) -> None:
    coverage.add([reply("payments_get", 200, raw=body)])

    assert not _shares(coverage)["fields"].exercised
    assert _shares(coverage)["statuses"].exercised == {"payments_get 200"}


def test_what_belongs_to_no_operation_exercises_nothing(coverage: Coverage) -> None:
    coverage.add([reply(None, 200, {}, url=f"{HOST}/nowhere"), reply("nobody_get", 200, {})])

    assert not coverage.calls


def test_only_parts_of_the_contract_are_exercised(coverage: Coverage) -> None:
    coverage.add([reply("payments_get", 404, {"brand_new": 1, "code_name": "brand_new"})])

    assert _shares(coverage)["fields"].exercised == {"payments_get 404 /code_name"}
    assert not _shares(coverage)["words of lists"].exercised
