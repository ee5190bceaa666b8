"""The rules of the description: D1 to D11 of the style guide, and the names of our dialect's own rules.

A rule is a generator of findings over a `Description`. Rules of the style guide carry its numbers;
the others, which keep to what generator, sandbox and tests all understand, carry a name. Its
docstring begins with either, and is the rule's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from rules import client, evidence, examples, links, marks, money, names, order, prose, replies, shapes
from rules.description import Description, Finding

Rule: TypeAlias = Callable[[Description], Iterator[Finding]]

RULES: Final[tuple[Rule, ...]] = (
    shapes.everything_has_its_file,
    shapes.parameters_and_headers_have_files,
    shapes.objects_say_what_they_hold,
    shapes.optional_or_nullable,
    shapes.optional_request_fields_take_null,
    money.money_is_a_whole_number,
    money.money_names_its_unit,
    money.money_in_requests_is_marked,
    shapes.nothing_inherits,
    replies.statuses_are_named,
    replies.errors_are_shared,
    replies.statuses_carry_evidence,
    examples.bodies_have_examples,
    examples.examples_validate,
    examples.examples_differ,
    examples.examples_share_one_cast,
    names.ids_keep_their_name,
    names.templates_match_parameters,
    links.links_lead_somewhere,
    links.creations_lead_to_what_they_made,
    prose.summaries_are_imperative,
    prose.summaries_have_no_full_stop,
    prose.descriptions_are_sentences,
    prose.everything_is_described,
    prose.nothing_is_filler,
    prose.nothing_is_html,
    evidence.operations_carry_evidence,
    evidence.evidence_is_one_of_three,
    evidence.only_documents_constrain,
    replies.expected_errors_are_listed,
    marks.changes_are_named,
    marks.decisions_name_members,
    marks.empty_lists_are_marked,
    marks.enum_names_match_values,
    marks.harmless_writes_are_marked,
    marks.repetition_is_marked,
    marks.extensions_are_known,
    marks.field_marks_name_fields,
    marks.common_names_are_names,
    marks.logins_name_operations,
    marks.roles_are_known,
    marks.states_are_listed,
    shapes.formats_are_known,
    replies.creations_need_a_key,
    order.operations_keep_their_order,
    order.schemas_keep_their_order,
    shapes.keywords_are_known,
    names.files_are_named_after_what_they_hold,
    marks.observations_do_not_constrain,
    names.operation_ids_follow_the_grammar,
    names.path_parameters_are_ids,
    shapes.null_is_marked,
    evidence.required_carries_evidence,
    names.schema_names_are_nouns,
    marks.secrets_are_marked,
    shapes.components_take_known_shapes,
    names.each_operation_has_one_tag,
    client.constraints_can_be_checked,
    client.bodies_are_json,
    client.parameters_can_be_sent,
    client.keys_and_servers_are_single,
    client.names_are_free,
    client.cycles_pass_through_objects,
    client.nothing_is_lost,
)

__all__ = ["RULES", "Description", "Finding", "Rule"]
