"""The thoroughness of Hypothesis, for all tests.

* `repeatable` is the default: the same examples in every run, so that a red run is red for everybody
  and a green change stays green. It is what CI runs on every change.
* `searching` (`HYPOTHESIS_PROFILE=searching`) draws ten times as many, others in every run, and tries everything
  with everything where the ordinary run tries a sample; it is for a scheduled run, for `nox -s soak`, and for
  whoever has changed a reader or a strategy.

Neither keeps a database of examples, which would make two machines run different tests, nor a
deadline, since a test that shares its core with others is slow now and then and not wrong. Neither
runs the phase that explains: it takes minutes over a reply and names lines of msgspec. Both print
the blob with which `@reproduce_failure` repeats what they found.

Tests that need what a machine may lack are skipped by a line of `exceptions/skipped.txt`, and no test is skipped
otherwise. With `NO_SKIPPED_TESTS=1`, as in CI, whatever is missing is an error.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

from support.certificates import certificates_read_once
from support.needs import skip_tests
from support.postgres import Schema, empty_schema, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
settings.register_profile(
    "searching", settings.get_profile("repeatable"), derandomize=False, max_examples=1000, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session", autouse=True)
def certificates() -> Iterator[None]:
    """Read the certificates of the world once."""
    with certificates_read_once():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    with running_server() as conninfo:
        yield conninfo


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[Schema]:
    """A name for a schema that is not there yet."""
    with empty_schema(postgres_server) as schema:
        yield schema


@pytest.fixture(scope="session")
def postgres_schema(postgres_server: str) -> Iterator[Schema]:
    """A schema for tests that leave nothing in its tables."""
    with empty_schema(postgres_server) as schema:
        yield schema


@pytest.fixture
def postgres(postgres_schema: Schema) -> Iterator[Schema]:
    """A schema without a row."""
    yield postgres_schema
    postgres_schema.empty()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests of the list that need what this machine lacks."""
    skip_tests(items, refuse=bool(os.environ.get("NO_SKIPPED_TESTS")))


def pytest_collection_finish() -> None:
    """Keep what collecting made, which stays to the end, out of the garbage collector's way."""
    gc.collect()
    gc.freeze()
