"""The languages of the portal: Indonesian, and each one whose catalogue lies in the folder.

A language is added by its catalogue alone; this is the one place that lists them.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, localedata
from flask_babel import force_locale

TRANSLATIONS = Path(__file__).parents[1] / "translations"
DEFAULT_LANGUAGE = "id"
LANGUAGE_COOKIE = "lang"
# What readers call their language; of any other one Babel has the name.
OWN_NAMES = {"id": "Bahasa Indonesia", "en": "English", "jv": "Basa Jawa", "su": "Basa Sunda"}


def languages() -> Mapping[str, str]:
    """Return the code and own name of every language, Indonesian first; looked up once."""
    return _languages_in(TRANSLATIONS)


def each_language() -> Iterator[str]:
    """Go through the languages; texts are in the one at hand until the next is asked for."""
    for code in languages():
        with force_locale(code):
            yield code


def in_each_language(text: Any) -> Mapping[str, str]:
    """Return a lazy text in every language, by the language's code."""
    return {code: str(text) for code in each_language()}


@cache
def _languages_in(folder: Path) -> Mapping[str, str]:
    """Return the languages that have a compiled catalogue in ``folder``, besides Indonesian.

    Of a language without data in Babel no date could be written; it is left out.
    """
    compiled = sorted(path.parts[-3] for path in folder.glob("*/LC_MESSAGES/messages.mo"))
    codes = (DEFAULT_LANGUAGE, *filter(localedata.exists, compiled))
    return {code: OWN_NAMES.get(code) or _name_of(code) for code in codes}


def _name_of(code: str) -> str:
    name = Locale.parse(code).get_language_name(code) or code
    return name[:1].upper() + name[1:]
