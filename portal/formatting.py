"""Numbers, dates and periods as the reader's language writes them; the language itself."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from flask import Flask, Response, request
from flask_babel import format_date, format_decimal, get_locale

from portal.settings import Settings

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
DEFAULT_LANGUAGE = "id"
LANGUAGE_COOKIE = "lang"


def chosen_language() -> str:
    """Return the reader's language: the address, then the cookie, else Indonesian.

    The browser's preference does not decide: many cheap phones run in English.
    """
    for asked in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if asked in LANGUAGES:
            return asked
    return DEFAULT_LANGUAGE


def language() -> str:
    """Return the language of the page being built."""
    return str(get_locale() or DEFAULT_LANGUAGE)


def number(value: int | float | Fraction | Decimal, decimals: int = 0) -> str:
    """Return ``value`` with the language's separators and exactly ``decimals`` places."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    plain = float(value) if isinstance(value, Fraction) else value
    return str(format_decimal(plain, format=pattern))


def day(value: date | datetime) -> str:
    """Return a date such as "21 November 2026"."""
    return str(format_date(value, format="d MMMM y"))


def month(period: str) -> str:
    """Return a month such as "November 2026" for the period ``2026-11``."""
    year, _, number_of_month = period.partition("-")
    return str(format_date(date(int(year), int(number_of_month), 1), format="MMMM y"))


def keep_language(response: Response) -> Response:
    """Remember a language that was asked for in the address; holds nothing about the person."""
    asked = request.args.get("lang")
    if asked in LANGUAGES and asked != request.cookies.get(LANGUAGE_COOKIE, DEFAULT_LANGUAGE):
        response.set_cookie(LANGUAGE_COOKIE, asked, samesite="Lax", secure=request.is_secure)
    return response


def install_formatting(app: Flask, settings: Settings) -> None:
    """Give templates the filters and the facts every page shows."""
    app.jinja_env.filters.update(number=number, day=day, month=month)
    app.jinja_env.globals.update(
        city_name=settings.city_name,
        is_demo=settings.demo,
        languages=LANGUAGES,
        language=language,
    )
    app.after_request(keep_language)
