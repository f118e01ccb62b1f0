"""publiccode.yml is what its standard asks for, and says what the project's other files say."""

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.architecture.publiccode_schema import SCHEMA

ROOT = Path(__file__).resolve().parents[2]
FILE = yaml.safe_load((ROOT / "publiccode.yml").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)


def faults(described: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(described)]


def test_the_description_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert faults(FILE) == []


def without(*path: str) -> Callable[[Any], None]:
    def change(described: Any) -> None:
        *way, last = path
        for key in way:
            described = described[key]
        del described[last]

    return change


def having(value: Any, *path: str) -> Callable[[Any], None]:
    def change(described: Any) -> None:
        *way, last = path
        for key in way:
            described = described[key]
        described[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (without("url"), "'url' is a required property"),
        (without("description", "id", "features"), "'features' is a required property"),
        (without("legal", "license"), "'license' is a required property"),
        (having("web", "softwareType"), "$.softwareType"),
        (having("0.3", "publiccodeYmlVersion"), "$.publiccodeYmlVersion"),
        (having("2026-13-01", "releaseDate"), "$.releaseDate"),
        (having(["surveys"], "categories"), "$.categories"),
        (having("x" * 151, "description", "en", "shortDescription"), "shortDescription"),
        (having("too short", "description", "en", "longDescription"), "longDescription"),
        (having("yes", "localisation", "localisationReady"), "localisationReady"),
        (having("community", "maintenance", "type"), "'contacts' is a required property"),
        (having("contract", "maintenance", "type"), "'contractors' is a required property"),
        (having(1, "unknownKey"), "unknownKey"),
    ],
)
def test_what_the_standard_refuses_is_refused(change: Callable[[Any], None], where: str) -> None:
    described = copy.deepcopy(FILE)
    change(described)

    found = faults(described)
    assert len(found) == 1
    assert where in found[0]


def test_version_and_licence_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert FILE["softwareVersion"] == project["version"]
    assert FILE["legal"]["license"] == project["license"]
    assert FILE["legal"]["mainCopyrightOwner"] in (ROOT / "LICENSE").read_text()


def test_pictures_that_are_named_exist() -> None:
    named = [path for each in FILE["description"].values() for path in each.get("screenshots", ())]

    assert named
    assert [path for path in named if not (ROOT / path).is_file()] == []
