"""Every table of the database with its columns, as the models describe them."""

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql

from portal.tables import Base
from scripts.reference_pages.markdown import code, document, first_line, table

INTRO = (
    "Types are PostgreSQL's; SQLite keeps the same values. Constraints and triggers stand in the "
    "models and migrations. Why a column of a table of ratings may exist at all is said in the "
    "[threat model](../threat-model.md)."
)
HEADS = ("Column", "Type", "May be empty", "Refers to")


def page() -> str:
    """Return the page of tables, by package and name."""
    packages: dict[str, list[tuple[Table, str]]] = {}
    for mapper in Base.registry.mappers:
        package = mapper.class_.__module__.removeprefix("portal.").partition(".")[0]
        summary = first_line(mapper.class_.__doc__)
        if isinstance(mapper.local_table, Table):
            packages.setdefault(package, []).append((mapper.local_table, summary))
    parts = [f"## {name}\n\n{_package(found)}" for name, found in sorted(packages.items())]
    return document("Tables", INTRO, *parts, *_without_class())


def _package(found: list[tuple[Table, str]]) -> str:
    ordered = sorted(found, key=lambda each: each[0].name)
    return "\n\n".join(_table(each, summary) for each, summary in ordered)


def _without_class() -> list[str]:
    mapped = {mapper.local_table for mapper in Base.registry.mappers}
    rest = [each for name, each in sorted(Base.metadata.tables.items()) if each not in mapped]
    return ["## Tables without a class", *(_table(each, "") for each in rest)] if rest else []


def _table(each: Table, summary: str) -> str:
    rows = [_column(column) for column in each.columns]
    return "\n\n".join(part for part in (f"### {each.name}", summary, table(HEADS, rows)) if part)


def _column(column: "Column[object]") -> tuple[str, str, str, str]:
    kind = column.type.compile(postgresql.dialect()).lower()
    refers = ", ".join(sorted(code(key.target_fullname) for key in column.foreign_keys))
    name = code(column.name) + (" (key)" if column.primary_key else "")
    return name, kind, "yes" if column.nullable else "", refers
