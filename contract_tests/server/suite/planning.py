"""From a case that was drawn to a request of this run, and to what the server should do with it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from schemathesis import Case
from schemathesis.core import NotSet

from onepay_contract.contract import Operation
from onepay_contract.values import Json, is_object
from server.suite.corpus import Drawn
from server.suite.expectations import Expected, expectation
from server.suite.reserved import made_safe
from server.suite.sending import Asked
from server.suite.server import Key
from server.suite.session import Session, encoded, path_of

_QUOTED: Final = re.compile(r"'([^']+)'")


class Aim(StrEnum):
    """What part of a request a case is about."""

    BODY = "body"
    QUERY = "query"
    HEADER = "header"
    PATH = "path"
    METHOD = "method"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Planned:
    """A request, why it is sent, and what should come of it. `pointer` is where it keeps or breaks a rule."""

    drawn: Drawn
    asked: Asked
    expected: Expected
    pointer: str
    sentence: str
    case: Case[Any] = field(repr=False)


class Planner:
    """Plans the cases of one session: each rule is kept or broken in a request that is good otherwise."""

    def __init__(self, session: Session) -> None:
        self._session: Final = session

    def plan(self, drawn: Drawn) -> Planned | None:
        """The request; None where nothing is left of the case's point, such as a broken rule that another allows.

        Raises `CannotMake` where an id that it needs cannot be had.
        """
        operation = self._session.surface.operations[drawn.operation]
        case = drawn.case.derive()
        aim = aim_of(drawn)
        case.body = self._body(operation, drawn, aim)
        case.query = made_safe(dict(case.query)) if aim == Aim.QUERY or drawn.phase == "fuzzing" else {}
        ids = self._ids(operation, drawn, case, aim)
        expected = expectation(self._session.surface, operation, drawn, case, is_about=aim)
        if expected is None:
            return None
        return Planned(
            drawn, self._asked(operation, drawn, case, ids, aim), expected, pointer(drawn, aim), told(drawn), case
        )

    def _body(self, operation: Operation, drawn: Drawn, aim: Aim) -> Any:
        body = drawn.case.body
        if isinstance(body, (NotSet, bytes)):
            return body
        if drawn.phase == "coverage":
            body = onto_base(self._session.bodies.base(operation), drawn, aim, self._session.surface.fields(operation))
        if drawn.is_negative and aim == Aim.BODY:
            return self._session.bodies.named(operation, made_safe(body))
        return self._session.bodies.filled(operation, body)

    def _ids(self, operation: Operation, drawn: Drawn, case: Case[Any], aim: Aim) -> dict[str, str]:
        names = list(case.path_parameters)
        if aim != Aim.PATH:
            is_last = self._session.surface.is_undoing(operation.id) and not drawn.is_negative
            good = self._session.new_id if is_last else functools.partial(self._session.good_id, operation)
            case.path_parameters = {name: good(name) for name in names}
        return {name: str(value) for name, value in case.path_parameters.items()}

    def _asked(self, operation: Operation, drawn: Drawn, case: Case[Any], ids: Mapping[str, str], aim: Aim) -> Asked:
        sent = case.as_transport_kwargs(base_url="http://server")
        path = str(sent["url"]).removeprefix("http://server") if aim == Aim.PATH else path_of(operation.path, ids)
        return Asked(
            operation=operation.id,
            method=str(case.method),
            path=path,
            query=_pairs(sent.get("params")),
            headers=self._headers(operation, drawn, sent),
            body=_content(sent),
            key=Key.NONE if lacks_header(drawn, "authorization") else self._session.surface.key(operation),
            ids=ids,
            is_documented=case.method == operation.method,
        )

    def _headers(self, operation: Operation, drawn: Drawn, sent: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        told = {name.lower(): value for name, value in sent["headers"].items()}
        is_empty = isinstance(drawn.case.body, NotSet)
        kind = told.get("content-type") or (None if is_empty else "application/json")
        headers = {"content-type": kind} if kind else {}
        own = self._session.own_headers(operation)
        left_out = [name for name in own if lacks_header(drawn, name)]
        return tuple((name, value) for name, value in {**headers, **own}.items() if name not in left_out)


def aim_of(drawn: Drawn) -> Aim:
    """What part of the request the case is about."""
    data: Any = drawn.case.meta.phase.data if drawn.case.meta else None
    if getattr(data, "scenario", "") == "unspecified_http_method":
        return Aim.METHOD
    place = str(getattr(data, "parameter_location", None) or "").rpartition(".")[2].lower()
    return Aim(place) if place in tuple(Aim) else Aim.WHOLE


def lacks_header(drawn: Drawn, name: str) -> bool:
    """Whether leaving this header out is the case's point."""
    return (
        drawn.is_negative
        and aim_of(drawn) == Aim.HEADER
        and name in f"{drawn.case.meta.phase.data}".lower()
        and (name not in {one.lower() for one in drawn.case.headers})
    )


