"""What is known of ratings is found again by place, month and channel, whatever it lacks."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from portal.organisation.calendar.domain import MonthlyVisits
from portal.publication.building.figures import response_share
from portal.publication.building.protection import shown_cell, withhold_elements
from portal.publication.disclosure_audit.auditor import Exposure
from portal.publication.disclosure_audit.component import TargetCount
from portal.publication.disclosure_audit.feasibility_intervals import FeasibilityInterval
from portal.publication.exact_sums.archive import Archive
from portal.publication.figures.city import city_of
from portal.publication.figures.disclosure_rules import Group
from portal.publication.figures.figures import Figure, Reason
from portal.publication.figures.known_figures import PublishedConstraint
from portal.publication.releases.recomputing import in_row
from portal.rating.answers.answers import Channel
from portal.survey.elements import Element
from portal.time.months import MonthRange
from tests.factories.released_city import ReleasedCity, inputs_of, released_city, tally_rows

pytestmark = pytest.mark.slow

DESK = "desks/loket-101"
MONTH = "2026-10"


def busy_city() -> ReleasedCity:
    return released_city(random.Random(5), desks=1, busy=(60,))


def archive_without_services(city: ReleasedCity) -> Archive:
    rows = tally_rows(city.catalogue, city.ratings)
    archive = Archive(city_of(city.catalogue, name="Kota Uji"))
    archive.add([replace(row, service_id=None) for row in rows])
    return archive


def test_residuals_that_were_folded_out_of_their_service_still_count() -> None:
    city = busy_city()
    archive = archive_without_services(city)
    verified = [each for each in city.ratings if each.month == MONTH and each.channel == "ticket"]

    (mix,) = archive.mix(DESK, months=(MONTH,)).items()

    assert archive.count(DESK, months=(MONTH,), group=Group.VERIFIED) == len(verified) == 60
    assert (mix[0], mix[1].n) == ("", 60)


def test_a_place_without_ratings_that_has_ended_shows_nothing() -> None:
    assert shown_cell({}, DESK, group=Group.VERIFIED) is None


def test_a_published_element_that_nobody_answered_is_a_difference() -> None:
    city = busy_city()
    unasked = [
        replace(each, answers={key: value for key, value in each.answers.items() if key != "cost"})
        for each in city.ratings
    ]
    archive = Archive(city_of(city.catalogue, name="Kota Uji"))
    archive.add(tally_rows(city.catalogue, unasked))
    row = {
        "address": DESK,
        "element": str(Element.COST),
        "period": MONTH,
        "channels": [str(Channel.TICKET)],
        "members": (),
        "n": 60,
        "ikm": 75.0,
    }

    (difference,) = in_row(archive, row)

    assert str(difference) == f"{DESK} cost {MONTH}: 75.0 (n 60), but it should be None (n 0)"


def test_ratings_of_a_desk_that_says_nobody_came_have_no_share() -> None:
    city = busy_city()
    inputs = inputs_of(city, MONTH, before={}, history=[])
    nobody = {key: MonthlyVisits(*key, 0, "antrean") for key in inputs.visits}
    figure = Figure(Decimal(75), 60, MonthRange(MONTH, MONTH), ("ticket",), is_verified=True)

    share = response_share(replace(inputs, visits=nobody), figure, address=DESK)

    assert (share.value, share.suppressed) == (None, Reason.NO_VISITS)


def test_an_element_that_only_earlier_releases_tell_cannot_be_withheld_now() -> None:
    said = PublishedConstraint(
        (DESK,), MonthRange("2026-09", "2026-09"), Group.VERIFIED, 30, 34, Element.COST
    )
    target = TargetCount(DESK, (MONTH,), Group.VERIFIED, 3)

    assert not withhold_elements(
        {}, found=[Exposure(target, FeasibilityInterval(1, 4), lambda: (said,))]
    )
