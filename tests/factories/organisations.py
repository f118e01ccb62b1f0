"""Random but sound organisations, for the property-based tests."""

import unicodedata
from datetime import time, timedelta
from typing import Any

from hypothesis import strategies as st

from portal.organisation.places.catalogue import AgencyKind
from portal.organisation.places.opening_hours import OpeningSpan
from portal.organisation.records.record_types import (
    AgencyRecord,
    DeskRecord,
    OfficerRecord,
    PostingRecord,
    Record,
    ServiceRecord,
    UnitRecord,
)
from portal.storage.texts.cleaning import INVISIBLE
from portal.survey.elements import ELEMENTS
from tests.factories.records import START

names = (
    st.text(st.characters(exclude_categories=(*INVISIBLE, "Zs")), min_size=1, max_size=20)
    .filter(str.strip)
    .map(lambda text: unicodedata.normalize("NFC", text))
)
# Posters print the names of places, and their fonts hold the letters of Western Europe.
place_names = (
    st.text(st.characters(codec="latin-1", exclude_categories=INVISIBLE), min_size=1, max_size=20)
    .filter(str.strip)
    .map(lambda text: " ".join(text.split()))
)
staff_numbers = st.from_regex(r"[0-9]{1,17}[1-9]", fullmatch=True)
spans = st.builds(
    lambda weekday, opens, hours: OpeningSpan(
        weekday=weekday, opens=time(opens, 30), closes=time(opens + hours, 0)
    ),
    weekday=st.integers(0, 6),
    opens=st.integers(6, 10),
    hours=st.integers(1, 8),
)
weeks = st.lists(spans, max_size=5, unique_by=lambda span: span.weekday).map(
    lambda found: tuple(sorted(found, key=lambda span: span.weekday))
)
some_elements = st.frozensets(st.sampled_from(ELEMENTS), max_size=len(ELEMENTS) - 1)


@st.composite
def organisations(draw: Any) -> tuple[Record, ...]:
    """Return a few agencies with everything below them, in any order."""
    records: list[Record] = []
    for number in range(draw(st.integers(1, 3))):
        records.extend(draw(_agency(f"dinas-{number}")))
    desks = [record for record in records if isinstance(record, DeskRecord)]
    for staff_number in draw(st.lists(staff_numbers, max_size=4, unique=True)):
        records.extend(draw(_officer(staff_number, desks)))
    return tuple(draw(st.permutations(records)))


@st.composite
def _agency(draw: Any, code: str) -> list[Record]:
    units = [
        UnitRecord(code=f"{code}-u{number}", name=draw(place_names), agency=code)
        for number in range(draw(st.integers(0, 2)))
    ]
    services = [
        ServiceRecord(
            code=f"{code}-s{number}",
            name=draw(place_names),
            agency=code,
            left_out=draw(some_elements),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    desks = [
        DeskRecord(
            code=f"{code}-d{number}",
            name=draw(place_names),
            agency=code,
            unit=draw(st.sampled_from([None, *(unit.code for unit in units)])),
            services=draw(
                st.frozensets(st.sampled_from([each.code for each in services]), min_size=1)
            ),
            hours=draw(weeks),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    category = draw(st.sampled_from(AgencyKind))
    return [
        AgencyRecord(code=code, name=draw(place_names), category=category),
        *units,
        *services,
        *desks,
    ]


@st.composite
def _officer(draw: Any, number: str, desks: list[DeskRecord]) -> list[Record]:
    officer = OfficerRecord(
        code=number, name=draw(names), badge_name=draw(names), badge_number=number
    )
    postings = [
        PostingRecord(
            officer=number,
            desk=desk.code,
            starts_on=START,
            ends_on=draw(st.none() | st.dates(START, START + timedelta(days=900))),
        )
        for desk in draw(
            st.lists(st.sampled_from(desks), max_size=2, unique=True) if desks else st.just([])
        )
    ]
    return [officer, *postings]