def onto_base(base: Json, drawn: Drawn, aim: Aim, fields: Mapping[str, Json]) -> Any:
    """A good body in which only that is changed what the case is about."""
    body = drawn.case.body
    if not is_object(base) or not is_object(body):
        return body if aim == Aim.BODY or base is None else base
    if aim != Aim.BODY:
        return base
    return _broken(base, body, drawn, fields) if drawn.is_negative else _varied(base, body, drawn)


def _broken(base: Mapping[str, Json], body: Mapping[str, Json], drawn: Drawn, fields: Mapping[str, Json]) -> Json:
    steps = pointer(drawn, Aim.BODY).removeprefix("request:").strip("/").split("/")
    if steps[0] and steps[0] in body:
        return {**base, steps[0]: body[steps[0]]}
    if steps[0]:
        return {name: item for name, item in base.items() if name != steps[0]}
    foreign = {name: item for name, item in body.items() if name not in fields}
    return {**base, **foreign} if foreign else {name: item for name, item in base.items() if name in body}


def _varied(base: Mapping[str, Json], body: Mapping[str, Json], drawn: Drawn) -> Json:
    """The fields that the case has, with the base's values but for the one that is varied."""
    description = told(drawn)
    varied = _QUOTED.findall(description) if description.startswith("Object with valid") else []
    return {name: item if name in varied else base.get(name, item) for name, item in body.items()}


def pointer(drawn: Drawn, aim: Aim) -> str:
    """Where the rule stands that the case is about, as findings write it: `request:/amount`, `query:page`."""
    data: Any = drawn.case.meta.phase.data if drawn.case.meta else None
    if aim in (Aim.QUERY, Aim.HEADER, Aim.PATH):
        prefix = "request-header" if aim == Aim.HEADER else aim.value
        return f"{prefix}:{getattr(data, 'parameter', None) or ''}"
    return f"request:{_field(getattr(data, 'location', None) or '', told(drawn))}" if aim == Aim.BODY else ""


def _field(location: str, description: str) -> str:
    """The top-level field that a schema's location, or else a description, is about."""
    steps = location.strip("/").split("/")
    if "properties" in steps:
        return f"/{steps[steps.index('properties') + 1]}"
    missing = description.partition("Missing required property: ")[2]
    found = [missing] if missing else _QUOTED.findall(description)
    return f"/{found[0]}" if len(found) == 1 else ""


def told(drawn: Drawn) -> str:
    """The sentence that schemathesis gives to the case."""
    data: Any = drawn.case.meta.phase.data if drawn.case.meta else None
    return str(getattr(data, "description", None) or "")


def _pairs(params: Any) -> tuple[tuple[str, str], ...]:
    pairs = params.items() if is_object(params) else params or ()
    return tuple(
        (str(name), str(item)) for name, value in pairs for item in (value if isinstance(value, list) else [value])
    )


def _content(sent: Mapping[str, Any]) -> bytes:
    if "json" in sent:
        return encoded(sent["json"]) if sent["json"] is not None else b"null"
    data = sent.get("data")
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data or b""
