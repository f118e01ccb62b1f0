"""The interface for programs, from the same description that the portal serves."""

from collections.abc import Mapping
from typing import Any

from portal.transparency.domain.openapi import openapi
from scripts.reference_pages.markdown import code, document, table

Described = Mapping[str, Any]
INTRO = (
    "Read-only, without a key, the same figures as the pages. `/api/v1/openapi.json` describes it "
    "in OpenAPI 3.1. Every figure stands with its respondents, periods and ways of rating; a "
    "suppressed one is null and says why in `suppressed`. Queue machines fetch tickets with "
    "`POST /api/v1/tickets` and a key of their own ([operations](../operations.md))."
)
POINTER = "#/components/schemas/"


def page() -> str:
    """Return the page of the interface."""
    described = openapi(city="", public_url="")
    rows = [_row(path, each) for path, each in sorted(described["paths"].items())]
    schemas = described["components"]["schemas"]
    return document(
        "The interface for programs",
        INTRO,
        "## Addresses\n\n" + table(("Address", "Answers", "Document"), rows),
        "## Documents\n\n" + "\n\n".join(_schema(name, schemas[name]) for name in sorted(schemas)),
    )


def _row(path: str, operations: Described) -> tuple[str, str, str]:
    get = operations["get"]
    content = get["responses"]["200"]["content"]["application/json"]
    return code(f"GET {path}"), get["summary"], _kind(content["schema"])


def _schema(name: str, schema: Described) -> str:
    required = set(schema.get("required", ()))
    rows = [
        (code(key), _kind(value), "" if key in required else "yes", value.get("description", ""))
        for key, value in schema.get("properties", {}).items()
    ]
    text = str(schema.get("description", ""))
    heads = ("Key", "Type", "May be absent", "Meaning")
    described = table(heads, rows) if rows else _kind(schema)
    return "\n\n".join(part for part in (f"### {name}", text, described) if part)


def _kind(schema: Described) -> str:
    """Return a type in words: `string`, `list of Figure`, `integer or null`."""
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(POINTER)
        return f"[{name}](#{name.lower()})"
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return " or ".join(map(_kind, schema[choice]))
    if "enum" in schema:
        return ", ".join(code(str(value)) for value in schema["enum"])
    if "const" in schema:
        return code(str(schema["const"]))
    return _plain_kind(schema)


def _plain_kind(schema: Described) -> str:
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    inside = schema.get("additionalProperties")
    if kind == "object" and isinstance(inside, dict):
        return f"object of {_kind(inside)}"
    return str(kind)
