"""For each rule of the description, ways to break it in the small description of `trees.py`."""

from __future__ import annotations

from typing import Final, NamedTuple

from rules import Rule, evidence, examples, links, marks, money, names, order, prose, replies, shapes

POST: Final = "paths/beans.yaml"
GET: Final = "paths/beans_{bean_id}.yaml"
EVENT: Final = "webhooks/bean.yaml"
BEAN: Final = "components/schemas/Bean.yaml"
CREATE: Final = "components/schemas/BeanCreate.yaml"
ROAST: Final = "components/schemas/BeanRoast.yaml"
LABEL: Final = "components/schemas/BeanLabel.yaml"
NOTE: Final = "components/schemas/BeanNote.yaml"
BEAN_ID: Final = "components/parameters/BeanId.yaml"
KEY: Final = "components/parameters/IdempotencyKey.yaml"
EXAMPLE: Final = "components/examples/bean.yaml"
ROOT: Final = "openapi.yaml"
SUM: Final = "type: integer\n    format: int64"
KEY_REF: Final = "- $ref: ../components/parameters/IdempotencyKey.yaml"


class Breach(NamedTuple):
    """`new` written for `old` in `file` breaks `rule`.

    The finding stands on the first line that holds `at`, in the same file or in the one before `::`.
    """

    rule: Rule
    name: str
    file: str
    old: str
    new: str
    at: str


