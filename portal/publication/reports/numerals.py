"""Numbers, days and spans as an Indonesian report writes them."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

from portal.time.months import CalendarPeriod, MonthRange, PeriodKind, first_day

LOCALE = "id"
ROMAN = ("I", "II", "III", "IV")
NOTHING = "-"


def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """Return ``value`` with Indonesian separators and exactly ``decimals`` places."""
    if value is None:
        return NOTHING
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=LOCALE))


def carried(value: Decimal | None) -> str:
    """Return ``value`` with the decimals it carries, two at the most."""
    return (
        NOTHING if value is None else str(format_decimal(value, format="#,##0.##", locale=LOCALE))
    )


def quoted(value: Decimal | None) -> str:
    """Return ``value`` as another publication wrote it: two decimals or more, four at the most."""
    return NOTHING if value is None else str(format_decimal(value, "#,##0.00##", locale=LOCALE))


def day(value: date) -> str:
    """Return a day such as "21 November 2026"."""
    return str(format_date(value, format="d MMMM y", locale=LOCALE))


def month(period: str) -> str:
    """Return a month such as "November 2026"."""
    return str(format_date(first_day(period), format="MMMM y", locale=LOCALE))


def months(span: MonthRange) -> str:
    """Return a span such as "Januari-Februari 2026"."""
    if span.first == span.last:
        return month(span.first)
    return f"{get_month_names(locale=LOCALE)[int(span.first[5:])]}-{month(span.last)}"


def span_name(span: CalendarPeriod) -> str:
    """Return a report's span such as "Tahun 2026" or "Triwulan II 2026 (April-Juni)"."""
    if span.kind is PeriodKind.YEAR:
        return f"Tahun {span.year}"
    if span.kind is PeriodKind.MONTH:
        return month(span.span.first)
    kind = "Semester" if span.kind is PeriodKind.HALF else "Triwulan"
    names = get_month_names(locale=LOCALE)
    first, last = (names[int(end[5:])] for end in (span.span.first, span.span.last))
    return f"{kind} {ROMAN[span.number - 1]} {span.year} ({first}-{last})"


def period_name(text: str) -> str:
    """Return any written period in words: a report's span, or months of a release."""
    if "/" in text:
        return months(MonthRange.of(text))
    return span_name(CalendarPeriod.of(text)).removeprefix("Tahun ")
