"""The read-only interface for programs, described in OpenAPI 3.1 from what it answers."""

from typing import Any

from portal.publication.figures.documents import FOLDERS, PlaceDocument, TodayDocument
from portal.publication.figures.known_figures import FlatDocument
from portal.publication.figures.revisions import RevisedDocument, RevisionDocument
from portal.transparency.domain.datapackage import LICENCE_NAME, LICENCE_URL
from portal.transparency.domain.json_schema import REFERENCE, schemas_of

VERSION = "1.0.0"
CODE = {
    "name": "code",
    "in": "path",
    "required": True,
    "description": "Code of the place; it never changes.",
    "schema": {"type": "string", "pattern": "^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$"},
}
PERIOD = {
    "name": "period",
    "in": "path",
    "required": True,
    "description": "Month that the release closed, such as 2026-10.",
    "schema": {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"},
}
YEAR = {
    "name": "year",
    "in": "path",
    "required": True,
    "description": "Year that was revised, such as 2026.",
    "schema": {"type": "string", "pattern": "^20[0-9]{2}$"},
}
REVISED = (RevisionDocument, RevisedDocument)
ERROR = {
    "type": "object",
    "properties": {"error": {"type": "string"}, "status": {"type": "integer"}},
    "required": ["error", "status"],
}
PLACE_ENTRY = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": [str(kind) for kind in FOLDERS]},
        "code": {"type": "string"},
        "name": {"type": "string"},
        "agency": {"type": "string"},
        "address": {"type": "string"},
        "retired": {"type": "boolean"},
    },
    "required": ["kind", "code", "name", "agency", "address", "retired"],
    "additionalProperties": False,
}
RELEASE_ENTRY = {
    "type": "object",
    "properties": {
        "period": {"type": "string"},
        "published_on": {"type": "string", "format": "date"},
        "sha256": {"type": "string"},
        "figures": {"type": "string"},
    },
    "required": ["period", "published_on", "sha256", "figures"],
    "additionalProperties": False,
}

WORDS_OR_NULL = {"anyOf": [{"type": "string"}, {"type": "null"}]}
REVISION_ENTRY = {
    "type": "object",
    "properties": {
        "kind": {"type": "string"},
        "edition": {"type": "string"},
        "corrects": {"type": "string"},
        "published_on": {"type": "string", "format": "date"},
        "reason": WORDS_OR_NULL,
        "decided_by": WORDS_OR_NULL,
        "places": {"type": "array", "items": {"type": "string"}},
        "sha256": {"type": "string"},
        "document": {"type": "string"},
        "figures": {"type": "string"},
    },
    "required": ["kind", "edition", "corrects", "published_on", "reason", "decided_by", "places"],
    "additionalProperties": False,
}


def openapi(*, city: str, public_url: str) -> dict[str, Any]:
    """Return the description; documents are those of the pages, byte for byte."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Suara Loket {city}",
            "version": VERSION,
            "description": "Published figures, read-only. A suppressed figure is null and "
            "carries its reason in `suppressed`.",
            "license": {"name": LICENCE_NAME, "url": LICENCE_URL},
        },
        "servers": [{"url": public_url or "/"}],
        "paths": {**_lists(), **_newest(), **_by_period(), **_revised()},
        "components": {
            "schemas": {
                **schemas_of(PlaceDocument, TodayDocument, FlatDocument, *REVISED),
                "Error": ERROR,
                "PlaceEntry": PLACE_ENTRY,
                "ReleaseEntry": RELEASE_ENTRY,
                "RevisionEntry": REVISION_ENTRY,
            }
        },
    }


def _lists() -> dict[str, Any]:
    places = _get("Every place that has a page", answer=_several("PlaceEntry"))
    releases = _get("Every release, latest first", answer=_several("ReleaseEntry"))
    return {"/api/v1/places": places, "/api/v1/releases": releases}


def _newest() -> dict[str, Any]:
    paths = {
        "/city.json": _get("The city", answer=_one("PlaceDocument")),
        "/city/today.json": _get("The city's month so far", answer=_one("TodayDocument")),
    }
    for kind, folder in FOLDERS.items():
        paths[f"/{folder}/{{code}}.json"] = _get(
            f"A place: {kind}", answer=_one("PlaceDocument"), parameters=[CODE]
        )
    return paths


def _by_period() -> dict[str, Any]:
    figures = _get("Every figure of a release", answer=_one("FlatDocument"), parameters=[PERIOD])
    city = _get("The city in a release", answer=_one("PlaceDocument"), parameters=[PERIOD])
    paths = {"/data/{period}/figures.json": figures, "/data/{period}/city.json": city}
    for kind, folder in FOLDERS.items():
        paths[f"/data/{{period}}/{folder}/{{code}}.json"] = _get(
            f"A place in a release: {kind}",
            answer=_one("PlaceDocument"),
            parameters=[PERIOD, CODE],
        )
    return paths


def _revised() -> dict[str, Any]:
    base = "/data/revisions/{year}"
    paths = {
        "/data/revisions.json": _get("Every revision", answer=_several("RevisionEntry")),
        f"{base}.json": _get("A revision", answer=_one("RevisionDocument"), parameters=[YEAR]),
        f"{base}/figures.json": _get(
            "Every figure of a revision", answer=_one("FlatDocument"), parameters=[YEAR]
        ),
        f"{base}/city.json": _get(
            "The city, revised", answer=_one("RevisedDocument"), parameters=[YEAR]
        ),
    }
    for kind, folder in FOLDERS.items():
        paths[f"{base}/{folder}/{{code}}.json"] = _get(
            f"A place, revised: {kind}",
            answer=_one("RevisedDocument"),
            parameters=[YEAR, CODE],
        )
    return paths


def _one(name: str) -> dict[str, Any]:
    return {"$ref": f"{REFERENCE}{name}"}


def _several(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _one(name)}


def _get(
    summary: str, *, answer: dict[str, Any], parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Return a path that can be read; whatever is not there answers 404 as JSON."""
    return {
        "get": {
            "summary": summary,
            "parameters": parameters or [],
            "responses": {
                "200": {
                    "description": "Found.",
                    "content": {"application/json": {"schema": answer}},
                },
                "404": {
                    "description": "Not there.",
                    "content": {"application/json": {"schema": _one("Error")}},
                },
            },
        }
    }
