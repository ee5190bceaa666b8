"""The pages themselves, in one language, by their path below `docs/reference/`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onepay_contract.document import Contract, Operation
from onepay_core.json_values import Document, Json, is_array, is_object
from onepay_sandbox.registry import assumptions, state_machines

from . import claims, samples, surface
from .diagrams import state_diagram
from .fields import Tables, Translate, labels
from .labels import Labels

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "docs" / "_templates" / "reference"
_PROSE: Final = ("description", "summary")
_VALUES: Final = frozenset({"default", "example", "examples", "value"})
_NAME = re.compile(r"(?<![`\w/.])(?:--[a-z][\w-]*|-?[A-Za-z]+(?:_\w+)+(?:\.\w+)*|[a-z]+\.[a-z]+_\w+)(?![\w`])")
_MESSAGE = re.compile(r"""_\("((?:[^"\\]|\\.)*)"\)""")

ADVICE: Final = {
    "400": ("ValidationFailed", "Correct the request and send it with a new idempotency key."),
    "401": (
        "AuthenticationFailed",
        "Check the key. Where the error names the balance, the key is fine.",
    ),
    "403": ("PermissionDenied", "Ask OnePay whether the company and its key may do this."),
    "404": ("NotFound", "Check the id, and that the key belongs to the same environment, test or live."),
    "409": ("Conflict", "Fetch what the earlier request with this key has made before you send anything anew."),
    "419": ("ApiError", "Nothing that you could rely on was created. Send the request again."),
    "422": (
        "ValidationFailed",
        "Correct the fields that the error names, and use a new idempotency key.",
    ),
    "429": ("RateLimited", "The client waits and tries again by itself. Send less at once."),
    "500": ("ServerFailed", "Where money may have moved, the error says so. Use its resume()."),
    "503": ("ServerFailed", "Where money may have moved, the error says so. Use its resume()."),
}
"""For each status: the error that the client raises, and what to do then."""

ASSUMED: Final = {
    "documented": "From pages of OnePay",
    "observed": "Seen in programs",
    "inferred": "Concluded from documents",
    "ours": "Chosen by us",
}
"""The kinds of assumptions of the sandbox, and what they are called."""

MACHINES: Final = {
    "payment": "States of a payment",
    "charge": "States of a charge",
    "cashout": "States of a payout",
    "subscription": "States of a subscription",
}
"""The kinds of objects whose states are drawn, and the titles of the diagrams."""


def pages(contract: Contract, translate: Translate) -> Iterator[tuple[str, str]]:
    """The path and the MyST text of every page."""
    render = _Renderer(contract, translate)
    tags = {tag["name"]: translate(tag["description"]) for tag in contract.document["tags"]}
    groups = [(tag, text, [o for o in contract.operations.values() if o.tag == tag]) for tag, text in tags.items()]
    groups = [group for group in groups if group[2]]
    for operation in contract.operations.values():
        yield f"{operation.id}.md", render.operation(operation)
    for tag, text, operations in groups:
        yield f"tag_{tag}.md", render("tag", tag=tag, text=text, operations=operations)
    events: Mapping[str, Document] = {name: item["post"] for name, item in contract.document["webhooks"].items()}
    for name, raw in events.items():
        yield f"event_{name.replace('.', '_')}.md", render.event(name, raw)
    yield "events.md", render("events", events=events)
    yield "objects.md", render.objects()
    yield "index.md", render("index", groups=groups)
    yield "api.md", render("api", groups=groups)
    yield "pythons.md", render("pythons", modules={module: surface.page_name(module) for module in surface.MODULES})
    for module in surface.MODULES:
        yield (
            f"{surface.page_name(module)}.md",
            render("python", module=module, names=list(surface.public_names(module))),
        )
    yield from _claims(contract, render)


def _claims(contract: Contract, render: _Renderer) -> Iterator[tuple[str, str]]:
    """The pages on how the project knows what it claims."""
    kinds = [*claims.EVIDENCE, claims.OF_ITS_OWNER]
    operations = contract.operations.values()
    yield "evidence.md", render("evidence", kinds=kinds, rows=claims.evidence(contract), operations=operations)
    found = assumptions()
    groups = [(kind, text, [claim for claim in found if claim.evidence == kind]) for kind, text in ASSUMED.items()]
    yield "assumptions.md", render("assumptions", groups=groups)
    yield "states.md", render("states", machines=list(_machines(render.translate)))
    yield "figures.md", render("figures", **_figures(render.translate))


def _machines(translate: Translate) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    machines = state_machines()
    for kind, title in MACHINES.items():
        transitions = machines[kind].transitions
        yield kind, title, state_diagram(kind, transitions, translate(title)), transitions


