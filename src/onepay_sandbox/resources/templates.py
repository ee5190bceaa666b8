"""WhatsApp templates."""

from __future__ import annotations

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.lives.notices import TEMPLATES
from onepay_sandbox.resources.pagination import cut


def templates_list(call: Call) -> Json:
    """The templates of the sandbox; `filter[selectable]` is 1 or 0."""
    wanted = {name: call.query.get(f"filter[{name}]") for name in ("selectable", "status")}

    def fits(template: Document) -> bool:
        return all(value is None or template[name] == value for name, value in wanted.items())

    return {"data": cut(call, [template for template in TEMPLATES if fits(template)], size=50).items}
