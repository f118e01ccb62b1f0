"""Evidence: a published figure by reference, a link that opens, and nothing after the answer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.plans.queries import plan_with
from portal.evaluation.realisations import evidence_service, realising
from portal.evaluation.realisations.evidence import EvidenceKind
from portal.evaluation.realisations.realised_queries import realised
from portal.evaluation.rules.states import RealisationState
from portal.organisation.people.models import Officer
from portal.organisation.places.models import AgencyRow
from portal.publication.releases.figure_queries import HEADLINE, released_figures
from portal.publication.staff_figures.queries import (
    ReleasedFigure,
    figures_of_places_served,
    released_figure,
)
from tests.factories.organisation import make_desk, make_posting
from tests.factories.plans import make_plan_scene
from tests.factories.published import DESK, document, figure, publish
from tests.factories.realisations import SUPERIOR, make_place, move
from tests.factories.realisations import report as make_report
from tests.integration.evaluation.realisations.test_realisations import ABOVE, LINK, STRANGER

ADDRESS = "desks/disdukcapil-2"
MONTH = "2026-02"
COPIED = (
    "INSERT INTO realisation_figure SELECT id + 1, realisation_id, release_id, address, "
    "place_name, period, 'time', value, n, first_month, last_month, sha256, added_on "
    "FROM realisation_figure"
)


def publish_desk(session: Session, value: float = 88, *, kind: str = "monthly") -> ReleasedFigure:
    """Publish a desk's figure of February and return it."""
    shown = replace(document(DESK), headline=figure(value, period=MONTH))
    publish(session, shown, period=MONTH, published_on=date(2026, 3, 5), kind=kind)
    return released_figures(session, {ADDRESS}, first=MONTH, last=MONTH)[0]


def test_a_published_figure_is_kept_with_release_place_month_measure_and_value(
    session: Session,
) -> None:
    place = make_place(session, make_plan_scene(session))
    shown = publish_desk(session)

    evidence_service.add_figure(session, move(place, place.person_id), figure=shown)

    plan = plan_with(session, place.plan_id)
    assert plan is not None
    item = realised(session, plan.latest, plan_id=plan.id, period_number=1)[0]
    (found,) = item.evidence
    assert found.kind is EvidenceKind.FIGURE
    assert item.state is RealisationState.OPEN
    assert found.figure is not None
    assert (found.figure.value, found.figure.measure, found.figure.period) == (
        Decimal(88),
        HEADLINE,
        MONTH,
    )
    assert found.digest == shown.sha256
    kept = released_figure(
        session, shown.release_id, address=found.figure.address, measure=HEADLINE
    )
    assert kept == shown


def test_only_a_published_figure_is_evidence(session: Session) -> None:
    place = make_place(session, make_plan_scene(session))
    shown = publish_desk(session)
    own = move(place, place.person_id)

    for false in (
        replace(shown, sha256="0" * 64),
        replace(shown, address="desks/lain"),
        replace(shown, period="2026-01"),
        replace(shown, value=Decimal(101)),
        replace(shown, measure="kindness"),
    ):
        with pytest.raises(evidence_service.EnoughEvidence):
            evidence_service.add_figure(session, own, figure=false)


def test_a_figure_is_added_once_by_the_person_and_not_after_the_answer(session: Session) -> None:
    scene = make_plan_scene(session)
    place = make_place(session, scene)
    shown = publish_desk(session)
    with pytest.raises(realising.NotTheOtherSide):
        evidence_service.add_figure(session, move(place, scene.superior), figure=shown)
    evidence_service.add_figure(session, move(place, place.person_id), figure=shown)
    again = move(place, place.person_id, revision=1)
    with pytest.raises(evidence_service.EnoughEvidence):
        evidence_service.add_figure(session, again, figure=shown)
    realising.report(session, again, told=realising.RealisationReport(Decimal(1), None))
    realising.verify(session, move(place, scene.superior, revision=2), by=SUPERIOR)

    late = move(place, place.person_id, revision=3)
    with pytest.raises(realising.RealisationChanged):
        evidence_service.add_figure(session, late, figure=replace(shown, measure="time"))
    for refused in (
        "DELETE FROM realisation_figure",
        "UPDATE realisation_figure SET value = 99",
        "UPDATE realisation_figure SET sha256 = release_id",
        COPIED,
    ):
        with pytest.raises(IntegrityError):
            session.execute(text(refused))
        session.rollback()


def test_a_hidden_figure_is_no_evidence_and_a_correction_stands_for_what_it_corrects(
    session: Session,
) -> None:
    publish_desk(session, 70)
    corrected = publish_desk(session, 75, kind="correction")

    found = released_figures(session, {ADDRESS}, first=MONTH, last=MONTH)

    assert corrected.value == Decimal(75)
    assert {each.release_id for each in found} == {corrected.release_id}
    # One element was not asked: it has no figure.
    assert "cost" not in {each.measure for each in found}


def test_figures_are_offered_of_desks_where_the_person_served_in_the_period(
    session: Session,
) -> None:
    scene = make_plan_scene(session)
    publish_desk(session)
    span = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 31)}
    later = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30)}
    assert figures_of_places_served(session, scene.person, **span) == ()
    desk = make_desk(session, session.get_one(AgencyRow, scene.agency_id), "disdukcapil-2")
    person = session.get_one(Officer, scene.person)
    make_posting(session, person, desk, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 5))
    session.commit()

    assert figures_of_places_served(session, scene.person, **span)
    assert not figures_of_places_served(session, scene.superior, **span)
    assert not figures_of_places_served(session, scene.person, **later)


def test_that_a_link_opens_is_said_by_the_other_side_once(session: Session) -> None:
    scene = make_plan_scene(session)
    place = make_place(session, scene)
    make_report(session, place, links=(LINK,))
    with pytest.raises(realising.NotTheOtherSide):
        realising.say_opened(session, move(place, scene.person), link_id=1, by=SUPERIOR)
    with pytest.raises(realising.NotTheirTurn):
        realising.say_opened(session, move(place, scene.leader), link_id=1, by=STRANGER)
    other = replace(place, indicator_key=2)
    with pytest.raises(realising.RealisationChanged):
        realising.say_opened(session, move(other, scene.superior), link_id=1, by=SUPERIOR)

    realising.say_opened(session, move(place, scene.superior), link_id=1, by=SUPERIOR)
    realising.say_opened(session, move(place, scene.leader), link_id=1, by=ABOVE)

    kept = session.execute(text("SELECT opened_by FROM realisation_link")).scalar()
    assert kept == scene.superior
