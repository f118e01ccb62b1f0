"""What several places must name is named in all of them: languages, roles, channels, elements.

The how-to pages list these places; whoever forgets one of them is told here.
"""

import re
from datetime import timedelta

import pytest
import yaml

from portal.accounts.authentication import domain as kept_forms
from portal.accounts.sessions import domain as sessions
from portal.accounts.staff import labels as staff_labels
from portal.disclosure import figures as disclosure_counts
from portal.disclosure import unknowns as disclosure_unknowns
from portal.publication.reports import labels as report_words
from portal.publication.reports.pdf.page import GRADES
from portal.rating.anomalies import labels as signal_words
from portal.rating.answers.answers import VERIFIED, Channel
from portal.rating.questionnaire.forms import QuestionnaireForm
from portal.rating.questionnaire.questions import QUESTIONS
from portal.survey.elements import ELEMENT_NAMES, ELEMENTS, LEGAL_ELEMENT_NAMES
from portal.survey.index import GRADE_BOUNDS
from portal.transparency.domain.open_figures import FIELDS
from portal.web.access import Role
from portal.web.colours import STYLES, dark_colours, light_colours, named_in
from portal.web.languages import DEFAULT_LANGUAGE, languages
from tests.architecture.source_files import PORTAL, ROOT, portal_files, text_of

WORDS_OF_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
SCREEN = PORTAL / "static" / "styles" / "machines.css"
TEMPLATES = ROOT / "portal" / "templates"
WORDS = (TEMPLATES / "components" / "words.html").read_text()
COLUMN_WORDS = (TEMPLATES / "transparency" / "column_words.html").read_text()
ACCOUNTS = (ROOT / "docs" / "accounts.md").read_text()
THREATS = (ROOT / "docs" / "threat-model.md").read_text()


def macro(name: str, text: str = WORDS) -> str:
    return text.partition(f"{{% macro {name}(")[2].partition("{% endmacro %}")[0]


def keys(text: str) -> set[str]:
    return set(re.findall(r'"([a-z_]+)": ', text))


def hex_colours(text: str) -> set[str]:
    """Return the colours that a text names, of six digits, as ``#rrggbb``."""
    return {
        each.lower().replace("%23", "#") for each in re.findall(r"(?i)(?:#|%23)[0-9a-f]{6}\b", text)
    }


def test_every_language_has_texts_letters_and_a_place_in_the_metadata() -> None:
    catalogues = {path.name for path in (ROOT / "portal" / "translations").glob("*/")}
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text())

    assert catalogues | {DEFAULT_LANGUAGE} == set(languages())
    assert described["localisation"]["availableLanguages"] == list(languages())


def test_no_other_place_lists_the_languages() -> None:
    """A second language in quotes beside the first is a list that somebody would have to know."""
    pair = re.compile(r"""["']id["'],\s*["']en["']|["']id["']:[^\n]*["']en["']:""")
    named = {"languages.py", "catalogue.py"}
    guilty = [
        str(path.relative_to(PORTAL))
        for kind in ("py", "html", "js")
        for path in portal_files(kind)
        if "vendor" not in path.parts and path.name not in named and pair.search(text_of(path))
    ]

    assert guilty == []


def test_every_role_has_a_name_and_a_row_in_the_documentation() -> None:
    rows = re.findall(r"^\| ([a-z ]+) \| (?:the city|one agency) \|", ACCOUNTS, re.MULTILINE)

    assert set(staff_labels.ROLE_NAMES) == set(Role)
    assert {row.replace(" ", "_") for row in rows} == set(map(str, Role))


def test_every_channel_has_a_name_wherever_channels_are_named() -> None:
    assert set(Channel) <= set(signal_words.CHANNELS)
    assert set(Channel) <= set(report_words.CHANNELS)
    assert set(map(str, Channel)) <= keys(macro("channel"))
    assert set(disclosure_counts.VERIFIED) == set(map(str, VERIFIED))
    assert set(disclosure_unknowns.GROUPS) == set(map(str, Channel)) - {Channel.PAPER}


