"""The declared meaning of every field of what only staff may read."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from portal.disclosure.meaning import Many, Schema, constraint, fields, harmless, label, undeclared
from portal.disclosure.sections import COMPARISON, DISTRIBUTION, ELEMENT, FIGURE, PLACE, RELEASE

OF_ALL = "over twenty officers or more of the whole city, most of whom the reader does not know"
OF_DESKS = "computed from public documents of the same release"
INTERVAL = fields(lower=harmless(OF_ALL), upper=harmless(OF_ALL), confidence=label("0.95 or 0.998"))
LIMITS = fields(n=label("where on the curve"), inner=INTERVAL, outer=INTERVAL)
FUNNEL = fields(
    target=harmless(OF_ALL),
    units=harmless("how many took part: officers in fives, desks as the public counts them"),
    limits=Many(LIMITS),
)
STANDING = fields(position=harmless(OF_ALL), limits=LIMITS)
OFFICER = fields(
    release=RELEASE,
    headline=FIGURE,
    nrr=harmless("the same value on the scale 1 to 4"),
    elements=Many(ELEMENT),
    distributions=Many(DISTRIBUTION),
    year=FIGURE,
    comparison=COMPARISON,
    funnel=FUNNEL,
    standing=STANDING,
)
OF_ROUNDED = "over rounded figures of four colleagues or more, none of whom has most of it"
SERVICES = fields(
    release=RELEASE,
    period=label("the months of the officer's own year"),
    expected=harmless(OF_ROUNDED),
    city=harmless("over the rounded figures of all officers of the city"),
    icc=harmless(OF_ALL),
    others=constraint("how many stand behind it, in fives; each has as many as a mean needs"),
    answers=constraint("sum of what is shown to each of them, in fifties rounded down"),
    response=harmless("of desks whose ratings and visits are public"),
    withheld=harmless("whether the own head may see all of the own year"),
)
ROWS = fields(
    release=RELEASE,
    officers=Many(
        fields(
            officer_id=constraint("who is in it has a closed span that may be seen"),
            headline=FIGURE,
            elements=Many(ELEMENT),
            year=FIGURE,
            comparison=COMPARISON,
        )
    ),
)
DESK_FUNNEL = fields(
    release=RELEASE,
    funnel=FUNNEL,
    desks=Many(
        fields(
            desk=PLACE,
            agency=label("its agency"),
            figure=FIGURE,
            value=harmless(OF_DESKS),
            is_adjusted=harmless(OF_DESKS),
            adjusted=harmless(OF_DESKS),
            standing=STANDING,
        )
    ),
    absent=Many(fields(desk=PLACE, agency=label("its agency"), reason=harmless(OF_DESKS))),
)
STAFF_SCHEMAS: Mapping[str, Schema] = {
    r"officers/\d+": OFFICER,
    r"services-of/\d+": SERVICES,
    r"agencies/[^/]+/officers": ROWS,
    r"funnel": DESK_FUNNEL,
}


def staff_schema_of(address: str) -> Schema | None:
    """Return the meanings of the staff document at an address; None where none are declared."""
    found = (schema for pattern, schema in STAFF_SCHEMAS.items() if re.fullmatch(pattern, address))
    return next(found, None)


def staff_without_meaning(document: Mapping[str, Any], *, address: str) -> Iterator[str]:
    """Give every field of a staff document (decoded JSON) that has no declared meaning."""
    schema = staff_schema_of(address)
    if schema is None:
        yield "the whole document"
        return
    yield from undeclared(document, schema)
