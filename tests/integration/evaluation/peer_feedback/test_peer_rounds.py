"""A round of colleagues from its planning to its end, on both databases."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback import box_queries
from portal.evaluation.peer_feedback.domain import ColleaguesOutcome, TooSoon, round_days
from portal.evaluation.peer_feedback.models import PeerBox, PeerKey, PeerPlace, PeerSeat
from portal.evaluation.peer_feedback.payloads import Answer, Strike, sealed
from portal.evaluation.peer_feedback.pool_queries import pools_in
from portal.evaluation.peer_feedback.queries import folded_outcome
from portal.evaluation.peer_feedback.round_decisions import RoundNotOpen, RoundTaken, extend_round
from portal.evaluation.peer_feedback.service import (
    AnsweredAlready,
    NotAsked,
    StrikeNotPossible,
    answer,
    strike,
)
from portal.evaluation.rules.colleagues import ColleaguesMissing
from portal.evaluation.rules.states import RoundState
from portal.organisation.people.models import KeptRelation, PersonPost
from portal.storage.sealing.keys import KeyLost, KeyStore
from portal.time.working_days import WorkingDays
from tests.factories.colleagues_city import (
    OPENS_ON,
    PLANNED_ON,
    STEADY,
    ColleaguesScene,
    answer_all,
    make_colleagues,
    night,
    plan,
    the_round,
)
from tests.factories.people import make_absence, make_relation

DAY = timedelta(days=1)
NOTHING_LEFT = (PeerBox, PeerSeat, PeerPlace, PeerKey)


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys" / "colleagues")


@pytest.fixture
def scene(session: Session, store: KeyStore) -> ColleaguesScene:
    return make_colleagues(session, store)


def left(session: Session) -> int:
    return sum(session.scalar(select(func.count()).select_from(each)) or 0 for each in NOTHING_LEFT)


def send(
    session: Session,
    store: KeyStore,
    scene: ColleaguesScene,
    *,
    pair: tuple[int, int],
    on: date = OPENS_ON,
) -> None:
    answer(
        session,
        store,
        round_=the_round(session, scene),
        rater_id=pair[0],
        content=Answer(pair[1], STEADY),
        today=on,
    )


def test_a_unit_is_drawn_answers_and_is_folded_with_nothing_left(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    night(session, store, OPENS_ON)
    assert the_round(session, scene).state is RoundState.COLLECTING
    assert session.scalar(select(func.count()).select_from(PeerPlace)) == 0
    sent = answer_all(session, store, scene, on=OPENS_ON, strengths=frozenset({"loyal"}))
    assert sent == 9 * 8
    night(session, store, OPENS_ON + DAY)
    assert folded_outcome(session, scene.cycle_id, person_id=scene.people[0]) is None
    night(session, store, the_round(session, scene).closes_on + DAY)

    assert the_round(session, scene).state is RoundState.FOLDED
    assert left(session) == 0
    assert store.names() == frozenset()
    for person in scene.people:
        assert folded_outcome(session, scene.cycle_id, person_id=person) == ColleaguesOutcome(
            Fraction(4), 6, None, strengths=("loyal",)
        )
    assert folded_outcome(session, scene.cycle_id, person_id=scene.superior) == ColleaguesOutcome(
        None, None, ColleaguesMissing.NO_POOL
    )


def test_five_answers_and_what_does_not_count_are_too_few_and_destroyed(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    night(session, store, OPENS_ON)
    one, other, *_ = scene.people
    about_one = [s for s in box_queries.seats(session, scene.round_id) if s.rated_id == one]
    for seat in about_one[:5]:
        send(session, store, scene, pair=(seat.rater_id, one))
    too_short = (*[3] * 10, *[None] * 11)
    answer_all(session, store, scene, on=OPENS_ON, about=(other,), steps=too_short)
    night(session, store, the_round(session, scene).closes_on + DAY)

    for person in (one, other):
        found = folded_outcome(session, scene.cycle_id, person_id=person)
        assert found == ColleaguesOutcome(None, None, ColleaguesMissing.TOO_FEW)
    assert left(session) == 0


def test_a_seat_answers_once_on_its_day_and_after_nights(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    night(session, store, OPENS_ON)
    seat = box_queries.seats(session, scene.round_id)[0]
    pair = (seat.rater_id, seat.rated_id)
    send(session, store, scene, pair=pair)

    with pytest.raises(AnsweredAlready):
        send(session, store, scene, pair=pair)
    for passed in (1, 2):
        night(session, store, OPENS_ON + passed * DAY)
        assert box_queries.seat_counts(session, scene.round_id) == (72, 1)
        with pytest.raises(AnsweredAlready):
            send(session, store, scene, pair=pair, on=OPENS_ON + passed * DAY)
    with pytest.raises(NotAsked):
        send(session, store, scene, pair=(scene.superior, seat.rated_id))


def test_answers_are_taken_only_while_the_round_is_open(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    pair = (scene.people[0], scene.people[1])
    with pytest.raises(RoundNotOpen):
        send(session, store, scene, pair=pair)
    night(session, store, OPENS_ON)
    last = the_round(session, scene).closes_on
    pair = next((s.rater_id, s.rated_id) for s in box_queries.seats(session, scene.round_id))
    with pytest.raises(RoundNotOpen):
        send(session, store, scene, pair=pair, on=last + DAY)
    extend_round(session, scene.round_id, closes_on=last + 7 * DAY)
    with pytest.raises(RoundNotOpen):
        extend_round(session, scene.round_id, closes_on=last)
    night(session, store, last + DAY)
    send(session, store, scene, pair=pair, on=last + DAY)


def test_every_night_has_its_own_key_and_the_old_ones_are_destroyed(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    night(session, store, OPENS_ON)
    answer_all(session, store, scene, on=OPENS_ON)
    seen, boxes = set(store.names()), set(session.scalars(select(PeerBox.ciphertext)))
    for passed in range(1, 4):
        night(session, store, OPENS_ON + passed * DAY)
        assert len(store.names()) == 1
        assert not seen & store.names()
        fresh = set(session.scalars(select(PeerBox.ciphertext)))
        assert len(fresh) == 72
        assert not boxes & fresh
        seen, boxes = seen | store.names(), boxes | fresh


def test_whom_somebody_strikes_is_not_drawn_and_may_be_struck_until_the_draw(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    one, *others = scene.people
    pool = pools_in(session, the_round(session, scene), rated={one})[one]
    assert pool == frozenset(others)

    def struck(*named: int, on: date = PLANNED_ON) -> None:
        content = Strike(one, frozenset(named))
        strike(session, store, round_id=scene.round_id, content=content, pool=pool, today=on)

    struck(others[3])
    night(session, store, PLANNED_ON + DAY)
    struck(others[0], on=PLANNED_ON + DAY)
    with pytest.raises(StrikeNotPossible):
        struck(others[0], others[1])
    with pytest.raises(StrikeNotPossible):
        struck(scene.superior)
    with pytest.raises(RoundNotOpen):
        struck(others[0], on=OPENS_ON)
    night(session, store, PLANNED_ON + 2 * DAY)
    night(session, store, OPENS_ON)

    raters = {s.rater_id for s in box_queries.seats(session, scene.round_id) if s.rated_id == one}
    assert raters == set(others[1:])
    assert session.scalar(select(func.count()).select_from(PeerBox)) == 0


def test_a_lost_key_makes_a_running_round_void_and_says_so(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    night(session, store, OPENS_ON)
    answer_all(session, store, scene, on=OPENS_ON, about=scene.people[:2])
    for file in store.folder.glob("*.key"):
        file.unlink()
    seat = next(s for s in box_queries.seats(session, scene.round_id) if not s.is_answered)
    with pytest.raises(KeyLost):
        send(session, store, scene, pair=(seat.rater_id, scene.people[5]))
    session.rollback()
    night(session, store, OPENS_ON + DAY)

    assert the_round(session, scene).state is RoundState.VOID
    assert left(session) == 0
    for person in scene.people:
        found = folded_outcome(session, scene.cycle_id, person_id=person)
        assert found == ColleaguesOutcome(None, None, ColleaguesMissing.ROUND_VOID)


def test_what_a_backup_brings_back_is_void(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    night(session, store, OPENS_ON)
    for name in ("peer_box", "peer_seat", "peer_place", "peer_key"):
        session.execute(text(f"DELETE FROM {name}"))
    session.commit()
    night(session, store, OPENS_ON)

    assert the_round(session, scene).state is RoundState.VOID
    assert store.names() == frozenset()
    assert plan(session, store, scene.cycle_id) != scene.round_id
    with pytest.raises(RoundTaken):
        plan(session, store, scene.cycle_id)


def test_a_planned_round_goes_on_without_what_was_struck_under_a_lost_key(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    for file in store.folder.glob("*.key"):
        file.unlink()
    night(session, store, PLANNED_ON + DAY)
    assert len(store.names()) == 1
    night(session, store, OPENS_ON)
    assert the_round(session, scene).state is RoundState.COLLECTING


def test_a_box_put_in_beside_the_form_measures_nothing(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    night(session, store, OPENS_ON)
    answer_all(session, store, scene, on=OPENS_ON)
    key = box_queries.key_of(session, scene.round_id)
    assert key is not None
    forged = sealed(Answer(scene.people[0], (1,) * 21), public_key=key.public_key)
    session.execute(
        text("INSERT INTO peer_box (token, key_id, mark, ciphertext) VALUES (:t, :k, :m, :c)"),
        {"t": b"t" * 16, "k": key.key_id, "m": b"m" * 32, "c": forged},
    )
    session.commit()
    night(session, store, OPENS_ON + DAY)

    assert session.scalar(select(func.count()).select_from(PeerBox)) == 72


def test_an_answer_taken_away_measures_nothing(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    night(session, store, OPENS_ON)
    answer_all(session, store, scene, on=OPENS_ON)
    night(session, store, OPENS_ON + DAY)
    token = session.scalars(select(PeerBox.token)).first()
    session.execute(text("DELETE FROM peer_box WHERE token = :t"), {"t": token})
    session.commit()
    night(session, store, the_round(session, scene).closes_on + DAY)

    outcomes = [folded_outcome(session, scene.cycle_id, person_id=p) for p in scene.people]
    assert [o is not None and o.value is None for o in outcomes].count(True) == 1


def test_who_is_close_away_or_came_late_is_in_no_pool(session: Session, store: KeyStore) -> None:
    scene = make_colleagues(session, store, count=12, is_recorded=False)
    one, cousin, away, late, *others = scene.people
    make_relation(session, "relative", cousin, about=one)
    make_absence(session, away, starts_on=OPENS_ON - DAY)
    session.execute(
        text("UPDATE person_post SET starts_on = '2026-07-01' WHERE person_id = :p"), {"p": late}
    )
    session.commit()
    round_id = plan(session, store, scene.cycle_id)
    scene = ColleaguesScene(scene.cycle_id, round_id, scene.people, scene.superior, scene.unit_id)

    pools = pools_in(session, the_round(session, scene))

    assert pools[one] == frozenset(others)
    assert pools[late] == frozenset()
    assert pools[scene.superior] == frozenset()
    assert cousin not in pools[one]
    assert one not in pools[cousin]


def test_places_count_as_they_were_recorded_before_the_round(
    session: Session, store: KeyStore, scene: ColleaguesScene
) -> None:
    one, *others = scene.people
    session.query(PersonPost).filter(PersonPost.person_id.in_(others[:3])).update(
        {"starts_on": date(2026, 10, 1)}
    )
    session.query(KeptRelation).delete()
    session.commit()

    assert pools_in(session, the_round(session, scene), rated={one})[one] == frozenset(others)


@pytest.mark.parametrize("count", [3, 7])
def test_a_unit_of_three_or_seven_has_no_pool(
    session: Session, store: KeyStore, count: int
) -> None:
    scene = make_colleagues(session, store, count=count)
    night(session, store, OPENS_ON)

    assert box_queries.seats(session, scene.round_id) == []
    night(session, store, the_round(session, scene).closes_on + DAY)
    found = folded_outcome(session, scene.cycle_id, person_id=scene.people[0])
    assert found == ColleaguesOutcome(None, None, ColleaguesMissing.NO_POOL)


def test_a_round_is_planned_thirty_working_days_ahead() -> None:
    with pytest.raises(TooSoon) as soon:
        round_days(
            date(2026, 9, 1), opens_on=date(2026, 10, 12), open_days=10, calendar=WorkingDays()
        )
    assert soon.value.earliest == date(2026, 10, 13)
    days = round_days(
        date(2026, 9, 1), opens_on=date(2026, 10, 13), open_days=10, calendar=WorkingDays()
    )
    assert (days.closes_on - days.opens_on).days == 13
