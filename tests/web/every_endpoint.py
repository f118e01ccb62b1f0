"""Every endpoint of the app with addresses to try it at."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.routing.converters import AnyConverter

from portal.app import create_app
from tests.conftest import settings_for

# Values for parts of addresses; a part that is not named here gets a word or a number.
SAMPLES: dict[str, str | int] = {"filename": "portal.css", "period": "2026-10", "year": 2026}


@dataclass(frozen=True, slots=True)
class Way:
    """One method at one address of an endpoint."""

    endpoint: str
    method: str
    path: str

    def __str__(self) -> str:
        """Return the name of a test that takes this way."""
        return f"{self.method} {self.endpoint}"


def ways() -> list[Way]:
    """Return every way into the app, for the names of parametrised tests."""
    with TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder), f"sqlite:///{folder}/portal.db"))
    return [way for rule in app.url_map.iter_rules() for way in _ways_of(app, rule)]


def _ways_of(app: Flask, rule: Rule) -> Iterator[Way]:
    path = app.url_map.bind("").build(rule.endpoint, _values(rule))
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        yield Way(rule.endpoint, method, path)


def _values(rule: Rule) -> dict[str, str | int]:
    return {name: _value(rule, name) for name in rule.arguments}


def _value(rule: Rule, name: str) -> str | int:
    sample, converter = SAMPLES.get(name), rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    if isinstance(converter, IntegerConverter):
        return sample if isinstance(sample, int) else 1
    return "contoh" if sample is None else sample
