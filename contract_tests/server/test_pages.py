"""Pages have their documented size, and know their place in the whole."""

from __future__ import annotations

from typing import Any

import pytest

from onepay_sandbox.core.unit_of_work import seeded_uuid
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.saving import TO_PAY_OUT, account, customer

SIZES = {
    "/charges": 15,
    "/cards": 15,
    "/invoices": 20,
    "/payment-intents": 20,
    "/accounts": 20,
    "/subscriptions": 20,
    "/utilities/providers": 50,
}
"""What the documents call the size of a page that nobody has asked for."""


@pytest.mark.parametrize("path", SIZES)
def test_page_has_its_documented_size_by_default(api: Caller, path: str) -> None:
    assert api.got(path)["per_page"] == SIZES[path]


def test_no_page_is_larger_than_a_thousand(api: Caller) -> None:
    assert [api.got("/customers", per_page=size)["per_page"] for size in (1_000, 1_001)] == [1_000, 1_000]


def test_each_page_names_the_one_before_and_the_one_after(api: Caller) -> None:
    mariana = customer(api)
    for _ in range(3):
        account(api, mariana, TO_PAY_OUT)
    pages: list[Any] = [api.got("/accounts", page=number, limit=1) for number in (1, 2, 3)]
    named = [[page[name] and page[name][-6:] for name in ("prev_page_url", "next_page_url")] for page in pages]
    assert named == [[None, "page=2"], ["page=1", "page=3"], ["page=2", None]]


def test_the_reference_for_tests_means_nothing_to_a_live_account() -> None:
    sandbox = Sandbox(live=True)
    api = Caller(SandboxTransport(sandbox), "sk_" + "live_alborada")
    api.deposit(90_000)
    provider = api.got("/utilities/providers")["data"][0]["id"]
    refused = api.post("/utilities", {"provider_id": provider, "reference": "111100005555"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["reference"])
    assert api.ledger()["balance"] == 90_000
    sandbox.close()


def test_names_that_join_to_the_same_text_have_other_ids() -> None:
    assert seeded_uuid(1, "test_ab", "c") != seeded_uuid(1, "test_a", "bc")
