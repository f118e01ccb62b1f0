"""The declared meaning of every field of a public report: what releases said, put together."""

from portal.disclosure.meaning import Fields, Many, fields, harmless, label
from portal.disclosure.sections import (
    EXCLUSION,
    LEFT_OUT,
    LESSON,
    NOTE,
    PEOPLE_SAY_SO,
    PUBLIC_NUMBERS,
    REPEATED,
    REPEATED_FIGURE,
)

SAID = harmless(REPEATED)
VISITS = harmless("people who used the place, counted apart from ratings")
SHARES = Many(fields(levels=label("which levels"), percent=SAID, is_at_least=SAID, at_least=SAID))
LINES = Many(fields(answer=label("which answer"), respondents=SAID, percent=SAID, suppressed=SAID))
TABLE = fields(
    field=label("which question"), year=label("which year"), n=SAID, lines=LINES, suppressed=SAID
)
POINTS = Many(
    fields(
        period=label("which span"),
        n=SAID,
        ikm=SAID,
        grade=SAID,
        source=label("which system"),
        elements=harmless("of official reports only"),
        suppressed=SAID,
    )
)
REPORT = Fields(
    {
        **{
            name: label("which report, of what and of when")
            for name in (
                *("version", "edition", "demo", "city", "agency", "agency_name", "unit"),
                *("unit_name", "period", "first_day", "last_day", "page"),
            )
        },
        "respondents": harmless("the published n, or that of the published months added up"),
        "minimum_sample": harmless("follows from the population"),
        "sample_reached": harmless(PUBLIC_NUMBERS),
        "population": fields(value=VISITS, basis=label("users or visits"), source=label("by whom")),
        "ikm": REPEATED_FIGURE,
        "grade": SAID,
        "open": REPEATED_FIGURE,
        "elements": Many(
            fields(
                key=label("which element"),
                code=label("which element"),
                name=label("which element"),
                nrr=harmless("the same value on the scale 1 to 4"),
                grade=SAID,
                ikm=REPEATED_FIGURE,
            )
        ),
        "background": harmless(PEOPLE_SAY_SO),
        "method": harmless("in words, from the other fields"),
        "sample": harmless("in words, from the other fields"),
        "by_channel": harmless("of official reports only; empty here"),
        "parts": harmless("of official reports only; empty here"),
        "uncounted": harmless("of official reports only; empty here"),
        "profile": Many(TABLE),
        "distribution": Many(fields(key=label("which element"), shares=SHARES)),
        "reasons": TABLE,
        "priorities": Many(
            fields(
                element=label("which element"),
                importance=SAID,
                performance=SAID,
                quadrant=harmless(PUBLIC_NUMBERS),
            )
        ),
        "trend": POINTS,
        "earlier_publications": POINTS,
        "follow_up": Many(LESSON),
        "notes": Many(NOTE),
        "left_out": Many(LEFT_OUT),
        "exclusions": Many(EXCLUSION),
    }
)
