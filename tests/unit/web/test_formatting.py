"""Months and spans in words, in the language of the page."""

import pytest
from flask import Flask
from flask_babel import force_locale

from portal.web.extensions import babel
from portal.web.formatting import span

DASH = "\N{EN DASH}"


@pytest.fixture
def app() -> Flask:
    """Build an app that knows languages and nothing else."""
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
