"""A small JSON Schema validator: the words our description uses, and no others."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

_WORDS = {
    *("$ref", "type", "properties", "required", "additionalProperties", "items", "anyOf", "enum"),
    *("format", "pattern", "maxLength", "title", "description", "default"),
}
_TYPES = {"string": str, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def complaints(
    value: Any, schema: dict[str, Any], document: dict[str, Any], at: str = "$"
) -> Iterator[str]:
    """What is wrong with a value; a word of the schema that is not understood is wrong, too."""
    if unknown := set(schema) - _WORDS:
        yield f"{at}: unknown words {unknown}"
    if reference := schema.get("$ref"):
        name = reference.removeprefix("#/components/schemas/")
        yield from complaints(value, document["components"]["schemas"][name], document, at)
    choices = schema.get("anyOf", ())
    if choices and all(list(complaints(value, one, document, at)) for one in choices):
        yield f"{at}: {value!r} is none of the choices"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not in {schema['enum']}"
    if kind := schema.get("type"):
        if not _is(value, kind):
            yield f"{at}: {value!r} is no {kind}"
            return
        yield from _inside(value, schema, document, at)


def _is(value: Any, kind: str) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, _TYPES[kind])


def _inside(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str) -> Iterator[str]:
    if isinstance(value, str):
        yield from _text(value, schema, at)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from complaints(item, schema["items"], document, f"{at}[{number}]")
    if isinstance(value, dict):
        known = schema["properties"]
        for name in set(schema.get("required", ())) - set(value):
            yield f"{at}: {name} is missing"
        for name in set(value) - set(known):
            if schema.get("additionalProperties", True) is False:
                yield f"{at}: {name} is not described"
        for name in set(value) & set(known):
            yield from complaints(value[name], known[name], document, f"{at}.{name}")


def _text(value: str, schema: dict[str, Any], at: str) -> Iterator[str]:
    if len(value) > schema.get("maxLength", len(value)):
        yield f"{at}: too long"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not match"
    reading = {"uuid": UUID, "date-time": _moment}.get(schema.get("format", ""))
    try:
        if reading:
            reading(value)
    except ValueError:
        yield f"{at}: {value!r} is no {schema['format']}"


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
