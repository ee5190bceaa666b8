"""Whether a value departs in nothing, answered fast: most replies do, and then nobody has to say where.

Every schema is turned into a function when it is first met. `walking` gives the same answer slowly and with places;
the tests hold both against each other, and against a validator that is not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from onepay_contract.document import Contract, Fact
from onepay_contract.formats import is_too_large, is_written_as
from onepay_contract.limits import LIMITS, equal
from onepay_contract.telling import types_of
from onepay_core.json_values import Document, Json, is_array, is_object

Test: TypeAlias = Callable[[Json], bool]

TYPES: Final[dict[str, Test]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: value is True or value is False,
    "string": lambda value: isinstance(value, str),
    "array": is_array,
    "object": is_object,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and value % 1 == 0,
}


class Quick:
    """The tests of one contract, each made when it is first needed."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract
        self._named: Final[dict[str, Test]] = {}

    def test_of(self, fact: Fact) -> Test:
        """The test of a fact; facts of the contract are told apart by where they stand."""
        if "$ref" in fact.schema or not fact.place:
            return self.test(fact.schema)
        if fact.place not in self._named:
            self._named[fact.place] = self.test(fact.schema)
        return self._named[fact.place]

    def test(self, schema: Document) -> Test:
        """A test that a value passes if it departs from the schema in nothing, not even in what is worth a note."""
        if "$ref" in schema:
            return self._reference(str(schema["$ref"]))
        tests = [*_own(schema), *self._below(schema)]
        if len(tests) == 1:
            return tests[0]

        def passes(value: Json) -> bool:
            for test in tests:  # noqa: SIM110 (a generator for `all` takes twice the time)
                if not test(value):
                    return False
            return True

        return passes

    def _reference(self, pointer: str) -> Test:
        """The test of a component, looked up when it is used, since components refer to each other."""

        def passes(value: Json) -> bool:
            if pointer not in self._named:
                self._named[pointer] = self.test(self._contract.resolve(pointer))
            return self._named[pointer](value)

        return passes

    def _below(self, schema: Document) -> Iterator[Test]:
        """The tests of what is below a value, and of the forms that it may have."""
        if {"properties", "required", "additionalProperties"} & schema.keys():
            yield self._fields(schema)
        if "items" in schema:
            item = self.test(schema["items"])
            yield lambda value: not is_array(value) or all(map(item, value))
        if "anyOf" in schema:
            options = [self.test(one) for one in schema["anyOf"]]
            yield lambda value: any(option(value) for option in options)
        if "oneOf" in schema:
            forms = [self.test(one) for one in schema["oneOf"]]
            yield lambda value: sum(form(value) for form in forms) == 1

    def _fields(self, schema: Document) -> Test:
        required = frozenset(schema.get("required", ()))
        known = {name: self.test(one) for name, one in schema.get("properties", {}).items()}
        other = self._other(schema.get("additionalProperties", True))

        def passes(value: Json) -> bool:
            if not is_object(value):
                return True
            if not required <= value.keys():
                return False
            for name, item in value.items():  # noqa: SIM110 (as above)
                if not known.get(name, other)(item):
                    return False
            return True

        return passes

    def _other(self, allowed: Json) -> Test:
        return self.test(allowed) if is_object(allowed) else lambda _: allowed is not False


def _own(schema: Document) -> Iterator[Test]:
    """The tests of a value by itself."""
    if "type" in schema:
        yield _typed([TYPES[name] for name in types_of(schema)])
    for word in ("enum", "x-extensible-enum"):
        if word in schema:
            yield _listed(schema[word], is_open=word != "enum")
    if "const" in schema:
        yield lambda value: equal(value, schema["const"])
    if "format" in schema:
        yield _formatted(str(schema["format"]))
    for word in LIMITS.keys() & schema.keys():
        yield _limited(word, schema[word])


def _typed(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def _listed(words: Any, *, is_open: bool) -> Test:
    """An open list is about texts alone."""
    if all(isinstance(word, str) for word in words):
        known = frozenset(words)
        return lambda value: value in known if isinstance(value, str) else is_open
    return lambda value: any(equal(value, word) for word in words)


def _formatted(name: str) -> Test:
    def passes(value: Json) -> bool:
        if isinstance(value, str):
            return is_written_as(value, name)
        return not isinstance(value, (int, float)) or not is_too_large(value, name)

    return passes


def _limited(word: str, limit: Any) -> Test:
    kinds, _, fits = LIMITS[word]
    return lambda value: not isinstance(value, kinds) or isinstance(value, bool) or fits(value, limit)
