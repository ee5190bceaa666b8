"""WhatsApp templates."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.resources.pagination import cut

TEMPLATES: Final[tuple[Document, ...]] = (
    {"id": 118, "category": "PAYMENT", "status": "APPROVED", "selectable": True},
    {"id": 119, "category": "PAYMENT", "status": "APPROVED", "selectable": False},
)


def check_selectable(template_id: int) -> None:
    """Raises `Refusal` for a template that does not exist or cannot be selected."""
    if all(template["id"] != template_id or not template["selectable"] for template in TEMPLATES):
        raise invalid_field("template_id", "La plantilla no existe o no se puede seleccionar.")


def templates_list(call: Call) -> Json:
    """The templates of the sandbox; `filter[selectable]` is 1 or 0."""
    wanted = {name: call.query.get(f"filter[{name}]") for name in ("selectable", "status")}

    def fits(template: Document) -> bool:
        return all(value is None or template[name] == value for name, value in wanted.items())

    return {"data": cut(call, [template for template in TEMPLATES if fits(template)], size=50).items}
