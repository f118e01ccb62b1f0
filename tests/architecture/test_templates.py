"""Templates hold no script, style or handler of their own, and name no other host."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).resolve().parents[2] / "portal").rglob("*.html"))
FORBIDDEN = {
    "inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")", re.I
    ),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.I),
    "event handler": re.compile(r"\son[a-z]+\s*=", re.I),
    "other host": re.compile(r"(src|href)=\"https?://(?!\{\{)", re.I),
    "unescaped text": re.compile(r"\|\s*safe\b"),
}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_template_holds(kind: str) -> None:
    guilty = [str(path) for path in TEMPLATES if FORBIDDEN[kind].search(path.read_text())]

    assert guilty == []
