"""A key opens its own account, and only that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.cast import MARIANA


@pytest.mark.parametrize("key", ["", "sk_test_", "sk_prod_abc", "sk_test_a b", "x" * 500])
def test_what_is_no_key_is_refused(caller_with: Callable[[str], Caller], key: str) -> None:
    assert caller_with(key).get("/customers").status_code == 401


def test_accounts_know_nothing_of_each_other(caller_with: Callable[[str], Caller]) -> None:
    customer = caller_with("sk_test_a").made("/customers", MARIANA)
    other = caller_with("sk_test_b")
    assert other.get(f"/customers/{customer['id']}").status_code == 404
    assert other.got("/customers")["data"] == []


def test_a_public_key_cannot_do_what_needs_a_secret_one(caller_with: Callable[[str], Caller]) -> None:
    refused = caller_with("pk_test_a").get("/customers")
    assert (refused.status_code, "llave secreta" in refused.json()["message"]) == (401, True)


def test_live_key_is_refused_with_the_reason(caller_with: Callable[[str], Caller]) -> None:
    refused = caller_with("sk_live_a").get("/customers")
    assert (refused.status_code, "--fake-live" in refused.json()["message"]) == (401, True)


def test_in_the_fake_live_mode_test_and_live_data_are_apart() -> None:
    sandbox = Sandbox(live=True)
    test, live = (Caller(SandboxTransport(sandbox), f"sk_{kind}_alborada") for kind in ("test", "live"))
    customer = live.made("/customers", MARIANA)
    assert test.get(f"/customers/{customer['id']}").status_code == 404
    assert live.got(f"/customers/{customer['id']}") == customer
    sandbox.close()
