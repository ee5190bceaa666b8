"""What a server should do with a case, and what it may refuse though the contract allows it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.generation.corpus import DrawnCase, Target
from onepay_conformance.generation.drawing import Case, is_absent
from onepay_contract.document import Operation


class Expected(StrEnum):
    """What should come of a request."""

    TAKEN = "taken"
    """A success."""
    REFUSED = "refused"
    """A refusal that says what is wrong."""
    NOT_BLAMED = "not blamed"
    """Anything that is documented, but for a refusal that names the field which the case is about."""
    ANSWERED = "answered"
    """Anything that is documented."""
    NO_METHOD = "no method"
    """No success, since the path does not have the method."""
    UNAUTHORIZED = "unauthorized"
    """A refusal, since the key is missing or wrong."""


_OF_CHANCE: Final = ("fuzzing", "stateful")
"""Phases whose requests are odd, or come at an odd moment."""


def expectation(
    contract_index: ContractIndex, operation: Operation, drawn: DrawnCase, case: Case, *, where: str
) -> Expected | None:
    """What should come of the case, which is about the field at `where`; None where it has lost its point."""
    if drawn.aim == Target.METHOD:
        return Expected.NO_METHOD
    if drawn.is_negative:
        return _negative(contract_index, operation, drawn, case)
    if not _is_whole(contract_index, operation, case):
        return None
    if drawn.phase in _OF_CHANCE or drawn.aim == Target.PATH or _is_bounded(contract_index, operation, where):
        return Expected.ANSWERED
    has_forms = contract_index.has_forms(operation) and drawn.phase == "coverage"
    if not (has_forms or contract_index.may_refuse(operation)):
        return Expected.TAKEN
    is_sum = where.removeprefix("request:/") in contract_index.sums(operation)  # of which there may not be enough
    return Expected.ANSWERED if is_sum else Expected.NOT_BLAMED


def _is_bounded(contract_index: ContractIndex, operation: Operation, where: str) -> bool:
    """Whether more may be asked of the field at `where` than its schema says."""
    field = where.removeprefix("request:/")
    schema = contract_index.fields(operation).get(field, {})
    is_unlimited = field in contract_index.sums(operation) and not {"minimum", "maximum"} & set(schema)
    return is_unlimited or contract_index.may_refuse(operation, field)


def _negative(contract_index: ContractIndex, operation: Operation, drawn: DrawnCase, case: Case) -> Expected | None:
    if "content_type" in drawn.scenario:
        return Expected.ANSWERED
    if drawn.lacks_header("authorization"):
        return Expected.UNAUTHORIZED
    if drawn.aim == Target.BODY:
        return None if _is_whole(contract_index, operation, case) else Expected.REFUSED
    return Expected.REFUSED if _must_be_refused(operation, drawn) else Expected.ANSWERED


def _must_be_refused(operation: Operation, drawn: DrawnCase) -> bool:
    """Whether the contract lists a refusal that fits, and says something about what is wrong."""
    if drawn.phase != "coverage" or drawn.aim == Target.WHOLE or drawn.scenario == "object_unexpected_properties":
        return False
    if drawn.scenario == "missing_parameter" and _has_default(operation, drawn.parameter):
        return False
    return drawn.aim == Target.HEADER or operation.reply(422) is not None


def _has_default(operation: Operation, parameter: str) -> bool:
    """Whether a server knows what to take where the parameter is left out, though it is required."""
    return any(item.name == parameter and "x-documented-default" in item.fact.schema for item in operation.parameters)


def _is_whole(contract_index: ContractIndex, operation: Operation, case: Case) -> bool:
    """Whether the contract allows the body."""
    if is_absent(case.body):
        return not operation.body_required
    return not isinstance(case.body, bytes) and contract_index.takes(operation, case.body)
