"""The bodies of official pages, without anybody's data, are valid under the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from description.documented import FOLDER, INDEX, DocumentedBodies, excused

if TYPE_CHECKING:
    from rules import Description


@pytest.fixture(scope="session")
def documented(contract: Description) -> DocumentedBodies:
    return DocumentedBodies(contract)


@pytest.mark.parametrize("file", sorted(INDEX))
def test_a_documented_body_fits_or_is_a_listed_exception(documented: DocumentedBodies, file: str) -> None:
    found = documented.complaints(file)
    assert bool(found) is (file in excused()), found or f"{file} fits now; delete its line from the ledger."


def test_the_list_of_documented_bodies_is_complete() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} - {"index.json"} == set(INDEX)


def test_the_ledger_of_documented_bodies_names_only_bodies() -> None:
    assert excused() <= set(INDEX)


def test_a_body_that_is_bent_no_longer_fits(documented: DocumentedBodies) -> None:
    body = documented.body("payments.get.response.200.json")
    schema = documented.schemas_of("payments.get.response.200.json")[0]
    complaints = documented.validator.complaints
    assert list(complaints(schema, body)) == []
    for name in body:
        assert list(complaints(schema, {key: value for key, value in body.items() if key != name})), name
    assert list(complaints(schema, {**body, "surprise": 1}))
    assert list(complaints(schema, {**body, "created_at": "yesterday"}))
