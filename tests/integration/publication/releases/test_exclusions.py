"""A desk, channel and month that was excluded counts nowhere, and the documents say so."""

import json
import random
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.releases import queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.due import publish_due
from portal.publication.releases.preparing import prepare_release
from portal.publication.releases.staleness import is_stale
from portal.publication.releases.verifying import differences
from portal.rating.mixing.anomaly_models import AnomalyExclusion
from tests.factories.organisation import add
from tests.factories.random_city import RandomCity, make_ballots, make_random_city, rate
from tests.integration.publication.releases.test_cycle import HERE

DUE = date(2026, 2, 5)


@pytest.fixture
def city(session: Session) -> RandomCity:
    dice = random.Random(21)
    made = make_random_city(session, dice, agencies=1, desks=3)
    rate(session, made, month="2026-01", dice=dice, busy=(60,))
    make_ballots(session, made)
    return made


def exclude(session: Session, city: RandomCity, *, channel: str, on: date) -> None:
    fields = {"rule": "device_fault", "reason": "Kode QR tertukar.", "decided_on": on}
    add(
        session,
        AnomalyExclusion(desk_id=city.desks[0].id, channel=channel, period="2026-01", **fields),
    )
    session.commit()


def publish(session: Session) -> None:
    list(publish_due(session, today=DUE, circumstances=HERE, draw=draw))


def body(session: Session, address: str) -> dict[str, Any]:
    found = queries.published(session, address)
    assert found is not None
    content: dict[str, Any] = json.loads(found.body)
    return content


def test_excluded_ratings_count_nowhere_and_are_named_at_every_level(
    session: Session, city: RandomCity
) -> None:
    exclude(session, city, channel="ticket", on=date(2026, 2, 1))
    publish(session)

    assert body(session, "city")["headline"]["n"] == 120
    for address in ("city", "agencies/dinas-0", "desks/loket-0-0"):
        (said,) = body(session, address)["exclusions"]
        assert (said["desk"], said["channel"]) == ("loket-0-0", "ticket")
        assert said["reason"] == "device_fault: Kode QR tertukar."
    assert list(differences(session, draw=draw)) == []


def test_a_desk_without_anything_left_says_that_it_was_excluded(
    session: Session, city: RandomCity
) -> None:
    for channel in ("ticket", "open"):
        exclude(session, city, channel=channel, on=date(2026, 2, 1))
    publish(session)

    assert body(session, "desks/loket-0-0")["headline"]["suppressed"] == "excluded"


def test_what_is_decided_after_publication_changes_no_figure(
    session: Session, city: RandomCity
) -> None:
    publish(session)
    exclude(session, city, channel="ticket", on=date(2026, 2, 6))

    assert body(session, "city")["headline"]["n"] == 180
    assert list(differences(session, draw=draw)) == []


def test_a_draft_is_made_anew_after_an_exclusion(session: Session, city: RandomCity) -> None:
    first = date(2026, 2, 1)
    prepare_release(session, "2026-01", today=first, circumstances=HERE, draw=draw)
    exclude(session, city, channel="ticket", on=date(2026, 2, 2))

    release = releases_queries.release_in_brief(session, "2026-01")
    assert release is not None
    assert is_stale(session, release)
    publish(session)

    assert body(session, "city")["headline"]["n"] == 120