def _figures(translate: Translate) -> dict[str, Any]:
    run, named_by = claims.benchmarks(), claims.named_by()
    compared = claims.comparison()
    tools = {tool: translate(name) for tool, name in claims.COMPARED.items()}
    title, label = translate("Faults that the checks find"), Labels(translate)
    return {
        "label": label,
        "machine": run.machine,
        "named_by": named_by,
        "named_by_plot": claims.named_by_plot({translate(name): count for name, count in named_by.items()}, title),
        "compared": compared,
        "tools": tools,
        "comparison_plot": claims.comparison_plot(compared.lines, tools, translate("Beside schemathesis")),
        "topics": [(topic, claims.benchmark_plot(topic, figures, label), figures) for topic, figures in run.topics],
    }


def messages(contract: Contract) -> list[str]:
    """Every English text of these pages, once each: the prose of the contract, and the words around it."""
    found = dict.fromkeys(_prose(contract.document))
    for template in sorted(TEMPLATES.glob("*.md")):
        found |= dict.fromkeys(_MESSAGE.findall(template.read_text(encoding="utf-8")))
    found |= dict.fromkeys(advice for _, advice in ADVICE.values())
    sources = (operation.source for operation in contract.operations.values())
    found |= dict.fromkeys(source for source in sources if not source.startswith("http"))
    found |= dict.fromkeys([*claims.KINDS, claims.OF_ITS_OWNER, *ASSUMED.values(), *MACHINES.values()])
    found |= dict.fromkeys(claims.result_messages())
    found |= dict.fromkeys(text for claim in assumptions() for text in (claim.sentence, claim.reason))
    return list(found | dict.fromkeys(labels()))


class _Renderer:
    def __init__(self, contract: Contract, translate: Translate) -> None:
        self._contract = contract
        self._tables = Tables(contract, translate)
        self.translate: Final = translate
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # noqa: S701 - the pages are Markdown, and the contract is ours
        )
        cast("dict[str, Any]", self._templates.globals)["_"] = translate
        self._templates.filters["json"] = _json
        self._templates.filters["code"] = _code

    def __call__(self, template: str, **values: Any) -> str:
        return self._templates.get_template(f"{template}.md").render(**values)

    def operation(self, operation: Operation) -> str:
        body = self._contract.dereferenced(operation.body_schema) if operation.body_schema else None
        return self(
            "operation",
            operation=operation,
            summary=operation.raw["summary"],
            places=[(place, self._tables.parameters(operation, place)) for place in ("path", "query", "header")],
            forms=self._tables.forms(operation.body_schema) if operation.body_schema else [],
            fields=self._tables.body(body) if body else [],
            replies=[self._reply(status, raw) for status, raw in operation.raw["responses"].items()],
            python=samples.python(self._contract, operation),
            asynchronous=samples.python(self._contract, operation, asynchronous=True),
            curl=samples.curl(self._contract, operation),
            command=samples.command(self._contract, operation),
            example=samples.success(self._contract, operation),
        )

    def event(self, name: str, raw: Document) -> str:
        body: Document = raw["requestBody"]
        schema = body["content"]["application/json"]["schema"]
        return self(
            "event",
            name=name,
            raw=raw,
            forms=self._tables.forms(schema),
            parameters=[self._contract.dereferenced(parameter) for parameter in raw["parameters"]],
            example=samples.example(self._contract, body),
        )

    def objects(self) -> str:
        shown: dict[str, Any] = {}
        while waiting := [name for name in self._tables.objects if name not in shown]:
            for name in waiting:
                schema = self._tables.objects[name]
                forms = self._tables.forms(schema) if "anyOf" in schema and "properties" not in schema else []
                shown[name] = (schema, self._tables.body(schema), forms)
        return self("objects", objects=dict(sorted(shown.items())))

    def _reply(self, status: str, raw: Document) -> dict[str, Any]:
        reply = self._contract.dereferenced(raw)
        content = reply.get("content", {}).get("application/json", {})
        schema = content.get("schema")
        error, advice = ADVICE.get(status, ("", ""))
        return {
            "status": status,
            "text": self.translate(reply["description"]),
            "forms": self._tables.forms(schema) if schema and status.startswith("2") else [],
            "error": error,
            "advice": self.translate(advice) if advice else "",
        }


def _prose(value: Json) -> Iterator[str]:
    if is_object(value):
        for name, content in value.items():
            if name in _PROSE and isinstance(content, str):
                yield content
            elif name == "properties":
                yield from _prose(list(content.values()) if is_object(content) else [])
            elif name not in _VALUES:
                yield from _prose(content)
    elif is_array(value):
        for item in value:
            yield from _prose(item)


def _code(text: str) -> str:
    """The text, with each option of a command and each name with an underscore set as code."""
    return _NAME.sub(r"`\g<0>`", text)


def _json(value: Json) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
