"""What was written of nominees is destroyed two years after the decision, and not before."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.evaluation.awards.housekeeping import forget_nominations
from portal.evaluation.rules.states import SchemeState
from tests.factories import awards as made


def count(session: Session, table: str) -> int:
    found = session.scalar(text(f"SELECT count(*) FROM {table}"))
    session.rollback()
    return int(found or 0)


@pytest.mark.parametrize(("days", "are_kept"), [(0, True), (1, False)])
def test_nominations_go_two_years_after_the_decision_and_the_draw_stays(
    session: Session, days: int, are_kept: bool
) -> None:
    scene = made.make_award_scene(session)
    made.make_scheme(session, scene, state=SchemeState.DECIDED)
    day = made.DECIDED.replace(year=made.DECIDED.year + 2) + timedelta(days=days)

    forget_nominations(session, today=day)
    assert count(session, "award_nomination") == (3 if are_kept else 0)
    assert count(session, "award_nominee WHERE number IS NOT NULL") == 2
    assert count(session, "award_points") > 0


def test_a_scheme_that_was_not_decided_keeps_its_nominations(session: Session) -> None:
    scene = made.make_award_scene(session)
    made.make_scheme(session, scene, state=SchemeState.JUDGING)
    forget_nominations(session, today=made.DECIDED.replace(year=made.DECIDED.year + 9))
    assert count(session, "award_nomination") == 3
