"""Every operation of the contract as a command: `payments_create` is `onepay payments create`.

Options, types, words, help and examples come from the packaged contract when a group is used; nothing here knows an
operation by name.
"""

from __future__ import annotations

import inspect
import json
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias, cast

import typer
from typer.core import TyperGroup

from onepay_cli import calls
from onepay_cli.exits import CommandError
from onepay_cli.values import ListFormat, json_argument, show_object, show_rows
from onepay_contract.document import Contract, Operation, load
from onepay_core.json_values import is_object

if TYPE_CHECKING:
    from onepay_core import operation as api

__all__ = (
    "OperationGroup",
    "add_groups",
    "body_of",
    "example",
    "example_body",
    "fields_of",
    "make_command",
    "record_of",
)

PANEL: Final = "Operations of the API"
_FIELDS: Final = "Fields of the body"
_PARAMETERS: Final = "Parameters"
_WORD: Final = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One value that a command takes: where it goes, and what the contract says of it."""

    name: str
    place: str
    """`path`, `query`, `header`, `body`, or `setting` for what is no part of the request."""
    schema: Mapping[str, Any]
    required: bool
    help: str

    @property
    def argument(self) -> str:
        """The name of the parameter of the function that the command calls."""
        word = _WORD.sub("_", self.name.lower()).strip("_")
        return f"{self.place}_{word}"

    @property
    def option(self) -> str:
        """What people type."""
        return f"--{_WORD.sub('-', self.name.lower()).strip('-')}"

    @property
    def is_secret(self) -> bool:
        """Whether it must stay out of arguments, and so out of the shell's history."""
        return self.schema.get("x-sensitive") == "secret"

    @property
    def default(self) -> Any:
        """What is sent where it is not given, although the API wants it; None where no document names a default."""
        return self.schema.get("x-documented-default") if self.required and self.place == "query" else None

    @property
    def is_structured(self) -> bool:
        """Whether its value is an object or a list."""
        return bool({"object", "array"} & _types(self.schema))


class OperationGroup(TyperGroup):
    """The commands of one tag of the contract, each made when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's interface
        """The names of the commands."""
        return [_dashed(operation.method_name) for operation in _operations_of(self.name or "")]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer's interface
        """The command of that name; None where there is none."""
        for operation in _operations_of(self.name or ""):
            if _dashed(operation.method_name) == cmd_name:
                self.commands.setdefault(cmd_name, _built(operation))
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; the nearest is named where there is none."""
        for name in self.list_commands(ctx):
            self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def add_groups(app: typer.Typer) -> None:
    """Add a group for each tag of the contract."""
    for tag in load().document.get("tags", ()):
        group = typer.Typer(cls=OperationGroup, no_args_is_help=True)
        app.add_typer(group, name=_dashed(tag["name"]), help=_plain(tag["description"]), rich_help_panel=PANEL)


def _operations_of(group: str) -> list[Operation]:
    return [operation for operation in load().operations.values() if _dashed(operation.tag) == group]


def _built(operation: Operation) -> Any:
    app = typer.Typer(rich_markup_mode="rich", add_completion=False)
    function, epilog = make_command(operation, load()), example(operation, load())
    app.command(_dashed(operation.method_name), epilog=_plain(f"Example: {epilog}"))(function)
    return typer.main.get_command(app)


def make_command(operation: Operation, contract: Contract) -> Callable[..., None]:
    """The function behind the command of an operation, with a signature that Typer reads."""
    fields = list(fields_of(operation, contract))

    def command(**given: Any) -> None:
        with calls.client_errors():
            _call(operation, fields, given)

    parameters = [_parameter(field) for field in fields if not field.is_secret]
    parameters += _settings(operation)
    order = sorted(parameters, key=lambda parameter: parameter.default is not inspect.Parameter.empty)
    signature = inspect.Signature(order, return_annotation=None)
    vars(command)["__signature__"] = signature
    command.__doc__ = _help(operation)
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in order}
    return command


