from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Mapping
from types import NoneType
from typing import Any, get_args

import pytest

from generation.contract import Contract, type_of
from onepay_api import UNSET, Model, OpenEnum, Page, Unset, models
from onepay_core.model import wire_fields
from onepay_core.values import Variant
from support.contract import Schema, attribute_of


def test_exactly_the_components_are_exported_as_classes(contract: Contract) -> None:
    assert sorted(models.__all__) == sorted(contract.schemas)
    assert dir(models) == sorted(contract.schemas)
    assert all(hasattr(models, name) for name in contract.schemas)


def test_every_component_has_one_module_and_there_are_no_others(contract: Contract) -> None:
    modules = [module.name for module in pkgutil.iter_modules(models.__path__)]

    assert len(modules) == len(contract.schemas)
    assert [name.replace("_", "") for name in modules] == sorted(name.lower() for name in contract.schemas)


@pytest.mark.parametrize("name", ["Paymnet", "paymentCreate", ""])
def test_a_name_that_no_component_has_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"no attribute '{name}'"):
        getattr(models, name)


def test_every_property_has_an_attribute_name_and_type(contract: Contract) -> None:
    for name, schema in contract.objects.items():
        fields = {field.encode_name: field for field in wire_fields(_model(name))}

        assert set(fields) == set(schema["properties"]), name
        for wire_name, property_ in schema["properties"].items():
            field = fields[wire_name]
            assert field.name == attribute_of(wire_name), name
            expected = _field_type(schema, wire_name, property_)
            may_be_null = {None, NoneType} & {expected, *get_args(expected)}
            if _is_missing_in_a_form(contract, name, wire_name) and not may_be_null:
                expected |= Unset
            assert field.type == expected, f"{name}.{wire_name}"


def test_exactly_the_optional_fields_have_a_default(contract: Contract) -> None:
    for name, schema in contract.objects.items():
        for field in wire_fields(_model(name)):
            optional = field.encode_name not in schema["required"]
            assert (field.default is UNSET) == optional, f"{name}.{field.name}"
            assert field.required != optional, f"{name}.{field.name}"


def test_attributes_keep_the_order_with_required_ones_first(contract: Contract) -> None:
    for name, schema in contract.objects.items():
        required, properties = schema["required"], list(schema["properties"])
        ordered = [p for p in properties if p in required] + [p for p in properties if p not in required]
        inherits = _model(name).__base__ not in (Model, Page) and not _model(name).__name__.endswith("Page")
        found = [field.encode_name for field in wire_fields(_model(name))]
        assert (sorted(found) if inherits else found) == (sorted(ordered) if inherits else ordered), name


def test_form_has_attributes_of_its_main_form_beside_its_own(contract: Contract) -> None:
    classes = {name: _model(name) for name in contract.objects}
    pairs = [(name, base.__name__) for name, class_ in classes.items() for base in class_.__bases__]
    forms = [(name, main) for name, main in pairs if main in classes]

    assert len(forms) > 1
    for name, main in forms:
        wire_names = {*contract.objects[name]["properties"], *contract.objects[main]["properties"]}
        assert set(classes[name].__struct_fields__) == {*map(attribute_of, wire_names), "undocumented"}, name


def test_every_enum_has_the_members_of_the_contract_in_its_order(contract: Contract) -> None:
    for name, schema in contract.enums.items():
        enum = getattr(models, name)

        assert issubclass(enum, OpenEnum)
        assert [str(member) for member in enum] == (schema.get("enum") or schema["x-extensible-enum"]), name
        assert enum.__extensible__ == ("x-extensible-enum" in schema), name


def test_every_variant_has_the_shapes_of_the_contract_in_order(contract: Contract) -> None:
    for name, schema in contract.variants.items():
        variant = getattr(models, name)

        assert isinstance(variant, Variant)
        assert variant.options == tuple(type_of(option) for option in schema["anyOf"]), name
        assert variant.decided_by == schema.get("x-decided-by", ""), name
        assert variant.decision == {v: getattr(models, c) for v, c in schema.get("x-decision", {}).items()}, name


def test_every_other_component_is_an_alias_of_its_type(contract: Contract) -> None:
    assert contract.aliases
    for name, schema in contract.aliases.items():
        assert getattr(models, name) == type_of(schema), name


def test_exactly_the_sensitive_fields_are_masked(contract: Contract) -> None:
    for name, schema in contract.objects.items():
        sensitive = {attribute_of(p) for p, value in schema["properties"].items() if "x-sensitive" in value}
        assert _model(name).__sensitive__ == sensitive, name


def test_groups_with_exactly_one_field_are_declared(contract: Contract) -> None:
    for name, schema in contract.objects.items():
        group = tuple(attribute_of(wire_name) for option in schema.get("oneOf", ()) for wire_name in option["required"])
        assert _model(name).__exactly_one__ == ((group,) if group else ()), name


def test_groups_with_at_least_one_field_are_declared(contract: Contract) -> None:
    for name, schema in contract.objects.items():
        group = tuple(attribute_of(wire_name) for option in schema.get("anyOf", ()) for wire_name in option["required"])
        assert _model(name).__at_least_one__ == ((group,) if group else ()), name


def test_only_documented_required_fields_stop_a_request(contract: Contract) -> None:
    for name, schema in contract.objects.items():
        documented = schema.get("x-required-evidence", "documented") == "documented"
        assert _model(name).__required_is_documented__ == documented, name


def test_every_class_says_what_the_contract_says_of_it(contract: Contract) -> None:
    for name, schema in {**contract.objects, **contract.enums, **contract.variants}.items():
        text = (inspect.getdoc(getattr(models, name)) or "").partition("\n\nAttributes:\n")[0]
        assert _words(text) == _words(schema["description"]), name


def test_every_attribute_says_what_the_contract_says_of_it(contract: Contract) -> None:
    for name, schema in contract.objects.items():
        docstring = inspect.getdoc(_model(name)) or ""
        below_the_field = _words(inspect.getsource(_model(name)).partition('"""')[2].partition('"""')[2])
        for wire_name, property_ in schema["properties"].items():
            assert _words(property_["description"]) in _words(docstring), f"{name}.{wire_name}"
            assert _words(property_["description"]) in below_the_field, f"{name}.{wire_name}"


def test_every_model_takes_keywords_only(contract: Contract) -> None:
    for name in contract.objects:
        kinds = {parameter.kind for parameter in inspect.signature(_model(name)).parameters.values()}
        assert kinds == {inspect.Parameter.KEYWORD_ONLY}, name


def _model(name: str) -> type[Model]:
    model: type[Model] = getattr(models, name)
    assert issubclass(model, Model)
    return model


def _field_type(schema: Schema, wire_name: str, property_: Mapping[str, Any]) -> Any:
    type_ = type_of(property_)
    return type_ if wire_name in schema["required"] else type_ | Unset


def _is_missing_in_a_form(contract: Contract, name: str, wire_name: str) -> bool:
    """Whether a class that extends this one is of an object that need not have this field."""
    forms = [other for other in contract.objects if _model(name) in _model(other).__mro__[1:]]
    return any(wire_name not in contract.objects[form]["required"] for form in forms)


def _words(text: str) -> str:
    return " ".join(text.replace('\\"', '"').replace("\\\\", "\\").split())
