"""Months and spans in words, in the language of the page."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

import portal
from portal.web.extensions import babel
from portal.web.formatting import rounded_count, span

DASH = "\N{EN DASH}"


@pytest.fixture
def app() -> Flask:
    """Build an app that has languages and nothing else."""
    app = Flask("portal")
    babel.init_app(app)
    return app


@pytest.mark.parametrize(
    ("period", "indonesian", "english"),
    [
        ("2026", "2026", "2026"),
        ("2026-03", "Maret 2026", "March 2026"),
        ("2026-01/2026-02", f"Januari{DASH}Februari 2026", f"January{DASH}February 2026"),
        (
            "2025-12/2026-01",
            f"Desember 2025{DASH}Januari 2026",
            f"December 2025{DASH}January 2026",
        ),
    ],
)
def test_a_span_names_its_months_once(
    app: Flask, period: str, indonesian: str, english: str
) -> None:
    with app.test_request_context(), force_locale("id"):
        assert span(period) == indonesian
    with app.test_request_context(), force_locale("en"):
        assert span(period) == english


@pytest.mark.parametrize(("tongue", "words"), [("id", "sekitar 1.710"), ("en", "about 1,710")])
def test_a_rounded_count_says_that_it_is_one(app: Flask, tongue: str, words: str) -> None:
    with app.test_request_context(), force_locale(tongue):
        assert rounded_count(1710) == words


def test_no_page_says_about_by_itself() -> None:
    """What a page calls rounded comes from one place; an estimate is none of these counts."""
    for page in (Path(portal.__file__).parent / "templates").rglob("*.html"):
        counts = re.findall(r"[Ss]ekitar %\((?!value\))\w+\)s", page.read_text())
        assert counts == [], page
