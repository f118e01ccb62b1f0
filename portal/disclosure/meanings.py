"""The declared meaning of every field of every public document, in one table.

A new field of a document needs a line here, and where it tells something of numbers of people,
``constraints_of`` has to read it. A test walks real documents and fails for a field without one.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from portal.disclosure.evaluation_meanings import EVALUATION
from portal.disclosure.meaning import (
    Many,
    NamedMeaning,
    Schema,
    constraint,
    fields,
    harmless,
    label,
    undeclared,
)
from portal.disclosure.report_meanings import REPORT
from portal.disclosure.sections import (
    BREAKDOWN,
    CLOSED,
    COMPARISON,
    DISTRIBUTION,
    EARLIER,
    ELEMENT,
    ESTIMATE,
    EXCLUSION,
    FIGURE,
    LEFT_OUT,
    LESSON,
    METHOD,
    MODERATION,
    NOTE,
    OFFICERS,
    PEOPLE_SAY_SO,
    PLACE,
    REASON,
    RELEASE,
    REPEATED_FIGURE,
    REPEATED_QUARTER,
    RESPONSE,
    ROW,
)

VERSION = label("of the format")
PLACE_DOCUMENT = fields(
    place=PLACE,
    parents=Many(PLACE),
    release=RELEASE,
    headline=FIGURE,
    open_=FIGURE,
    previous=REPEATED_FIGURE,
    response=RESPONSE,
    comparison=COMPARISON,
    elements=Many(ELEMENT),
    trend=Many(REPEATED_FIGURE),
    distributions=Many(DISTRIBUTION),
    rows=Many(ROW),
    breakdowns=Many(BREAKDOWN),
    officers=OFFICERS,
    notes=Many(NOTE),
    left_out=Many(LEFT_OUT),
    exclusions=Many(EXCLUSION),
    moderation=MODERATION,
    lessons=Many(LESSON),
    earlier=Many(EARLIER),
    method=METHOD,
    closed=Many(CLOSED),
    quarters=Many(REPEATED_QUARTER),
    estimate=ESTIMATE,
    version=VERSION,
)
TABLE = fields(
    release=RELEASE,
    columns=label("address, kind, name, element, channels, period, n, ikm, lower, upper, grade, "
                  "few_answers, suppressed, members: as in a figure; members of a pool are all "
                  "hidden neighbours that have any rating; series tells months from quarters, "
                  "half-years and years; an estimate stands where ten answers or more are too few"),
    rows=Many(constraint("the values of a figure in the order of the columns")),
)  # fmt: skip
COLUMNS = (
    *("address", "kind", "name", "element", "channels", "period", "n", "ikm", "lower", "upper"),
    *("grade", "few_answers", "suppressed", "members", "series"),
    *("estimate", "estimate_lower", "estimate_upper"),
)
CAUSE = fields(
    paper=harmless("repeats whether some place has paper"),
    exclusions=Many(EXCLUSION),
    reason=harmless(PEOPLE_SAY_SO),
    decided_by=label("a role"),
)
REVISED = fields(place=PLACE, headline=FIGURE, open_=FIGURE, paper=FIGURE)
REVISED_DOCUMENT = fields(
    release=RELEASE,
    year=label("which year"),
    published_on=label("a day"),
    parents=Many(PLACE),
    figures=REVISED,
    cause=CAUSE,
    method=METHOD,
    version=VERSION,
)
REVISION = fields(
    release=RELEASE,
    year=label("which year"),
    published_on=label("a day"),
    cause=CAUSE,
    places=Many(REVISED),
    left_out=Many(fields(place=PLACE, reason=REASON)),
    method=METHOD,
    version=VERSION,
)
TODAY = fields(release=RELEASE, day=label("a day"), headline=FIGURE, version=VERSION)
TENS = constraint("rounded down to tens (fives where no step stands); less than that is 0")
COMPLAINTS = fields(
    period=label("which half-year"),
    lines=Many(
        fields(
            addressees=constraint("several are pooled, each of them with fewer than ten"),
            counts=fields(
                received=TENS,
                answered=TENS,
                answered_in_time=TENS,
                overdue=TENS,
                median_days=constraint("of twenty answers or more"),
                hidden=NamedMeaning(TENS),
                appeals=NamedMeaning(TENS),
                step=label("what is rounded down to"),
            ),
        )
    ),
)
CHARTS = "drawn from the place's document alone; a test compares every number"

SCHEMAS: Mapping[str, Schema] = {
    r"city/today": TODAY,
    r"city|(agencies|units|services|desks)/[^/]+": PLACE_DOCUMENT,
    r"data/figures|revisions/\d{4}/figures": TABLE,
    r"revisions/\d{4}": REVISION,
    r"(agencies|units)/[^/]+/report/.+": REPORT,
    r"complaints/\d{4}-\d": COMPLAINTS,
    r"evaluation/\d{4}": EVALUATION,
    r"revisions/\d{4}/(city|(agencies|units|services|desks)/[^/]+)": REVISED_DOCUMENT,
}
DRAWN = re.compile(r"charts/.+")


def schema_of(address: str) -> Schema | None:
    """Return the meanings of the document at an address; None where none are declared."""
    found = (schema for pattern, schema in SCHEMAS.items() if re.fullmatch(pattern, address))
    return next(found, None)


def without_meaning(document: Mapping[str, Any], *, address: str) -> Iterator[str]:
    """Give every field of a public document (decoded JSON) that has no declared meaning."""
    if DRAWN.fullmatch(address):
        return
    schema = schema_of(address)
    if schema is None:
        yield "the whole document"
        return
    yield from undeclared(document, schema)
    if schema is TABLE:
        yield from (f"columns.{name}" for name in document["columns"] if name not in COLUMNS)
