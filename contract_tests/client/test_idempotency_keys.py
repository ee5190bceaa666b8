"""A key is the same wherever it is derived, another for another intention, and always one that can be sent."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onepay_client.errors import InvalidValue
from onepay_client.idempotency import MAX_LENGTH, check_key, idempotency_key
from support.effort import examples

UUIDS = [UUID(int=0), UUID("019a0d6e-0000-7000-8000-000000000001")]
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
LEGAL = re.compile("[!-~]{1,64}")

FROZEN: list[tuple[tuple[Any, ...], str]] = [
    (("invoice", 4711, "2026-11"), "invoice-mnkm2twedekmn6aoerxmfcc2lhapxsi2"),
    (("a", "bc"), "a-vz4mzdapcn4imi5dq3nuf7xq23ob3bof"),
    (("Nómina de café", UUIDS[1], date(2026, 11, 1)), "nomina-de-cafe-kt32s574jcotw6zoicveqpbt2enpyzo5"),
    ((-1, NOON), "key-mjossrsn3n7yjlpdlmw62juqf7mjpqur"),
]
"""Keys as an earlier release made them. Should one change, what was paid before an update could be paid again."""


class Kind(StrEnum):
    INVOICE = "invoice"


class OlderKind(str, Enum):  # noqa: UP042 - callers have enums of this kind
    INVOICE = "invoice"


class Number(IntEnum):
    FIRST = 4711


facts = (
    st.text(min_size=1)
    | st.integers()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.uuids()
    | st.sampled_from(["1", "a", "bc", "ab", "c", ",", ":", "1:", "s1:a,"])
)


@pytest.mark.parametrize(("given_facts", "key"), FROZEN)
def test_a_key_never_changes_from_release_to_release(given_facts: tuple[Any, ...], key: str) -> None:
    assert idempotency_key(*given_facts) == key


def test_another_process_derives_the_same_key() -> None:
    program = "from onepay_client.idempotency import idempotency_key as key; print(key('invoice', 4711, '2026-11'))"
    path = os.pathsep.join(part for part in sys.path if part)
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)  # noqa: S603 - our own words
        assert done.stdout.decode().strip() == idempotency_key("invoice", 4711, "2026-11")


@given(facts=st.lists(facts, min_size=1, max_size=4))
@examples(80)
def test_every_key_can_be_sent(facts: list[Any]) -> None:
    key = idempotency_key(*facts)

    assert LEGAL.fullmatch(key)
    assert check_key(key) == key
    assert httpx.Headers({"x-idempotency": key})["x-idempotency"] == key


@given(facts=st.lists(facts, min_size=1, max_size=4), other=st.lists(facts, min_size=1, max_size=4))
@examples(100)
def test_other_facts_give_another_key(facts: list[Any], other: list[Any]) -> None:
    assume([(type(fact), fact) for fact in facts] != [(type(fact), fact) for fact in other])

    assert idempotency_key(*facts) != idempotency_key(*other)


@pytest.mark.parametrize(
    ("facts", "other"),
    [
        (("a", "bc"), ("ab", "c")),
        (("a", "b"), ("ab",)),
        (("a,b",), ("a", "b")),
        (("invoice", 1), ("invoice", "1")),
        (("invoice", 17), ("invoice", "11")),
        ((1, 23), (12, 3)),
        (("s1:a,",), ("a",)),
        ((date(2026, 11, 1),), ("2026-11-01",)),
        ((date(2026, 11, 1),), (datetime(2026, 11, 1, tzinfo=UTC),)),
        ((UUIDS[0],), (str(UUIDS[0]),)),
        (("x" * 500 + "a",), ("x" * 500 + "b",)),
        (("invoice", "a"), ("invoice", "a", "a")),
        (("Á",), ("A",)),
        (("A",), ("a",)),
        (("é",), ("e\N{COMBINING ACUTE ACCENT}",)),
        (("\ud800",), ("\ud801",)),
        ((1,), (-1,)),
    ],
)
def test_facts_that_run_into_one_another_give_different_keys(facts: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    assert idempotency_key(*facts) != idempotency_key(*other)


def test_the_same_moment_gives_one_key_in_every_time_zone() -> None:
    bogota = NOON.astimezone(timezone(timedelta(hours=-5)))

    assert idempotency_key("invoice", bogota) == idempotency_key("invoice", NOON)


def test_an_enum_counts_as_its_value() -> None:
    plain = idempotency_key("invoice", 4711)

    assert idempotency_key(Kind.INVOICE, Number.FIRST) == plain
    assert idempotency_key(OlderKind.INVOICE, 4711) == plain


def test_a_key_can_be_recognised_in_a_log() -> None:
    assert idempotency_key("invoice", 4711, "2026-11").startswith("invoice-")
    assert idempotency_key("Pago de Nómina", 1).startswith("pago-de-nomina-")
    assert idempotency_key(4711).startswith("key-")


@pytest.mark.parametrize("personal", ["1020304050", "3001234567"])
def test_only_the_words_of_the_first_fact_can_be_read_in_a_key(personal: str) -> None:
    for key in (
        idempotency_key(personal, 1),
        idempotency_key("refund", personal),
        idempotency_key("refund", int(personal)),
    ):
        assert personal not in key
    assert "ana" not in idempotency_key("refund", "ana@example.com").rpartition("-")[0]


def test_no_letter_of_another_alphabet_stands_in_a_key() -> None:
    for text in (
        "\N{KELVIN SIGN}",
        "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}",
        "\N{CJK UNIFIED IDEOGRAPH-5496}",
        "\N{FULLWIDTH LATIN SMALL LETTER A}",
    ):
        assert idempotency_key(text).startswith("key-")


def test_a_long_first_fact_leaves_room_for_the_digest() -> None:
    keys = {idempotency_key("a" * 30 + "-" + "b" * length) for length in range(1, 50)}

    assert len(keys) == 49
    assert max(map(len, keys)) <= MAX_LENGTH


def test_a_huge_number_is_a_fact_like_any_other() -> None:
    assert idempotency_key(10**5000) != idempotency_key(10**5000 + 1)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ((), "needs at least one fact"),
        (("invoice", None), "Fact 2 is None. Something is missing"),
        (("invoice", 1.0), "Floats that look equal may differ"),
        (("invoice", float("nan")), "Fact 2 is a float"),
        (("invoice", ""), "Fact 2 is an empty text"),
        (("invoice", True), "Fact 2 is a bool"),
        (("invoice", b"a"), "Fact 2 is a bytes"),
        (("invoice", Decimal(1)), "Fact 2 is a Decimal"),
        (("invoice", ["a"]), "Fact 2 is a list"),
        (("invoice", datetime(2026, 11, 1)), "without time zone"),  # noqa: DTZ001 - the point
    ],
)
def test_a_fact_that_tells_nothing_apart_is_refused(wrong: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason):
        idempotency_key(*wrong)


@pytest.mark.parametrize("key", ["a", "charge-card-001", "!~", "x" * MAX_LENGTH, str(UUIDS[1])])
def test_a_key_that_can_be_sent_passes(key: str) -> None:
    assert check_key(key) == key


@pytest.mark.parametrize(
    "key",
    [
        "",
        " ",
        "a b",
        "a\n",
        "a\r\nX-Evil: 1",
        "\ta",
        "café",
        "a\x00",
        "a\x7f",
        "\N{FULLWIDTH DIGIT ONE}",
        None,
        5,
        b"a",
        "\ud800",
    ],
)
@pytest.mark.parametrize("allow_long", [True, False])
def test_a_key_that_no_header_can_carry_is_refused(key: object, *, allow_long: bool) -> None:
    with pytest.raises(InvalidValue, match="idempotency key"):
        check_key(key, allow_long=allow_long)


def test_a_long_key_is_refused_until_it_is_allowed() -> None:
    key = "x" * (MAX_LENGTH + 1)

    with pytest.raises(InvalidValue, match="65 characters"):
        check_key(key)
    assert check_key(key, allow_long=True) == key


def test_a_refused_key_is_not_shown() -> None:
    with pytest.raises(InvalidValue) as caught:
        check_key("ana@example.com 1020304050")

    assert "ana" not in str(caught.value)
