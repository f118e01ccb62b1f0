"""A sign-off is bound to a draft and to what it applies; of two at once one publishes."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from portal.publication.building.charts import draw
from portal.publication.releases import preparing, review_queries
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.daily import publish_today
from portal.publication.releases.due import prepare_next, publish_due
from portal.publication.releases.excluding import in_force
from portal.publication.releases.preparing import AlreadyPublished
from portal.publication.releases.publishing import (
    CannotHold,
    DraftStale,
    Hold,
    NotPrepared,
    ReleaseDraftChanged,
    SignOff,
    draft_digest,
    hold_release,
    publish_release,
)
from portal.publication.releases.staleness import is_stale
from portal.publication.releases.verifying import differences
from portal.storage.database import engine_options
from tests.factories.drafted_city import DRAFTED, HERE, PREPARED_ON, exclude, prepare
from tests.factories.random_city import RandomCity, make_ballots, make_random_city, rate

TODAY = date(2026, 3, 2)
SIGNED = SignOff(by="Ratna Dewi", reflection="Antrean dipisah.")


@pytest.fixture
def city(session: Session) -> RandomCity:
    dice = random.Random(5)
    made = make_random_city(session, dice, agencies=1, desks=3)
    rate(session, made, month=DRAFTED, dice=dice, busy=(40, 60))
    make_ballots(session, made)
    prepare(session)
    return made


def release(session: Session) -> releases_queries.ReleaseInBrief:
    found = releases_queries.release_in_brief(session, DRAFTED)
    assert found is not None
    return found


def sign(session: Session, *, seen: str | None = None, by: SignOff = SIGNED) -> None:
    publish_release(session, DRAFTED, today=TODAY, sign_off=by, seen=seen)


def at_once(url: str, *acts: Callable[[Session], None]) -> list[str]:
    """Let ``acts`` run at the same time, each on its own connection; return how each ended."""
    start = Barrier(len(acts))
    engine = create_engine(url, **engine_options(url))

    def run(act: Callable[[Session], None]) -> str:
        with Session(engine, expire_on_commit=False) as session:
            start.wait(timeout=10)
            try:
                act(session)
            except ValueError as error:
                return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        ended = sorted(pool.map(run, acts))
    engine.dispose()
    return ended


def test_the_draft_that_was_looked_at_is_published(session: Session, city: RandomCity) -> None:
    sign(session, seen=draft_digest(session, release(session)))

    assert release(session).signed_by == "Ratna Dewi"


def test_another_draft_than_the_one_looked_at_is_refused(
    session: Session, city: RandomCity
) -> None:
    seen = draft_digest(session, release(session))
    exclude(session, city, on=TODAY)
    prepare(session, today=TODAY)

    with pytest.raises(ReleaseDraftChanged):
        sign(session, seen=seen)

    assert release(session).state == "prepared"


def test_a_draft_that_a_decision_overtook_is_refused_until_it_is_made_anew_the_same_day(
    session: Session, city: RandomCity
) -> None:
    exclude(session, city, on=PREPARED_ON)

    with pytest.raises(DraftStale):
        sign(session)
    assert prepare_next(session, today=PREPARED_ON, circumstances=HERE, draw=draw) == DRAFTED
    assert prepare_next(session, today=PREPARED_ON, circumstances=HERE, draw=draw) is None
    sign(session)

    assert release(session).prepared_on == PREPARED_ON
    assert list(differences(session, draw=draw)) == []


def test_a_decision_on_the_day_of_publication_counts_when_the_draft_applied_it(
    session: Session, city: RandomCity
) -> None:
    exclude(session, city, on=TODAY)
    prepare(session, today=TODAY)
    sign(session)
    exclude(session, city, on=TODAY, desk=1)

    assert list(differences(session, draw=draw)) == []


def test_a_draft_from_before_this_was_kept_is_made_anew(session: Session, city: RandomCity) -> None:
    session.execute(text("UPDATE release SET last_exclusion = NULL"))
    session.commit()

    assert is_stale(session, release(session))
    assert list(publish_due(session, today=date(2026, 3, 5), circumstances=HERE, draw=draw)) == [
        DRAFTED
    ]
    assert release(session).last_exclusion == 0


def test_a_release_of_old_goes_by_the_days_of_its_exclusions(
    session: Session, city: RandomCity
) -> None:
    exclude(session, city, on=date(2026, 3, 1))
    prepare(session, today=TODAY)
    sign(session)
    exclude(session, city, on=date(2026, 3, 3), desk=1)
    session.execute(text("UPDATE release SET last_exclusion = NULL"))
    session.commit()

    assert [row.decided_on for row in in_force(session)] == [date(2026, 3, 1)]
    assert list(differences(session, draw=draw)) == []


def test_two_people_who_sign_at_once_publish_once(
    session: Session, city: RandomCity, database_url: str
) -> None:
    seen = draft_digest(session, release(session))
    people = [SignOff(by=name, reflection="Antrean dipisah.") for name in ("Ratna", "Budi")]
    session.rollback()

    ended = at_once(
        database_url, *(lambda s, by=person: sign(s, seen=seen, by=by) for person in people)
    )

    assert ended == ["NotPrepared", "done"]
    assert release(session).signed_by in {"Ratna", "Budi"}
    assert len(releases_queries.ledger_lines_about(session, DRAFTED)) == 1


def test_a_hold_and_a_sign_off_at_once_leave_a_published_release(
    session: Session, city: RandomCity, database_url: str
) -> None:
    hold = Hold(by="Budi", reason="Data belum lengkap.", days=3)
    session.rollback()

    ended = at_once(database_url, lambda s: hold_release(s, DRAFTED, hold=hold, today=TODAY), sign)

    assert ended in (["CannotHold", "done"], ["done", "done"])
    assert release(session).state == "published"


def test_a_sign_off_and_the_days_figure_at_once_both_enter_the_ledger(
    session: Session, city: RandomCity, database_url: str
) -> None:
    session.rollback()

    ended = at_once(
        database_url, sign, lambda s: bool(publish_today(s, today=TODAY, is_demo=False)) or None
    )

    assert ended == ["done", "done"]
    assert len(list(releases_queries.ledger_lines(session))) == 2
    assert list(differences(session, draw=draw)) == []


def test_a_draft_that_is_built_while_somebody_signs_does_not_come_back(
    session: Session, city: RandomCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = preparing.build

    def signed_meanwhile(*words: object, **named: object) -> object:
        made = build(*words, **named)
        sign(session)
        return made

    monkeypatch.setattr(preparing, "build", signed_meanwhile)

    with pytest.raises(AlreadyPublished):
        prepare(session)
    session.rollback()
    with pytest.raises(NotPrepared):
        sign(session)
    with pytest.raises(CannotHold):
        hold_release(session, DRAFTED, hold=Hold(by="B", reason="Gempa."), today=TODAY)
    assert review_queries.release_review(session, release(session)) is not None