def fields_of(operation: Operation, contract: Contract) -> Iterator[Field]:
    """What the operation takes: parameters, then fields of the body."""
    for parameter in operation.parameters:
        if parameter is not operation.idempotency_key:
            schema = contract.dereferenced(parameter.schema)
            text = parameter.description or str(schema.get("description", ""))
            yield Field(parameter.name, parameter.place, schema, parameter.required, text)
    if operation.body_schema is not None:
        body = contract.dereferenced(operation.body_schema)
        for name, raw in body["properties"].items():
            schema = _resolved(raw, contract)
            yield Field(name, "body", schema, name in body.get("required", ()), str(schema.get("description", "")))


def _resolved(raw: Mapping[str, Any], contract: Contract) -> dict[str, Any]:
    """A schema without references and without the alternative null; marks and text of the place itself count first."""
    schema = dict(raw)
    for part in schema.pop("anyOf", ()):
        if part.get("type") != "null":
            schema = {**_resolved(part, contract), **schema}
    if "$ref" in schema:
        reference = schema.pop("$ref")
        schema = {**_resolved(contract.dereferenced({"$ref": reference}), contract), **schema}
    return schema


def _types(schema: Mapping[str, Any]) -> set[str]:
    found = schema.get("type", "string")
    return {found} if isinstance(found, str) else set(found) - {"null"}


