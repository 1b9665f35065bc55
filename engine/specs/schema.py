"""JSON Schema (2020-12) of the specification language, for editors and other people's programs.

It is made from the spec models, so it cannot fall behind them. What leads from one place to another, and
what the steps mean together, no JSON Schema can say: ``motcua check`` finds that.
"""

from __future__ import annotations

from typing import Any, Literal, cast, get_args

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from engine.specs.calendars import CalendarSpec
from engine.specs.model import Spec
from engine.specs.organisation import OrganisationSpec
from engine.specs.procedures import Procedure
from engine.specs.schema_rules import RULES_BETWEEN_KEYS
from engine.specs.schema_values import SCALARS, Render, values
from engine.specs.schema_words import KEYS, KINDS

SpecKind = Literal["procedure", "organisation", "calendar"]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MODELS: dict[SpecKind, type[Spec]] = {
    "procedure": Procedure,
    "organisation": OrganisationSpec,
    "calendar": CalendarSpec,
}


def schema(kind: SpecKind | None, render: Render) -> dict[str, Any]:
    """Return the schema of one kind of document, or of all kinds, told apart by ``kind:``.

    ``render`` gives the descriptions; it may well give each of them in both languages.
    """
    kinds = [kind] if kind else list(get_args(SpecKind))
    _, made = models_json_schema(
        [(_MODELS[each], "validation") for each in kinds],
        ref_template="#/$defs/{model}",
        schema_generator=_Generator,
    )
    # Types whose values have marks leave definitions behind to which nothing leads.
    definitions = {name: made["$defs"][name] for name in sorted(made["$defs"]) if name in KEYS}
    for name, definition in definitions.items():
        _describe(name, definition, render)
    told = {
        "$schema": _DIALECT,
        "description": render(KINDS[kind] if kind else KINDS["specification"]),
        **(_one_kind(kind) if kind else _any_kind(kinds)),
        "$defs": {**definitions, **values(render)},
    }
    return cast("dict[str, Any]", _with_references(told))


def _one_kind(kind: SpecKind) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{_MODELS[kind].__name__}"}


def _any_kind(kinds: list[SpecKind]) -> dict[str, Any]:
    cases = [
        {"if": {"properties": {"kind": {"const": each}}}, "then": _one_kind(each)} for each in kinds
    ]
    return {
        "type": "object",
        "properties": {"kind": {"enum": kinds}},
        "required": ["kind"],
        "allOf": cases,
    }


def _describe(name: str, definition: dict[str, Any], render: Render) -> None:
    definition.pop("description", None)
    definition.update(RULES_BETWEEN_KEYS.get(name, {}))
    for key, place in definition["properties"].items():
        place["description"] = render(KEYS[name][key])


def _with_references(node: Any) -> Any:
    """Return a schema in which the marks of kinds of values lead to their definitions."""
    if isinstance(node, list):
        return [_with_references(each) for each in node]
    if not isinstance(node, dict):
        return node
    inner = {key: _with_references(value) for key, value in node.items()}
    kind = inner.pop("x-value", None)
    return {"$ref": f"#/$defs/{kind}", **inner} if isinstance(kind, str) else inner


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, told how the loader reads: texts only, and never an empty value."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        made = super().str_schema(schema)
        # A pattern that begins with a word no number has takes texts only.
        if not str(made.get("pattern", "")).startswith(("^dossier", "^MC")):
            made["type"] = SCALARS
        return made

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = self.generate_inner(schema["schema"])
        default = schema.get("default")
        plain = isinstance(default, bool | int | str)
        return {**made, "default": default} if plain else made

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        if "patternProperties" in made:
            made["additionalProperties"] = False
        elif "keys_schema" in schema:
            made["propertyNames"] = self.generate_inner(schema["keys_schema"])
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def get_title_from_name(self, name: str) -> str:
        return name