BREACHES: Final = (
    Breach(marks.repetition_is_marked, "idempotent", POST, "  tags: [beans]\n",
           "  tags: [beans]\n  x-idempotent: false\n", "x-idempotent"),
    Breach(marks.harmless_writes_are_marked, "moves-money", POST, "  tags: [beans]\n",
           "  tags: [beans]\n  x-moves-money: true\n", "x-moves-money"),
    Breach(marks.harmless_writes_are_marked, "moves-money", GET, "  tags: [beans]\n",
           "  tags: [beans]\n  x-moves-money: false\n", "x-moves-money"),
    Breach(shapes.everything_has_its_file, "D1", BEAN, SUM, "type: string\n    enum: [dark]", "amount:"),
    Breach(shapes.everything_has_its_file, "D1", BEAN, SUM, "type: string\n    x-extensible-enum: [x]", "amount:"),
    Breach(shapes.everything_has_its_file, "D1", BEAN, SUM, "type: object", "amount:"),
    Breach(shapes.everything_has_its_file, "D1", BEAN, SUM, "properties: {}", "amount:"),
    Breach(shapes.everything_has_its_file, "D1", BEAN, SUM, "anyOf: [{type: string}, {type: 'null'}]", "amount:"),
    Breach(shapes.everything_has_its_file, "D1", BEAN, SUM, "x-evidence: observed", "amount:"),
    Breach(shapes.everything_has_its_file, "D1", LABEL, "  type: string", "  type: object", "items:"),
    Breach(shapes.everything_has_its_file, "D1", NOTE, "  type: string", "  type: object", "additionalProperties:"),
    Breach(shapes.everything_has_its_file, "D1", BEAN_ID, "minLength: 1", "enum: [a]", "schema:"),
    Breach(shapes.parameters_and_headers_have_files, "D1", POST, KEY_REF,
           f"{KEY_REF}\n    - {{name: x-key, in: header, schema: {{type: string}}}}", "{name"),
    Breach(shapes.parameters_and_headers_have_files, "D1", GET, "      description: The bag asked for.",
           "      description: The bag asked for.\n      headers:\n        x-bag: {schema: {type: string}}", "x-bag"),
    Breach(shapes.objects_say_what_they_hold, "D2", BEAN, "additionalProperties: false\n", "", "description"),
    Breach(shapes.objects_say_what_they_hold, "D2", BEAN, "type: object\n", "", "description"),
    Breach(shapes.objects_say_what_they_hold, "D2", NOTE, "required: []\n", "", "description"),
    Breach(shapes.objects_say_what_they_hold, "D2", BEAN, "additionalProperties: false",
           "additionalProperties: {type: string}", "description"),
    Breach(shapes.objects_say_what_they_hold, "D2", BEAN, "[id, ", "[id, owner, ", "required:"),
    Breach(shapes.optional_or_nullable, "D3", BEAN, ", note]", "]", "note:"),
    Breach(shapes.optional_or_nullable, "D3", CREATE, "type: string", "type: [string, 'null']", "phone:"),
    Breach(money.money_is_a_whole_number, "D4", BEAN, "type: integer", "type: number", "amount:"),
    Breach(money.money_is_a_whole_number, "D4", BEAN, "    format: int64\n", "", "amount:"),
    Breach(money.money_names_its_unit, "D4", BEAN, "Price in whole Colombian pesos.", "What it costs.", "amount:"),
    Breach(money.money_names_its_unit, "D4", CREATE, "  amount:", "  amount_in_cents:", "amount_in_cents:"),
    Breach(shapes.nothing_inherits, "D5", LABEL, "anyOf:", "allOf:", "allOf:"),
    Breach(replies.statuses_are_named, "D6", GET, "'404':\n      $ref", "default:\n      $ref", "default:"),
    Breach(replies.statuses_are_named, "D6", GET, "'404':\n      $ref", "'4041':\n      $ref", "'4041':"),
    Breach(replies.statuses_are_named, "D6", GET, "'200':\n      desc", "'300':\n      desc", "responses:"),
    Breach(replies.errors_are_shared, "D6", GET, "'404':\n      $ref: ../components/responses/Refused.yaml",
           "'404': {description: There is none.}", "There is none"),
    Breach(replies.statuses_carry_evidence, "D6", GET, "    '404': inferred\n", "", "'404':"),
    Breach(replies.statuses_carry_evidence, "D6", GET, "    '404': inferred\n",
           "    '404': inferred\n    '418': observed\n", "'418'"),
    Breach(examples.bodies_have_examples, "D7", GET,
           "          examples:\n            house:\n              $ref: ../components/examples/bean.yaml\n", "",
           "application/json:"),
    Breach(examples.bodies_have_examples, "D7", GET, "$ref: ../components/examples/bean.yaml", "value: 1", "house:"),
    Breach(examples.examples_validate, "D7", EXAMPLE, "amount: 42000", "amount: many", "summary"),
    Breach(examples.examples_validate, "D7", EXAMPLE, "roast: dark", "roast: black", "summary"),
    Breach(examples.examples_validate, "D7", BEAN, "UUID of the bag.\n    type: string",
           "UUID of the bag.\n    type: string\n    format: date-time", f"{EXAMPLE}::summary"),
    Breach(examples.examples_differ, "D7", "components/examples/refusal.yaml", "message: No hay café.",
           "amount: 42000", "summary"),
    Breach(examples.examples_share_one_cast, "D7", EXAMPLE, "50000000-0000-4000-8000-000000000001",
           "12345678-1234-4234-8234-123456789012", "summary"),
    Breach(names.ids_keep_their_name, "D8", ROOT, "/beans/{bean_id}:\n",
           "/beans/{bag_id}/roast: {}\n  /beans/{bean_id}:\n", f"{GET}::get:"),
    Breach(names.templates_match_parameters, "D8", BEAN_ID, "name: bean_id", "name: bag_id", f"{GET}::get:"),
    Breach(names.templates_match_parameters, "D8", POST, KEY_REF,
           f"{KEY_REF}\n    - $ref: ../components/parameters/BeanId.yaml", "post:"),
    Breach(links.links_lead_somewhere, "D8", POST, "operationId: beans_get", "operationId: beans_taste", "get:"),
    Breach(links.links_lead_somewhere, "D8", POST, "bean_id: $resp", "bag_id: $resp", "          parameters:"),
    Breach(links.links_lead_somewhere, "D8", POST, "#/id", "#/uuid", "bean_id:"),
    Breach(links.links_lead_somewhere, "D8", POST, "$response.body#/id", "$request.path.bean_id", "bean_id:"),
    Breach(links.creations_lead_to_what_they_made, "D8", POST, "      links:\n        get:\n",
           "      x-links:\n        get:\n", "responses:"),
    Breach(prose.summaries_are_imperative, "D9", GET, "summary: Get a bag", "summary: A bag", "summary:"),
    Breach(prose.summaries_are_imperative, "D9", GET, "summary: Get a bag", "summary: Get a Bag", "summary:"),
    Breach(prose.summaries_are_imperative, "D9", EVENT, "    summary: Hear that a bag was roasted\n", "", "post:"),
    Breach(prose.summaries_have_no_full_stop, "D9", GET, "summary: Get a bag", "summary: Get a bag.", "summary:"),
    Breach(prose.summaries_have_no_full_stop, "D9", EXAMPLE, "summary: A", "summary: a", "summary:"),
    Breach(prose.descriptions_are_sentences, "D9", BEAN, "UUID of the bag.", "UUID of the bag", "UUID of"),
    Breach(prose.descriptions_are_sentences, "D9", BEAN, "UUID of the bag.", "uuid of the bag.", "uuid of"),
    Breach(prose.descriptions_are_sentences, "D9", BEAN, "UUID of the bag.", "UUID.", "UUID."),
    Breach(prose.descriptions_are_sentences, "D9", GET, "x-source: Observed in a third-party program.",
           "x-source: Seen", "x-source:"),
    Breach(prose.everything_is_described, "D9", BEAN, "    description: UUID of the bag.\n", "", "id:"),
    Breach(prose.everything_is_described, "D9", ROAST, "description: Degree of roasting.\n", "", "type:"),
    Breach(prose.everything_is_described, "D9", BEAN_ID, "description: Id of the bag.\n", "", "name:"),
    Breach(prose.everything_is_described, "D9", GET, "  description: Returns one bag of coffee.\n", "", "get:"),
    Breach(prose.nothing_is_filler, "D10", GET, "Returns one", "Simply returns one", "description:"),
    Breach(prose.nothing_is_filler, "D10", BEAN, "UUID of the bag.", "Please note that it is a UUID.", "Please"),
    Breach(prose.nothing_is_html, "D10", GET, "one bag", "one <b>bag</b>", "description:"),
    Breach(prose.nothing_is_html, "D10", GET, "one bag", "one&nbsp;bag", "description:"),
    Breach(evidence.operations_carry_evidence, "D11", GET, "  x-evidence: observed\n", "", "get:"),
    Breach(evidence.operations_carry_evidence, "D11", GET, "x-evidence: observed", "x-evidence: heard", "get:"),
    Breach(evidence.operations_carry_evidence, "D11", GET, "  x-source: Observed in a third-party program.\n",
           "", "get:"),
    Breach(evidence.operations_carry_evidence, "D11", POST, "url: https", "url: http", "post:"),
    Breach(evidence.evidence_is_one_of_three, "D11", GET, "'404': inferred", "'404': guessed", "x-status-evidence:"),
    Breach(evidence.evidence_is_one_of_three, "D11", CREATE, "evidence: documented", "evidence: seen", "x-required"),
    Breach(evidence.only_documents_constrain, "constraint", CREATE, "    minimum: 1",
           "    minimum: 1\n    x-evidence: observed", "minimum:"),
    Breach(evidence.only_documents_constrain, "constraint", POST, "x-evidence: documented",
           "x-evidence: inferred", f"{CREATE}::minimum:"),
    Breach(evidence.required_carries_evidence, "required-evidence", CREATE, "x-required-evidence: documented\n",
           "", "description"),
    Breach(replies.expected_errors_are_listed, "errors", GET, "'401':\n      $ref", "'403':\n      $ref", "responses:"),
    Breach(replies.expected_errors_are_listed, "errors", GET, "'404':\n      $ref", "'403':\n      $ref", "responses:"),
    Breach(replies.expected_errors_are_listed, "errors", POST, "'409':\n      $ref",
           "'403':\n      $ref", "responses:"),
    Breach(replies.expected_errors_are_listed, "errors", POST, "'422':\n      $ref",
           "'403':\n      $ref", "responses:"),
    Breach(replies.creations_need_a_key, "idempotency", KEY, "required: true", "required: false", f"{POST}::post:"),
    Breach(replies.creations_need_a_key, "idempotency", KEY, "x-idempotency", "x-key", f"{POST}::post:"),
    Breach(marks.decisions_name_members, "decision", LABEL, "anyOf:", "x-decided-by: kind\nanyOf:", "description"),
    Breach(marks.decisions_name_members, "decision", LABEL, "anyOf:",
           "x-decided-by: kind\nx-decision: {a: Bean}\nanyOf:", "x-decision"),
    Breach(marks.enum_names_match_values, "enum-names", ROAST, "enum:", "x-enum-varnames: [LIGHT]\nenum:", "x-enum"),
    Breach(marks.extensions_are_known, "extension", GET, "x-source", "x-sauce", "x-sauce"),
    Breach(marks.extensions_are_known, "extension", BEAN, "    format: int64", "    x-unit: COP", "x-unit"),
    Breach(marks.observations_do_not_constrain, "observed", KEY, "{maxLength: 64}", "{length: 64}", "x-observed"),
    Breach(marks.observations_do_not_constrain, "observed", KEY, "{maxLength: 64}", "64", "x-observed"),
    Breach(marks.observations_do_not_constrain, "observed", KEY, "{maxLength: 64}",
           "{maxLength: 64}\n  maxLength: 64", "x-observed"),
    Breach(marks.changes_are_named, "changes", BEAN, "    format: int64", "    x-changes: often", "x-changes"),
    Breach(marks.changes_are_named, "changes", BEAN, "    format: int64", "    x-unique: yes, it is", "x-unique"),
    Breach(marks.secrets_are_marked, "sensitive", CREATE, "    x-sensitive: personal\n", "", "phone:"),
    Breach(marks.secrets_are_marked, "sensitive", CREATE, "x-sensitive: personal",
           "x-sensitive: private", "x-sensitive"),
    Breach(marks.secrets_are_marked, "sensitive", CREATE, "phone:", "card_number:", "card_number:"),
    Breach(shapes.formats_are_known, "format", CREATE, "x-sensitive: personal", "format: email", "format: email"),
    Breach(order.operations_keep_their_order, "key-order", GET,
           "operationId: beans_get\n  summary: Get a bag\n", "summary: Get a bag\n  operationId: beans_get\n",
           "operationId:"),
    Breach(order.schemas_keep_their_order, "key-order", ROAST, "description: Degree of roasting.\ntype: string\n",
           "type: string\ndescription: Degree of roasting.\n", "description:"),
    Breach(shapes.keywords_are_known, "keyword", BEAN, "    format: int64", "    default: 7", "default:"),
    Breach(shapes.keywords_are_known, "keyword", BEAN, SUM, "const: dark", "const:"),
    Breach(shapes.keywords_are_known, "keyword", BEAN, "  id:\n", "  any: true\n  id:\n", "any:"),
    Breach(shapes.keywords_are_known, "keyword", LABEL, "    items:\n      type: string", "    items: true", "items:"),
    Breach(names.files_are_named_after_what_they_hold, "layout", ROOT, "/beans/{bean_id}:",
           "/bags/{bean_id}:", f"{GET}::get:"),
    Breach(names.files_are_named_after_what_they_hold, "layout", EVENT, "bean.roasted", "bag.roasted", "bag.roasted"),
    Breach(names.operation_ids_follow_the_grammar, "operation-id", GET, "beans_get", "get_bean", "operationId"),
    Breach(names.operation_ids_follow_the_grammar, "operation-id", GET, "beans_get", "beans_taste", "operationId"),
    Breach(names.operation_ids_follow_the_grammar, "operation-id", GET, "beans_get", "beans_getOne", "operationId"),
    Breach(names.path_parameters_are_ids, "parameter-name", BEAN_ID, "name: bean_id", "name: bean", f"{GET}::BeanId"),
    Breach(shapes.no_property_takes_our_name, "reserved-name", BEAN, "  label:", "  undocumented:", "undocumented"),
    Breach(shapes.components_take_known_shapes, "shape", LABEL, "anyOf:",
           "type: [string, integer]\nanyOf:", "description"),
    Breach(shapes.components_take_known_shapes, "shape", LABEL, "  - $ref: BeanNote.yaml", "  - type: 'null'", "desc"),
    Breach(shapes.components_take_known_shapes, "shape", LABEL, "  - $ref: BeanNote.yaml\n", "", "description"),
    Breach(shapes.components_take_known_shapes, "shape", ROAST, "enum: [light, dark]\n", "", "description"),
    Breach(shapes.components_take_known_shapes, "shape", ROAST, "enum: [light, dark]", "enum: [dark, dark]", "desc"),
    Breach(shapes.components_take_known_shapes, "shape", ROAST, "enum: [light, dark]", "enum: []", "description"),
    Breach(shapes.components_take_known_shapes, "shape", BEAN, "properties:\n",
           "oneOf: [{type: object}]\nproperties:\n", "description"),
    Breach(names.each_operation_has_one_tag, "tag", GET, "tags: [beans]", "tags: [bags]", "get:"),
    Breach(names.each_operation_has_one_tag, "tag", GET, "tags: [beans]", "tags: [beans, beans]", "get:"),
    Breach(names.each_operation_has_one_tag, "tag", ROOT, "paths:",
           "  - {name: bags, description: Unused.}\npaths:", "name: bags"),
)  # fmt: skip