@pytest.mark.parametrize(
    "named",
    [
        set(QUESTIONS),
        set(ELEMENT_NAMES),
        set(LEGAL_ELEMENT_NAMES),
    ],
    ids=["questions", "names", "regulation"],
)
def test_every_element_has_a_name(named: set[str]) -> None:
    assert {str(element) for element in ELEMENTS} <= {str(each) for each in named}


def test_no_other_place_lists_the_names_of_elements() -> None:
    """Three of them in quotes in one file are a list that somebody would have to know."""
    names = set(ELEMENT_NAMES.values()) | set(LEGAL_ELEMENT_NAMES.values())
    guilty = [
        str(path.relative_to(PORTAL))
        for kind in ("py", "html", "js")
        for path in portal_files(kind)
        if "vendor" not in path.parts and path != PORTAL / "survey" / "elements.py"
        if len(names.intersection(re.findall(r'"([^"\n]+)"', text_of(path)))) > 2
    ]

    assert guilty == []


def test_every_column_of_the_open_data_is_explained() -> None:
    assert {name for name, *_ in FIELDS} == keys(macro("column", COLUMN_WORDS))


def test_every_element_has_a_field_of_the_form() -> None:
    assert [each for each in ELEMENTS if not hasattr(QuestionnaireForm, str(each))] == []


def test_every_grade_has_a_colour_in_light_and_in_dark() -> None:
    names = {f"grade-{str(grade).lower()}" for grade, _ in GRADE_BOUNDS}

    assert set(GRADES) == {str(grade) for grade, _ in GRADE_BOUNDS}
    assert {each for each in light_colours() if each.startswith("grade-")} == names
    assert {each for each in dark_colours() if each.startswith("grade-")} == names
    assert len({*GRADES.values()}) == len(GRADES)


def test_a_colour_of_a_grade_is_named_in_one_place() -> None:
    graded = {
        colour
        for colours in (light_colours(), dark_colours())
        for name, colour in colours.items()
        if name.startswith("grade-")
    }
    numbers = {", ".join(map(str, bytes.fromhex(each[1:]))) for each in graded}
    files = [path for kind in ("py", "html", "css", "js") for path in portal_files(kind)]
    # The machines at a desk have a sheet of their own: it may repeat a colour, under its own name.
    guilty = {
        path.name
        for path in files
        if path not in {STYLES, SCREEN} and "vendor" not in path.parts
        for text in [text_of(path)]
        if hex_colours(text) & graded or any(f"({each})" in text for each in numbers)
    }

    assert guilty == set()


def test_the_sheet_of_machines_repeats_the_colours_of_the_portal() -> None:
    names = {"soft": "ink-soft"}
    light, dark = SCREEN.read_text().split("@media (prefers-color-scheme: dark)")

    for styles, colours in ((light, light_colours()), (dark, dark_colours())):
        repeated = named_in(styles)
        assert repeated == {name: colours[names.get(name, name)] for name in repeated}
    assert named_in(dark).keys() == named_in(light).keys()


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (sessions.SESSION_LASTS, "end after {hours} hours"),
        (sessions.IDLE_LIMIT, "after {hours} hours without use"),
        (sessions.SHORT_IDLE_LIMIT, "({minutes} minutes for administrators and auditors)"),
        (kept_forms.KEPT_FOR, "is kept for {word} hours"),
    ],
)
def test_the_documentation_states_how_long_a_sign_in_lasts(length: timedelta, said: str) -> None:
    assert in_words(said, length) in ACCOUNTS


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (sessions.SHORT_IDLE_LIMIT, "{minutes} minutes for administrators and auditors"),
        (sessions.IDLE_LIMIT, "{hours} hours for others"),
        (kept_forms.KEPT_FOR, "within {word} hours"),
    ],
)
def test_the_threat_model_states_how_long_a_computer_stays_open(
    length: timedelta, said: str
) -> None:
    assert in_words(said, length) in THREATS


def in_words(said: str, length: timedelta) -> str:
    """Return ``said`` with a length of time as the documentation writes it."""
    minutes = length // timedelta(minutes=1)
    hours = minutes // 60
    word = WORDS_OF_NUMBERS[hours] if hours < len(WORDS_OF_NUMBERS) else str(hours)
    return said.format(hours=hours, minutes=minutes, word=word)
