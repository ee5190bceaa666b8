"""Write `onepay_api` with openapi-python-client, our templates and the hand-written modules of `runtime/`."""

from __future__ import annotations

import contextlib
import io
import shlex
import shutil
import sys
import textwrap
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

from lowering import lower
from model_views import components
from operation_views import Argument, Operation, model_imports, operations, resource_imports, resource_type_imports
from values import Document

HERE: Final = Path(__file__).resolve().parent
TEMPLATES: Final = HERE / "templates"
RUNTIME: Final = HERE / "runtime"
_WIDTH: Final = 110


class GenerationError(Exception):
    """The generator refused the contract, or warned about it: every warning is a part that would be missing."""

    def __init__(self, errors: Iterable[GeneratorError]) -> None:
        listed = "\n".join(f"  {error.header}: {error.detail or ''}".rstrip() for error in errors)
        super().__init__(f"openapi-python-client does not take the contract as it is:\n{listed}")


class PackageProject(Project):
    """openapi-python-client's project, with the contract at hand in its templates."""

    def __init__(self, contract: Document, openapi: GeneratorData, config: Config) -> None:
        super().__init__(openapi=openapi, config=config, custom_template_path=TEMPLATES)
        self.contract = contract
        self.env.filters.update(docstring=docstring, in_quotes=_in_quotes)
        self.env.globals.update(_globals(contract))

    def _build_models(self) -> None:
        super()._build_models()
        template = self.env.get_template("variant.py.jinja")
        for component in components(self.contract):
            if component.kind == "variant":
                self._write(f"models/{component.module}.py", template.render(component=component))

    def _build_api(self) -> None:
        super()._build_api()
        for name in ("operations.py", "servers.py", "wire_names.py"):
            self._write(name, self.env.get_template(f"{name}.jinja").render())
        self._write("py.typed", "")

    def _run_post_hooks(self) -> None:
        for path in sorted(RUNTIME.glob("*.py")):
            shutil.copyfile(path, self.package_dir / path.name)
        super()._run_post_hooks()
        shutil.rmtree(self.project_dir / ".ruff_cache", ignore_errors=True)

    def _write(self, name: str, text: str) -> None:
        (self.package_dir / name).write_text(text, encoding="utf-8")


def write_package(contract: Document, target: Path) -> None:
    """Write the package for `contract` into the folder `target`, which does not exist yet.

    Raises `GenerationError` when a part of the contract would be missing from it.
    """
    config = _config(target)
    openapi = GeneratorData.from_dict(lower(contract), config=config)
    if isinstance(openapi, GeneratorError):
        raise GenerationError([openapi])
    with contextlib.redirect_stdout(io.StringIO()):  # it announces the temporary folder
        errors = PackageProject(contract, openapi, config).build()
    if errors:
        raise GenerationError(errors)


def docstring(text: str, indent: int = 0) -> str:
    """`text` as a docstring that is wrapped and stands `indent` columns in; its first sentence stands alone."""
    escaped = text.replace("\\", "\\\\").replace('"""', "'''").strip()
    escaped = escaped + " " if escaped.endswith('"') else escaped
    first, _, rest = escaped.partition(". ")
    if len(escaped) + indent + 6 <= _WIDTH:
        return f'"""{escaped}"""'
    paragraphs = [f"{first}.", rest] if rest else [escaped]
    body = "\n\n".join(
        textwrap.fill(paragraph, _WIDTH - indent, break_on_hyphens=False, break_long_words=False)
        for paragraph in paragraphs
    )
    return textwrap.indent(f'"""{body}\n"""', " " * indent).lstrip()


def _globals(contract: Document) -> dict[str, Any]:
    by_name = {component.name: component for component in components(contract)}
    by_id = {operation.id: operation for operation in operations(contract)}
    fields = [field for component in by_name.values() if component.kind == "model" for field in component.fields]
    sensitive = {field.wire_name for field in fields if field.sensitive}
    descriptions = {tag["name"]: tag["description"].strip() for tag in contract["tags"]}
    return {
        "components": sorted(by_name.values(), key=lambda component: component.name),
        "component_of": by_name.__getitem__,
        "operations": sorted(by_id.values(), key=lambda operation: operation.id),
        "operation_of": by_id.__getitem__,
        "operations_of": partial(_operations_of, list(by_id.values())),
        "sensitive_names": sorted(sensitive),
        "plain_names": sorted({field.wire_name for field in fields} - sensitive),
        "servers": {_host(url): url for url in sorted({operation.server for operation in by_id.values()})},
        "tags": sorted({operation.tag for operation in by_id.values()}),
        "tag_description": descriptions.__getitem__,
        "model_imports": model_imports,
        "resource_imports": resource_imports,
        "resource_type_imports": resource_type_imports,
        "method_docstring": _method_docstring,
        "from_docstring": _from_docstring,
    }


def _operations_of(all_operations: list[Operation], tag: str) -> list[Operation]:
    return [operation for operation in all_operations if operation.tag == tag]


def _host(url: str) -> str:
    return str(urlsplit(url).hostname).partition(".")[0].upper()


def _method_docstring(operation: Operation, arguments: list[Argument]) -> str:
    parts = [f"{operation.raw['summary']}.", operation.raw.get("description", "").strip()]
    described = [f"{argument.name}: {argument.description}" for argument in arguments]
    if operation.needs_customer_token:
        described.append("customer_token: Token of the customer's session.")
    if operation.idempotency:
        described.append("idempotency_key: Names this one intention; a repeat with it creates nothing new.")
    described.append("options: What this call does differently: time limit, checks, more headers.")
    statuses = ", ".join(status for status in operation.replies if not status.startswith("2"))
    raised = [
        "InvalidRequest: The documents forbid the request; nothing was sent.",
        f"StatusError: The reply is not a success; the contract lists {statuses}.",
        "OnePayError: Any other failure; `onepay_api.errors` draws the tree.",
    ]
    return _sections(parts, {"Args": described, "Raises": raised, "Source": [operation.source]})


def _from_docstring(operation: Operation) -> str:
    return _sections([f"{operation.raw['summary']}, from a ready-made body; see `{operation.name}`."], {})


def _sections(paragraphs: list[str], lists: dict[str, list[str]]) -> str:
    blocks = [_wrapped(paragraph, 0) for paragraph in paragraphs if paragraph]
    for title, items in lists.items():
        blocks.append("\n".join([f"{title}:", *(_wrapped(item, 4) for item in items)]))
    text = "\n\n".join(blocks).replace("\\", "\\\\").replace('"""', "'''")
    closing = "\n" if "\n" in text else ""
    return textwrap.indent(f'"""{text}{closing}"""', " " * 8).lstrip()


def _wrapped(text: str, indent: int) -> str:
    pad = " " * indent
    return textwrap.fill(
        " ".join(text.split()),
        _WIDTH - 8,
        initial_indent=pad,
        subsequent_indent=pad * 2,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _in_quotes(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _config(target: Path) -> Config:
    ruff = f"{shlex.quote(sys.executable)} -P -m ruff"  # -P: our types.py must not stand for the standard one
    settings = shlex.quote(str(HERE.parent / "pyproject.toml"))
    hooks = [
        f"{ruff} check --fix-only --quiet --config {settings} --select I,F401,RUF022 .",
        f"{ruff} format --quiet --config {settings} .",
    ]
    return Config.from_sources(
        ConfigFile(post_hooks=hooks, package_name_override="onepay_api"),
        MetaType.NONE,
        document_source=target,
        file_encoding="utf-8",
        overwrite=False,
        output_path=target,
    )
