"""A word that heads a column and stands on a button has a context: in English they are two words.

*Masuk* over a column of complaints was "Sign in", *Mulai* on the tablet was "From".
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "portal/templates"
MESSAGE = r"""\s*\{\{-?\s*_\(\s*["']([^"']+)["']\s*\)"""
HEADING = re.compile(rf"<(?:th|dt)\b[^>]*>{MESSAGE}" + r"""|data-label="\{\{\s*_\('([^']+)'\)""")
BUTTON = re.compile(rf"""<button\b[^>]*>{MESSAGE}|<a\s[^>]*class="button[^"]*"[^>]*>{MESSAGE}""")


def said(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Give the messages without a context that stand in one role."""
    for found in pattern.finditer(text):
        yield found[1] or found[2]


def homonyms(texts: list[str]) -> set[str]:
    """Return the messages that head something and stand on a button."""
    headings = {each for text in texts for each in said(HEADING, text)}
    return headings & {each for text in texts for each in said(BUTTON, text)}


def test_no_message_stands_in_two_roles() -> None:
    texts = [file.read_text(encoding="utf-8") for file in TEMPLATES.rglob("*.html")]

    assert homonyms(texts) == set()


def test_a_homonym_would_be_found() -> None:
    column, button = '<th scope="col">{{ _("Masuk") }}</th>', '<button>{{ _("Masuk") }}</button>'
    apart = '<th>{{ pgettext("kolom", "Masuk") }}</th>'

    assert homonyms([column, button]) == {"Masuk"}
    assert homonyms([apart, button]) == set()
    assert homonyms(["<td data-label=\"{{ _('Masuk') }}\">", button]) == {"Masuk"}


def test_words_with_a_context_are_other_words_in_english() -> None:
    with (ROOT / "portal/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="en")

    with_context = [each for each in catalogue if each.context and each.id in catalogue]
    assert {str(each.id) for each in with_context} >= {"Masuk", "Mulai", "Orang baru", "Selesai"}
    assert [each.id for each in with_context if each.string == catalogue[each.id].string] == []
