"""The call of an operation as Python, as curl and as the command, from the first example of the contract."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import textwrap
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final
from urllib.parse import quote

from msgspec import UNSET, Struct, convert

from onepay_api.operations import OPERATIONS
from onepay_contract.document import Contract, Operation
from onepay_core.json_values import Document, Json, is_array, is_object
from onepay_core.model import wire_fields
from onepay_core.operation import Operation as Call

AN_ID: Final = "50000000-0000-4000-8000-000000000001"
_WIDTH: Final = 80


def example(contract: Contract, holder: Document) -> Json:
    """The first JSON example of a request body or of a reply; None where there is none."""
    examples = holder.get("content", {}).get("application/json", {}).get("examples", {})
    first = next(iter(examples.values()), None)
    return None if first is None else contract.dereferenced(first)["value"]


def success(contract: Contract, operation: Operation) -> Json:
    """The first example of a success."""
    replies: Mapping[str, Document] = operation.raw["responses"]
    documented = next(reply for status, reply in replies.items() if status.startswith("2"))
    return example(contract, contract.dereferenced(documented))


def python(contract: Contract, operation: Operation, *, asynchronous: bool = False) -> str:
    """A program of a few lines that makes the call."""
    call = f"client.{operation.tag}.{operation.method_name}"
    arguments = [*_in_the_path(operation), *_in_the_query(operation), *_fields(contract, operation)]
    if operation.idempotency_key is not None:
        arguments.append('idempotency_key="your-own-id-118"')
    if "CustomerToken" in operation.schemes:
        arguments.append("customer_token=token")
    has_value = success(contract, operation) is not None
    code = _wrapped(f"{'result = ' if has_value else ''}{'await ' if asynchronous else ''}{call}", arguments)
    opening = "async with AsyncOnePay()" if asynchronous else "with OnePay()"
    lines = [f"{opening} as client:", *(f"    {line}" for line in code.splitlines())]
    if asynchronous:
        lines = ["async def main() -> None:", *(f"    {line}" for line in lines), "", "", "asyncio.run(main())"]
    text = "\n".join(lines)
    imports = ["import asyncio"] if asynchronous else []
    imports += ["import datetime"] if "datetime." in text else []
    names = ["AsyncOnePay" if asynchronous else "OnePay", *(["models"] if "models." in text else [])]
    head = "\n".join([*imports, *([""] if imports else []), f"from onepay_client import {', '.join(names)}"])
    token = '\n\ntoken = "the token of the customer\'s session"' if "customer_token" in text else ""
    return f"{head}{token}\n\n{'' if not asynchronous else chr(10)}{text}\n"


def curl(contract: Contract, operation: Operation) -> str:
    """The same request with curl; the key comes from the environment."""
    path = re.sub(r"{\w+}", AN_ID, operation.path)
    query = "&".join(f"{quote(p.name)}=1" for p in operation.parameters_in("query") if p.required)
    words = [f"curl -X {operation.method} {shlex.quote(operation.server + path + ('?' + query if query else ''))}"]
    if operation.schemes:
        words.append('-H "Authorization: Bearer $ONEPAY_API_KEY"')
    if operation.idempotency_key is not None:
        words.append("-H 'x-idempotency: your-own-id-118'")
    body = example(contract, operation.raw.get("requestBody", {}))
    if body is not None:
        words += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(json.dumps(body, ensure_ascii=False))}"]
    return " \\\n  ".join(words) + "\n"


def _in_the_path(operation: Operation) -> Iterator[str]:
    yield from (f'"{AN_ID}"' for _ in operation.parameters_in("path"))


def _in_the_query(operation: Operation) -> Iterator[str]:
    call: Call[Any] = OPERATIONS[operation.id]
    yield from (f"{p.argument}=1" for p in call.parameters if p.location == "query" and p.required)


def _fields(contract: Contract, operation: Operation) -> Iterator[str]:
    body = example(contract, operation.raw.get("requestBody", {}))
    shape = OPERATIONS[operation.id].body
    if body is None or shape is None:
        return
    yield from _set_fields(convert(body, shape.type))


def _set_fields(value: Struct) -> Iterator[str]:
    for field in wire_fields(type(value)):
        content = getattr(value, field.name)
        if content is not UNSET:
            yield f"{field.name}={_literal(content)}"


def _literal(value: Any) -> str:
    if is_array(value):
        return _wrapped("", [_literal(item) for item in value], "[]")
    if is_object(value):
        return _wrapped("", [f"{_literal(name)}: {_literal(content)}" for name, content in value.items()], "{}")
    match value:
        case Struct():
            text = _wrapped(f"models.{type(value).__name__}", list(_set_fields(value)))
        case Enum():
            text = json.dumps(value.value, ensure_ascii=False)
        case str():
            text = json.dumps(value, ensure_ascii=False)
        case bool() | None | dt.date():
            text = repr(value)
        case _:
            text = f"{value:_}"
    return text


def _wrapped(start: str, parts: list[str], brackets: str = "()") -> str:
    """The parts between brackets, on one line where they fit."""
    flat = f"{start}{brackets[0]}{', '.join(parts)}{brackets[1]}"
    if len(flat) <= _WIDTH and "\n" not in flat:
        return flat
    lines = [textwrap.indent(f"{part},", "    ") for part in parts]
    return "\n".join([f"{start}{brackets[0]}", *lines, brackets[1]])


def command(contract: Contract, operation: Operation) -> str:
    """The same call as a command; a nested value is JSON, and a body with secrets is a file."""
    words = [f"onepay {operation.tag.replace('_', '-')} {operation.method_name.replace('_', '-')}"]
    words += [AN_ID for _ in operation.parameters_in("path")]
    body = example(contract, operation.raw.get("requestBody", {}))
    fields = body if is_object(body) else {}
    schema: Document = contract.dereferenced(operation.body_schema) if operation.body_schema else {}
    properties: dict[str, Document] = schema.get("properties", {})
    if any(field.get("x-sensitive") == "secret" for field in properties.values()):
        words.append("--body body.json")
    else:
        words += [_option(name.replace("_", "-"), value) for name, value in fields.items()]
    return " \\\n  ".join(words) + "\n"


def _option(name: str, value: Json) -> str:
    if isinstance(value, bool):
        return f"--{name}" if value else f"--no-{name}"
    return f"--{name} {shlex.quote(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))}"
