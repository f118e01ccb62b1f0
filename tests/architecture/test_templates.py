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
# The literals of a translated text, as one; templates fill in every text, so a sign is doubled.
TEXT = re.compile(r'_\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
BARE_PERCENT = re.compile(r"%(?!\()")


def bare_percents(template: str) -> list[str]:
    """Return the translated texts with a percent sign that filling them in would trip over."""
    texts = TEXT.findall(template)
    return [text for text in texts if BARE_PERCENT.search(text.replace("%%", ""))]


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_template_holds(kind: str) -> None:
    guilty = [str(path) for path in TEMPLATES if FORBIDDEN[kind].search(path.read_text())]

    assert guilty == []


def test_no_text_of_a_template_holds_a_single_percent_sign() -> None:
    guilty = {str(path): bare_percents(path.read_text()) for path in TEMPLATES}

    assert {path: texts for path, texts in guilty.items() if texts} == {}
    assert bare_percents('{{ _("sampai 70% Baik") }} {{ _("%(share)s%%", share=1) }}') != []
    assert bare_percents('{{ _("sampai 70%% Baik") }} {{ _("%(share)s%%", share=1) }}') == []