def _parameter(field: Field) -> inspect.Parameter:
    """The parameter of the command's function for a field."""
    text = _option_help(field)
    if field.place == "path":
        annotation: Any = Annotated[str, typer.Argument(metavar=field.name.upper(), help=text)]
        return inspect.Parameter(field.argument, inspect.Parameter.KEYWORD_ONLY, annotation=annotation)
    kind, switch = _kind(field)
    option = typer.Option(
        switch,
        help=text,
        autocompletion=_completion(field),
        rich_help_panel=_FIELDS if field.place == "body" else _PARAMETERS,
        show_default=False,
    )
    annotation = Annotated[kind | None, option]
    return inspect.Parameter(field.argument, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _kind(field: Field) -> tuple[Any, str]:
    """The type of an option, and how it is written."""
    types, words = _types(field.schema), field.schema.get("enum")
    if field.is_structured:
        return list[str], field.option
    if types == {"boolean"}:
        return bool, f"{field.option}/--no-{field.option[2:]}"
    if types == {"integer"}:
        return int, field.option
    if words:
        return Enum(field.argument, {word: word for word in words}), field.option
    return str, field.option


def _completion(field: Field) -> Callable[[str], Iterable[str]] | None:
    """Completion of the words that are known where others may come."""
    words = field.schema.get("x-extensible-enum") or field.schema.get("items", {}).get("x-extensible-enum")
    if not words:
        return None

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


_Body: TypeAlias = Annotated[
    str | None,
    typer.Option("--body", metavar="FILE", help="The body as JSON, - for a pipe; options count first."),
]
_Key: TypeAlias = Annotated[
    str | None, typer.Option("--idempotency-key", help="The idempotency key. Default: a new one, which is printed.")
]
_Format: TypeAlias = Annotated[ListFormat, typer.Option("--format", help="How the list is printed.")]
_Max: TypeAlias = Annotated[int | None, typer.Option("--max", min=1, help="Stop after so many. Default: all pages.")]
_Columns: TypeAlias = Annotated[str | None, typer.Option("--columns", metavar="A,B.C", help="The columns, by name.")]
_Yes: TypeAlias = Annotated[bool, typer.Option("--yes", help="Do not ask before live money moves.")]
_DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Print the request as curl; send nothing.")]
_AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _settings(operation: Operation) -> list[inspect.Parameter]:
    """The options that every command has, and those of lists, bodies and writes."""
    listed: list[tuple[bool, str, Any, Any]] = [
        (operation.body_schema is not None, "body", _Body, None),
        (operation.idempotency_key is not None, "idempotency_key", _Key, None),
        (is_list(operation), "format", _Format, ListFormat.TABLE),
        (is_list(operation), "max", _Max, None),
        (is_list(operation), "columns", _Columns, None),
        (operation.method != "GET", "yes", _Yes, False),
        (True, "dry_run", _DryRun, False),
        (True, "as_json", _AsJson, False),
        (True, "sandbox", calls.Sandbox, False),
    ]
    return [
        inspect.Parameter(f"setting_{name}", inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for applies, name, annotation, default in listed
        if applies
    ]


def is_list(operation: Operation) -> bool:
    """Whether an operation answers a list, which the command reads to its end."""
    return operation.method == "GET" and operation.method_name.startswith("list")


def _call(operation: Operation, fields: list[Field], given: Mapping[str, Any]) -> None:
    """Send what the options say, and print what comes."""
    from onepay_core.operation import Call  # noqa: PLC0415 - see onepay_cli.app

    settings = calls.CallSettings(
        dry_run=given["setting_dry_run"],
        yes=given.get("setting_yes", False),
        sandbox=given["setting_sandbox"],
        idempotency_key=given.get("setting_idempotency_key"),
    )
    record = record_of(operation)
    names: dict[tuple[str, str], str] = {
        (parameter.location, parameter.name): parameter.argument for parameter in record.parameters
    }
    arguments = {
        names[field.place, field.name]: _plain_value(value)
        for field in fields
        if field.place != "body" and (value := _given(field, given)) is not None
    }
    body = body_of(operation, fields, given, dry_run=settings.dry_run)
    token = _customer_token(record, dry_run=settings.dry_run)
    call: Call[Any] = Call(
        operation=record,
        arguments=arguments,
        body=body,
        idempotency_key=settings.idempotency_key,
        customer_token=token,
    )
    if settings.dry_run:
        calls.show_curl(call, settings)
        return
    with calls.make_client(sandbox=settings.sandbox, operation=record) as client:
        value = calls.send(client, call, settings)
        _show(value, given)


def _given(field: Field, given: Mapping[str, Any]) -> Any:
    value = given.get(field.argument)
    return field.default if value is None else value


def record_of(operation: Operation) -> api.Operation[Any]:
    """The record by which the client sends an operation."""
    module = import_module(f"onepay_api.api.{operation.tag}.{operation.id}")
    record: api.Operation[Any] = getattr(module, operation.id.upper())
    return record


def body_of(operation: Operation, fields: list[Field], given: Mapping[str, Any], *, dry_run: bool) -> Any:
    """The body of the request; fields that are given count before those of `--body`, and a dry run has no secrets."""
    from msgspec import UNSET  # noqa: PLC0415 - see onepay_cli.app

    if operation.body_schema is None:
        return UNSET
    body = _read_body(given.get("setting_body"))
    for field in fields:
        if field.place == "body" and not field.is_secret and given.get(field.argument) is not None:
            body[field.name] = _body_value(field, given[field.argument])
    for field in fields:
        if field.place == "body" and field.is_secret and (field.required or field.name in body):
            if dry_run:
                body[field.name] = "***"
            elif field.name not in body:
                body[field.name] = _prompt_field(field)
    return body if body or operation.body_required else UNSET


def _body_value(field: Field, value: Any) -> Any:
    if field.is_structured:
        return json_argument(field.option, value, field.schema.get("properties", {}))
    return _plain_value(value)


def _prompt_field(field: Field) -> str:
    if not sys.stdin.isatty():
        raise CommandError(
            f"{field.name} is a secret, and no argument takes it, since arguments are kept in the shell's history. "
            "Give it in --body FILE, or run the command on a terminal, where it is asked for. Nothing was sent."
        )
    return str(typer.prompt(field.name, hide_input=True, err=True))


def _read_body(name: str | None) -> dict[str, Any]:
    if name is None:
        return {}
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        body = json.loads(text)
    except OSError as error:
        raise CommandError(f"--body {name} cannot be read: {error.strerror}. Nothing was sent.") from None
    except ValueError as error:
        raise CommandError(f"--body {name} is not JSON: {error}. Nothing was sent.") from None
    if not is_object(body):
        raise CommandError(f"--body {name} is no JSON object. Nothing was sent.")
    return body


def _customer_token(record: api.Operation[Any], *, dry_run: bool) -> str | None:
    import os  # noqa: PLC0415 - only for operations of customers

    if "CustomerToken" not in record.security:
        return None
    if dry_run:
        return "token"
    return os.environ.get(calls.CUSTOMER_TOKEN) or calls.prompt_secret("Customer token", calls.CUSTOMER_TOKEN)


def _show(value: Any, given: Mapping[str, Any]) -> None:
    from onepay_core.pages import Page  # noqa: PLC0415 - the same
    from onepay_core.values import to_builtins  # noqa: PLC0415 - see onepay_cli.app

    if isinstance(value, (Page, list)) and "setting_format" in given:
        columns = [name.strip() for name in (given["setting_columns"] or "").split(",") if name.strip()]
        form = ListFormat.JSONL if given["setting_as_json"] else given["setting_format"]
        items = cast("Iterable[Any]", value)
        show_rows((to_builtins(item) for item in items), form, columns, most=given["setting_max"])
        return
    show_object(to_builtins(value), as_json=given["setting_as_json"])


def _plain_value(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _help(operation: Operation) -> str:
    summary = operation.raw.get("summary", "")
    return _plain(
        f"{summary}.\n\n{operation.description}\n\n{operation.method} {operation.path}, {operation.evidence}."
    )


def _option_help(field: Field) -> str:
    """The first sentence of the contract, the words that are known, and whether the API wants the field."""
    words = field.schema.get("x-extensible-enum") or field.schema.get("items", {}).get("x-extensible-enum")
    parts = [re.split(r"(?<=[.])\s", field.help.strip(), maxsplit=1)[0] if field.help else ""]
    if words:
        parts.append(f"Known: {', '.join(map(str, words))}.")
    if field.is_structured:
        parts.append("JSON, or name=value." if "object" in _types(field.schema) else "JSON; can be repeated.")
    if field.default is not None:
        parts.append(f"[default: {field.default}]")
    elif field.required and field.place != "path":
        parts.append("[required]")
    return _plain(" ".join(part for part in parts if part))


def example(operation: Operation, contract: Contract) -> str:
    """The first example of the contract as a command; secrets, which no argument takes, are left out."""
    words = ["onepay", _dashed(operation.tag), _dashed(operation.method_name)]
    fields = list(fields_of(operation, contract))
    words += [field.name.upper() for field in fields if field.place == "path"]
    example = example_body(operation, contract)
    for field in fields:
        value = example.get(field.name) if field.place == "body" and not field.is_secret else None
        if value is None:
            continue
        if isinstance(value, bool):
            words.append(field.option if value else f"--no-{field.option[2:]}")
        else:
            text = json.dumps(value, ensure_ascii=False) if field.is_structured else str(value)
            words += [field.option, shlex.quote(text)]
    return " ".join(words)


def example_body(operation: Operation, contract: Contract) -> dict[str, Any]:
    """The body of that example; empty where there is none."""
    raw = contract.dereferenced(operation.raw.get("requestBody", {}))
    examples = raw.get("content", {}).get("application/json", {}).get("examples", {})
    for example in examples.values():
        value = contract.dereferenced(example).get("value")
        return value if is_object(value) else {}
    return {}


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _plain(text: str) -> str:
    """Text of the contract for rich, which reads brackets as markup."""
    return text.replace("[", "\\[")
