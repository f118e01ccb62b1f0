"""From a nomination to a certificate: who may do what, what stays sealed, what is told to whom."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from fractions import Fraction
from threading import Barrier

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from portal.evaluation.awards import jury_service, nominating_service, nominee_queries, queries
from portal.evaluation.awards.conflict_queries import barred_places, may_decide_about
from portal.evaluation.awards.domain import JurySeat, SchemeFault, agencies_of
from portal.evaluation.awards.judging import is_complete, ranked, sitting
from portal.evaluation.awards.jury_service import NoSuchSeat, PointsAreSealed
from portal.evaluation.awards.nominating_service import NominatedBefore, NominationRefused
from portal.evaluation.awards.scheme_service import NotYet, SchemeChanged
from portal.evaluation.recognition import award_service
from portal.evaluation.recognition.award_service import Winner
from portal.evaluation.rules.award_lots import jury_order
from portal.evaluation.rules.states import NomineeState, SchemeState, SeatState
from portal.organisation.places.models import AgencyRow
from portal.web.extensions import db
from tests.factories import awards as made
from tests.factories.awards import VAULT, AwardScene
from tests.factories.people import make_post, make_relation
from tests.refusals import is_refused

DAY = made.ANNOUNCED
MIGRATION_BEFORE = "0058"


@pytest.fixture
def scene(session: Session) -> AwardScene:
    return made.make_award_scene(session)


def seats(session: Session) -> tuple[JurySeat, ...]:
    session.rollback()
    session.expire_all()
    return nominee_queries.seats_of(session, 1)


def test_one_nominates_another_once_and_who_steps_back_stays_out(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.NOMINATING)
    with pytest.raises(NominatedBefore):
        made.nominate(session, scene.budi, by=scene.ayu)
    made.nominate(session, scene.budi, by=scene.citra)
    budi = made.nominee_of_person(session, scene.budi)
    assert len(nominee_queries.nominations_of(session, {budi.id})) == 2
    nominating_service.step_back(session, 1, person_id=scene.budi)
    assert made.nominee_of_person(session, scene.budi).state is NomineeState.WITHDRAWN
    for again in (
        lambda: made.nominate(session, scene.budi, by=scene.superior),
        lambda: nominating_service.step_back(session, 1, person_id=scene.budi),
        lambda: nominating_service.step_back(session, 1, person_id=scene.superior),
        lambda: made.nominate(session, scene.superior, by=scene.ayu, on=date(2027, 2, 16)),
    ):
        with pytest.raises(NominationRefused):
            again()


def test_nobody_is_nominated_once_nominations_are_closed(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.SCREENING)
    with pytest.raises(NominationRefused):
        made.nominate(session, scene.superior, by=scene.ayu)
    assert is_refused(
        session,
        "INSERT INTO award_nominee (scheme_id, person_id, state) VALUES (1, :p, 'nominated')",
        p=scene.superior,
    )
    assert is_refused(session, "DELETE FROM award_nominee")


def test_the_seed_draws_the_jury_and_everybody_can_draw_it_again(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.JUDGING)
    listed = queries.listed_jurors(session, 1, on=made.JUDGED)
    agencies, expected = agencies_of(listed), list[int]()
    for place in jury_order(made.SEED, sorted(agencies)):
        if agencies[place] not in {agencies[each] for each in expected} and len(expected) < 3:
            expected.append(place)

    assert [each.place for each in seats(session)] == expected
    assert {each.state for each in seats(session)} == {SeatState.DRAWN}
    assert is_refused(
        session,
        "INSERT INTO award_seat (scheme_id, place, person_id, state) VALUES (1, 99, :p, 'drawn')",
        p=scene.ayu,
    )
    assert is_refused(session, "DELETE FROM award_seat")
    assert is_refused(session, "UPDATE award_seat SET person_id = :p", p=scene.superior)


def test_who_is_close_to_a_nominee_is_never_drawn(session: Session, scene: AwardScene) -> None:
    relative, superior_like, nominator = scene.jurors[:3]
    make_relation(session, "relative", relative, about=scene.ayu)
    make_relation(session, "adviser", superior_like, about=scene.budi)
    session.commit()
    made.make_scheme(session, scene, state=SchemeState.NOMINATING)
    made.nominate(session, scene.budi, by=nominator)
    listed = queries.listed_jurors(session, 1, on=made.OPENED)

    barred = barred_places(
        session, listed, nominees=nominee_queries.nominees_of(session, 1), on=made.OPENED
    )
    people = {each.place: each.person_id for each in listed}
    assert {people[place] for place in barred} == {relative, superior_like, nominator}


def test_a_juror_of_the_same_unit_is_barred(session: Session, scene: AwardScene) -> None:
    make_post(session, scene.jurors[0], session.get_one(AgencyRow, 1), kind="acting")
    session.commit()
    made.make_scheme(session, scene, state=SchemeState.NOMINATING)
    listed = queries.listed_jurors(session, 1, on=made.OPENED)

    barred = barred_places(
        session, listed, nominees=nominee_queries.nominees_of(session, 1), on=made.OPENED
    )
    assert barred == {1}


def test_who_steps_out_is_replaced_from_another_agency_and_the_points_do_not_count(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.JUDGING)
    first, *others = seats(session)
    for seat in (first, *others):
        jury_service.take_seat(session, seat.id, person_id=seat.person_id)
    ayu = made.nominee_of_person(session, scene.ayu)
    new = jury_service.NewPoints(first.id, ayu.id, VAULT.lock("[1, 2, 3]"))
    jury_service.give_points(session, new, person_id=first.person_id)
    jury_service.step_out(session, first.id, person_id=first.person_id, today=made.JUDGED)
    now = seats(session)

    assert [each.state for each in now] == [
        SeatState.STEPPED_OUT,
        SeatState.TAKEN,
        SeatState.TAKEN,
        SeatState.DRAWN,
    ]
    nominees, given = (
        nominee_queries.nominees_of(session, 1),
        nominee_queries.given_pairs(session, 1),
    )
    assert not is_complete(seats=now, nominees=nominees, given=given)
    with pytest.raises(NotYet) as refusal:
        award_service.decide(session, made.act(session, made.DECIDED), winners=[], decider_id=None)
    assert refusal.value.faults == (SchemeFault.POINTS_MISSING,)
    assert is_refused(
        session, "UPDATE award_scheme SET state = 'decided', decided_on = '2027-03-20'"
    )
    for seat in (first, replace(now[3], person_id=scene.ayu)):
        with pytest.raises(NoSuchSeat):
            jury_service.take_seat(session, seat.id, person_id=seat.person_id)
    with pytest.raises(NoSuchSeat):
        jury_service.step_out(session, 99, person_id=first.person_id, today=made.JUDGED)


def test_nobody_leaves_once_every_point_can_be_read(session: Session, scene: AwardScene) -> None:
    made.make_scheme(session, scene, state=SchemeState.JUDGING)
    made.give_all(session)
    first = seats(session)[0]

    with pytest.raises(NoSuchSeat):
        jury_service.step_out(session, first.id, person_id=first.person_id, today=made.JUDGED)
    assert {each.state for each in seats(session)} == {SeatState.TAKEN}


def step_all_out(session: Session, *, until: int) -> None:
    """Let the last jurors leave until so many sit, whoever is drawn for them, too."""
    while len(sitting(seats(session))) > until:
        last = sitting(seats(session))[-1]
        jury_service.step_out(session, last.id, person_id=last.person_id, today=made.JUDGED)


def test_three_jurors_are_a_jury_where_the_list_has_nobody_left(
    session: Session, scene: AwardScene
) -> None:
    fields = replace(made.FIELDS, jurors=5)
    made.make_scheme(session, scene, state=SchemeState.JUDGING, fields=fields)
    assert len(sitting(seats(session))) == 5
    step_all_out(session, until=3)
    jury_service.draw_again(session, made.act(session, made.JUDGED))
    assert len(sitting(seats(session))) == 3
    nominees = nominee_queries.nominees_of(session, 1)
    given = nominee_queries.given_pairs(session, 1)
    assert not is_complete(seats=seats(session), nominees=nominees, given=given)
    made.give_all(session)
    given = nominee_queries.given_pairs(session, 1)
    assert is_complete(seats=seats(session), nominees=nominees, given=given)
    last = sitting(seats(session))[-1]
    with pytest.raises(NoSuchSeat):
        jury_service.step_out(session, last.id, person_id=last.person_id, today=made.JUDGED)


def test_a_scheme_whose_jury_cannot_be_formed_ends_without_an_award_and_only_then(
    session: Session, scene: AwardScene
) -> None:
    scheme = made.make_scheme(session, scene, state=SchemeState.JUDGING)
    assert not jury_service.cannot_be_formed(session, scheme, today=made.JUDGED)
    with pytest.raises(NotYet):
        award_service.decide(session, made.act(session, made.DECIDED), winners=[], decider_id=None)
    with pytest.raises(SchemeChanged):
        award_service.decide(
            session,
            made.act(session, made.DECIDED),
            winners=[],
            decider_id=None,
            has_no_jury=True,
        )
    step_all_out(session, until=2)
    assert jury_service.cannot_be_formed(session, scheme, today=made.JUDGED)
    ayu = Winner(1, scene.ayu, None, b"because")
    with pytest.raises(NotYet):
        award_service.decide(
            session,
            made.act(session, made.DECIDED),
            winners=[ayu],
            decider_id=None,
            has_no_jury=True,
        )
    assert is_refused(
        session,
        "INSERT INTO award (scheme_id, place, person_id, state, decided_on) "
        "VALUES (1, 1, :p, 'given', '2027-04-01')",
        p=scene.ayu,
    )
    award_service.decide(
        session,
        made.act(session, made.DECIDED),
        winners=[],
        decider_id=None,
        has_no_jury=True,
    )
    award_service.announce(session, made.act(session, made.DECIDED), agencies={})
    assert made.found(session).is_announced


def test_a_jury_that_cannot_be_filled_waits_until_a_conflict_ends(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.SCREENING)
    with pytest.raises(NotYet):
        jury_service.begin_judging(session, made.act(session, made.JUDGED))
    made.screened(session, scene.ayu)
    made.seed(session)
    for each in scene.jurors:
        make_relation(session, "relative", each, about=scene.ayu)
    session.commit()
    jury_service.begin_judging(session, made.act(session, made.JUDGED))
    assert seats(session) == ()
    assert nominee_queries.free_seats(session, made.found(session)) == 3
    session.execute(text("DELETE FROM staff_relation"))
    session.commit()
    jury_service.draw_again(session, made.act(session, made.JUDGED))
    assert len(sitting(seats(session))) == 3
    assert nominee_queries.free_seats(session, made.found(session)) == 0
    assert is_refused(
        session, "UPDATE award_scheme SET state = 'decided', decided_on = '2027-04-01'"
    )


def test_points_are_sealed_once_and_only_by_a_juror_who_declared(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.JUDGING)
    seat, ayu = seats(session)[0], made.nominee_of_person(session, scene.ayu)
    citra = made.nominee_of_person(session, scene.citra)
    new = jury_service.NewPoints(seat.id, ayu.id, VAULT.lock("[1, 2, 3]"))
    with pytest.raises(PointsAreSealed):
        jury_service.give_points(session, new, person_id=seat.person_id)
    jury_service.take_seat(session, seat.id, person_id=seat.person_id)
    jury_service.take_seat(session, seat.id, person_id=seat.person_id)
    jury_service.give_points(session, new, person_id=seat.person_id)
    for wrong in (new, replace(new, nominee_id=citra.id)):
        with pytest.raises(PointsAreSealed):
            jury_service.give_points(session, wrong, person_id=seat.person_id)
    with pytest.raises(NoSuchSeat):
        jury_service.give_points(session, new, person_id=scene.ayu)
    assert is_refused(session, "UPDATE award_points SET nominee_id = :other", other=citra.id)
    assert is_refused(session, "DELETE FROM award_points")


def test_the_jury_finds_the_proposed_one_by_score_work_and_lot(
    session: Session, scene: AwardScene
) -> None:
    scheme = made.make_scheme(session, scene, state=SchemeState.JUDGING)
    made.give_all(session)
    nominees, own = nominee_queries.nominees_of(session, 1), seats(session)
    ayu, budi = (made.nominee_of_person(session, each) for each in (scene.ayu, scene.budi))

    def order(points: dict[int, list[int]], work: dict[int, int]) -> list[int]:
        given = {(seat.id, one.id): points[one.id] for seat in own for one in (ayu, budi)}
        results = {key: Fraction(value) for key, value in work.items()}
        lines = ranked(scheme, seats=own, nominees=nominees, points=given, work_results=results)
        assert [each.place for each in lines if each.place] == [1]
        return [each.nominee.id for each in lines if each.is_finalist]

    even = {ayu.id: [30, 30, 15], budi.id: [30, 30, 15]}
    assert order(even, {ayu.id: 100, budi.id: 102}) == [budi.id, ayu.id]
    assert order(even | {ayu.id: [40, 40, 20]}, {ayu.id: 100, budi.id: 102}) == [ayu.id]
    assert ranked(scheme, seats=own, nominees=(), points={}, work_results={}) == ()


def test_a_scheme_without_anybody_eligible_is_decided_empty(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.SCREENING)
    made.screened(session)
    made.seed(session)
    jury_service.begin_judging(session, made.act(session, made.JUDGED))
    award_service.decide(session, made.act(session, made.DECIDED), winners=[], decider_id=None)
    award_service.announce(session, made.act(session, made.DECIDED), agencies={})

    assert seats(session) == ()
    assert made.found(session).is_announced


def test_an_award_goes_to_a_judged_nominee_and_never_to_the_one_who_decides(
    session: Session, scene: AwardScene
) -> None:
    made.make_scheme(session, scene, state=SchemeState.JUDGING)
    made.give_all(session)
    for person, decider in ((scene.citra, scene.mayor), (scene.ayu, scene.ayu)):
        winner = Winner(1, person, scene.agency_id, None)
        act = made.act(session, made.DECIDED)
        with pytest.raises(SchemeChanged):
            award_service.decide(session, act, winners=[winner], decider_id=decider)
    make_relation(session, "relative", scene.mayor, about=scene.ayu)
    session.commit()
    people = set(scene.nominees)
    may = may_decide_about(session, scene.mayor, about=people, on=made.DECIDED)
    assert may == {scene.budi, scene.citra}
    assert may_decide_about(session, None, about=people, on=made.DECIDED) == people


def test_two_who_nominate_at_once_both_count(session: Session, scene: AwardScene) -> None:
    made.make_scheme(session, scene, state=SchemeState.NOMINATING)
    engine, both = session.get_bind(), Barrier(2)
    session.rollback()
    assert isinstance(engine, Engine)

    def write(by: int) -> int:
        with Session(engine) as own:
            both.wait()
            return made.nominate(own, scene.superior, by=by)

    with ThreadPoolExecutor(2) as pool:
        ids = set(pool.map(write, (scene.ayu, scene.budi)))
    assert len(ids) == 1
    assert len(nominee_queries.nominations_of(session, ids)) == 2


def test_awards_come_and_go_with_their_migration(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    with app.app_context():
        made.make_scheme(
            db.session(), made.make_award_scene(db.session()), state=SchemeState.ANNOUNCED
        )
        db.session.remove()
        downgrade(revision=MIGRATION_BEFORE)
        upgrade()
        scene = AwardScene(1, 1, 2, 3, 4, 5, tuple(range(6, 18)))
        assert made.make_scheme(db.session(), scene, state=SchemeState.CLOSED).numbers_digest
