"""Numbers, dates and periods as the reader's language writes them; the language itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel import dates
from babel.lists import format_list
from flask import Flask, Response, current_app, request
from flask_babel import (
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    get_locale,
    to_user_timezone,
)
from flask_babel import gettext as _
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from portal.settings import Settings
from portal.web.colours import light_colour
from portal.web.languages import DEFAULT_LANGUAGE, LANGUAGE_COOKIE, languages
from portal.web.page_words import reader_language

BREAK = re.compile(r"\s*\n\s*")
BRACKET = re.compile(r"([<>])")
# In these a reader sees white space as it was typed.
SHOWS_WHITE_SPACE = re.compile(r"(/?)(?:pre|textarea)\b")


class WithoutIndentation(Extension):
    """Writes a break and its indentation as one character: a space in a tag, else a line's end.

    Works on the texts of a template when it is compiled: a page costs nothing more, and an error
    still names the line of the template.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Return the tokens of a template with their texts shortened."""
        shorter = Shortening()
        for token in stream:
            is_text = token.type == "data"
            yield Token(token.lineno, "data", shorter.of(token.value)) if is_text else token


class Shortening:
    """Shortens the texts of one template in their order."""

    def __init__(self) -> None:
        self._in_tag = self._shows_white_space = False

    def of(self, text: str) -> str:
        """Return the template's next text with each break and its indentation as one character."""
        parts = BRACKET.split(text)
        for number, part in enumerate(parts):
            if part in {"<", ">"}:
                self._in_tag = part == "<"
            elif self._in_tag:
                is_last = parts[number + 1 : number + 2] == [">"]
                if number:
                    self._note_name(part)
                parts[number] = BREAK.sub(" ", part.rstrip() if is_last else part)
            elif not self._shows_white_space:
                parts[number] = BREAK.sub("\n", part)
        return "".join(parts)

    def _note_name(self, tag: str) -> None:
        name = SHOWS_WHITE_SPACE.match(tag)
        if name:
            self._shows_white_space = not name[1]


def chosen_language() -> str:
    """Return the reader's language: the address, then the cookie, else Indonesian.

    The browser's preference does not decide: many cheap phones run in English.
    """
    for asked in (request.args.get("lang"), request.cookies.get(language_cookie(current_app))):
        if asked is not None and asked in languages():
            return asked
    return DEFAULT_LANGUAGE


def language_cookie(app: Flask) -> str:
    """Return the cookie's name: bound to the host over https, plain on a loopback address."""
    is_https: bool = app.config["SESSION_COOKIE_SECURE"]
    return f"__Host-{LANGUAGE_COOKIE}" if is_https else LANGUAGE_COOKIE


def language() -> str:
    """Return the language of the page being built."""
    return reader_language(DEFAULT_LANGUAGE)


def number(value: int | float | Fraction | Decimal, decimals: int = 0) -> str:
    """Return ``value`` with the language's separators and exactly ``decimals`` places."""
    if type(value) is int and 0 <= value < 1000 and not decimals:
        # No language parts so few digits.
        return str(value)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    plain = float(value) if isinstance(value, Fraction) else value
    return str(format_decimal(plain, format=pattern))


def rounded_count(value: int) -> str:
    """Return a count that was rounded before it was published, such as "about 1,710" in English.

    Every page says it in this way, so that nobody takes a rounded count for an exact one.
    """
    return str(_("sekitar %(count)s", count=number(value)))


def day(value: date | datetime | str) -> str:
    """Return a date such as "21 November 2026"; a text is read as ISO 8601."""
    plain = date.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(plain, datetime):
        plain = to_user_timezone(plain).date()
    return _day(plain, language())


@lru_cache(maxsize=4096)
def _day(value: date, reader: str) -> str:
    """Return a date in words; lists name the same few days again and again."""
    return dates.format_date(value, format="d MMMM y", locale=reader)


def weekday(number_of_day: int) -> str:
    """Return the name of a day of the week; 0 is Monday."""
    names: Mapping[int, str] = dates.get_day_names(locale=get_locale())
    return names[number_of_day]


def sentence(words: str) -> str:
    """Return ``words`` with a capital first letter; the rest stays as it is."""
    return words[:1].upper() + words[1:]


def moment(value: datetime) -> str:
    """Return a moment of the city's day such as "21 November 2026, 15:04"."""
    return str(format_datetime(value, format="d MMMM y, HH:mm"))


def month(period: str) -> str:
    """Return a month such as "November 2026" for the period ``2026-11``."""
    year, _, number_of_month = period.partition("-")
    return str(format_date(date(int(year), int(number_of_month), 1), format="MMMM y"))


def span(text: str) -> str:
    """Return a period such as "Januari-Februari 2026" for ``2026-01/2026-02``; a year stays."""
    first, _, last = text.partition("/")
    if "-" not in first:
        return first
    if not last:
        return month(first)
    if first[:4] == last[:4]:
        start = str(format_date(date(int(first[:4]), int(first[5:]), 1), format="MMMM"))
        return f"{start}\N{EN DASH}{month(last)}"
    return f"{month(first)}\N{EN DASH}{month(last)}"


def ikm(value: int | float | Decimal) -> str:
    """Return a published figure with the decimals it carries, two at the most."""
    return str(format_decimal(value, format="#,##0.##"))


def percent(value: float, decimals: int = 0) -> str:
    """Return a share 0 to 1 as per cent, such as "95 %" in the language's manner."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "%"
    return str(format_percent(value, format=pattern))


def listed(words: Iterable[str]) -> str:
    """Return words as a list such as "a, b, dan c"."""
    return format_list(list(words), locale=get_locale())


FILTERS = (number, rounded_count, day, moment, weekday, sentence, month, span, ikm, percent, listed)


def keep_language(response: Response) -> Response:
    """Remember a language that was asked for in the address; holds nothing about the person."""
    asked, name = request.args.get("lang"), language_cookie(current_app)
    if not asked or asked not in languages():
        return response
    if asked != request.cookies.get(name, DEFAULT_LANGUAGE):
        is_https = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(name, asked, httponly=True, samesite="Lax", secure=is_https)
    return response


def install_formatting(app: Flask, settings: Settings) -> None:
    """Give templates the filters and the facts every page shows."""
    app.jinja_env.add_extension(WithoutIndentation)
    app.jinja_env.filters.update(
        {write.__name__: write for write in FILTERS},
    )
    app.jinja_env.globals.update(
        colour=light_colour,
        is_demo=settings.demo,
        languages=languages(),
        language=language,
    )
    app.after_request(keep_language)
