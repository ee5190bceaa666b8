"""The effort of a test: how many examples it draws, and whether it tries everything with everything."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from hypothesis import HealthCheck, settings

T = TypeVar("T")


def examples(count: int) -> settings:
    """Draw `count` examples, or as many times more as the profile in `conftest.py` asks for.

    The check for slow strategies is off: a page of invoices takes some milliseconds to draw, and
    says nothing about the test.
    """
    factor = settings().max_examples // 100
    return settings(
        max_examples=count * factor, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
    )


def is_thorough() -> bool:
    """Whether this is a run that may be long: with the profile `searching`."""
    return settings().max_examples > settings.get_profile("repeatable").max_examples


def seeds(few: int, many: int) -> range:
    """The first `few` seeds; `many` in a run that may be long."""
    return range(many if is_thorough() else few)


def one_of_each(cases: Iterable[T], kind: Callable[[T], Hashable]) -> list[T]:
    """The first case of each kind; every case in a run that may be long."""
    if is_thorough():
        return list(cases)
    firsts: dict[Hashable, T] = {}
    for case in cases:
        firsts.setdefault(kind(case), case)
    return list(firsts.values())
