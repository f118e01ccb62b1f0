"""What the database refuses of rounds of colleagues, and what is read of a folded one."""

from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.evaluation.peer_feedback.domain import ColleaguesOutcome
from portal.evaluation.peer_feedback.queries import folded_outcome
from portal.evaluation.rules.colleagues import ColleaguesMissing
from portal.evaluation.rules.states import RoundState
from tests.factories.colleagues import bring_to, make_round, seat_circle
from tests.factories.cycles import make_cycle
from tests.factories.people import make_people

NAMES = [f"Rekan {number}" for number in range(12)]
KEY = {"key": b"k" * 32, "box": b"x" * 112}


@pytest.fixture
def cycle_id(session: Session) -> int:
    return make_cycle(session).id


@pytest.fixture
def people(session: Session) -> list[int]:
    made = make_people(session, *NAMES)
    session.commit()
    return made


@pytest.fixture
def round_id(session: Session, cycle_id: int) -> int:
    return make_round(session, cycle_id)


def refused(session: Session, statement: str, **values: object) -> str:
    with pytest.raises(IntegrityError) as error:
        session.execute(text(statement), values)
    session.rollback()
    return str(error.value.orig)


def done(session: Session, statement: str, **values: object) -> None:
    session.execute(text(statement), values)
    session.commit()


def answered(session: Session, round_id: int, person: int, *, by: int) -> None:
    raters = session.scalars(
        text("SELECT rater_id FROM peer_seat WHERE rated_id = :p ORDER BY rater_id"),
        {"p": person},
    ).all()
    for rater in raters[:by]:
        statement = "UPDATE peer_seat SET is_answered = TRUE WHERE rated_id = :p AND rater_id = :r"
        done(session, statement, p=person, r=rater)


SEAT = "INSERT INTO peer_seat (round_id, rater_id, rated_id, is_answered) VALUES (:i, :r, :p, :a)"
FOLD = "UPDATE peer_outcome SET state = 'folded', half_steps = :half WHERE person_id = :p"


def test_nobody_rates_themself_nor_more_than_eight_and_nobody_is_rated_by_more(
    session: Session, round_id: int, people: list[int]
) -> None:
    one, *others = people

    assert refused(session, SEAT, i=round_id, r=one, p=one, a=False)
    for other in others[:8]:
        done(session, SEAT, i=round_id, r=one, p=other, a=False)
        done(session, SEAT, i=round_id, r=other, p=one, a=False)
    assert "nobody rates more" in refused(session, SEAT, i=round_id, r=one, p=others[8], a=False)
    assert "rated by more" in refused(session, SEAT, i=round_id, r=others[8], p=one, a=False)


def test_a_round_asks_six_or_more_about_everybody(
    session: Session, round_id: int, people: list[int]
) -> None:
    seat_circle(session, round_id, people, each=5)
    bring_to(session, round_id, RoundState.DRAWN)

    assert "fewer" in refused(session, "UPDATE peer_round SET state = 'collecting'")


def test_seats_are_drawn_once_and_answer_once(
    session: Session, round_id: int, people: list[int]
) -> None:
    assert refused(session, SEAT, i=round_id, r=people[0], p=people[1], a=True)
    seat_circle(session, round_id, people)
    bring_to(session, round_id, RoundState.COLLECTING)

    assert "once" in refused(session, SEAT, i=round_id, r=people[1], p=people[0], a=False)
    done(session, "UPDATE peer_seat SET is_answered = TRUE")
    assert refused(session, "UPDATE peer_seat SET is_answered = FALSE")
    assert refused(session, "UPDATE peer_seat SET rater_id = :p", p=people[0])


def test_the_city_is_folded_at_once_from_six_answers_and_never_again(
    session: Session, round_id: int, people: list[int]
) -> None:
    seat_circle(session, round_id, people)
    bring_to(session, round_id, RoundState.COLLECTING)
    for person, by in zip(people[:2], (6, 5), strict=True):
        answered(session, round_id, person, by=by)

    assert "at once" in refused(session, FOLD, half=8, p=people[0])
    bring_to_folding(session)
    assert "too few" in refused(session, FOLD, half=8, p=people[1])
    assert refused(session, FOLD, half=11, p=people[0])
    assert refused(session, FOLD.replace("half_steps", "strengths"), half=1, p=people[0])
    done(session, FOLD, half=8, p=people[0])
    for statement in (
        "UPDATE peer_outcome SET half_steps = 9 WHERE half_steps = 8",
        "UPDATE peer_outcome SET wishes = 1 WHERE half_steps = 8",
        "DELETE FROM peer_outcome WHERE half_steps = 8",
    ):
        assert refused(session, statement)


def bring_to_folding(session: Session) -> None:
    done(session, "UPDATE peer_round SET state = 'folding'")


def test_four_mentions_and_mentions_without_a_figure_are_refused(
    session: Session, round_id: int, people: list[int]
) -> None:
    seat_circle(session, round_id, people)

    assert refused(session, "UPDATE peer_outcome SET strengths = 15")
    assert refused(session, "UPDATE peer_outcome SET wishes = 3")


def test_a_folded_round_leaves_no_seat_key_or_place_behind(
    session: Session, round_id: int, people: list[int]
) -> None:
    seat_circle(session, round_id, people)
    done(
        session,
        "INSERT INTO peer_key (id, round_id, public_key) VALUES (1, :i, :k)",
        i=round_id,
        k=KEY["key"],
    )
    assert refused(session, "DELETE FROM peer_seat")
    bring_to(session, round_id, RoundState.FOLDING)

    ended = "UPDATE peer_round SET state = 'folded'"
    assert "destroyed first" in refused(session, ended)
    done(session, "UPDATE peer_outcome SET state = 'too_few'")
    assert "destroyed first" in refused(session, ended)
    done(session, "DELETE FROM peer_seat")
    assert "destroyed first" in refused(session, ended)
    done(session, "DELETE FROM peer_key")
    done(session, ended)


def test_no_box_reaches_a_round_that_takes_none_and_none_is_changed(
    session: Session, round_id: int, people: list[int]
) -> None:
    box = "INSERT INTO peer_box (token, key_id, mark, ciphertext) VALUES (:t, 1, :t || :t, :c)"
    seat_circle(session, round_id, people)
    key = "INSERT INTO peer_key (id, round_id, public_key) VALUES (1, :i, :k)"
    done(session, key, i=round_id, k=KEY["key"])
    done(session, box, t=b"1" * 16, c=KEY["box"])

    assert refused(session, box, t=b"2" * 16, c=KEY["box"][:-1])
    assert refused(session, "UPDATE peer_box SET ciphertext = :c", c=b"y" * 112)
    bring_to(session, round_id, RoundState.FOLDING)
    assert "takes no answers" in refused(session, box, t=b"3" * 16, c=KEY["box"])


def test_days_stay_and_a_round_is_only_made_longer(session: Session, round_id: int) -> None:
    assert refused(session, "UPDATE peer_round SET closes_on = '2026-11-19'")
    assert refused(session, "UPDATE peer_round SET opens_on = '2026-11-10'")
    done(session, "UPDATE peer_round SET closes_on = '2026-11-27'")


def test_one_round_a_cycle_unless_it_was_void(
    session: Session, cycle_id: int, round_id: int
) -> None:
    with pytest.raises(IntegrityError):
        make_round(session, cycle_id)
    session.rollback()

    bring_to(session, round_id, RoundState.COLLECTING)
    done(session, "UPDATE peer_round SET state = 'void'")
    assert make_round(session, cycle_id) != round_id


def test_reads_what_was_folded_why_nothing_was_and_nothing_while_it_runs(
    session: Session, cycle_id: int, people: list[int]
) -> None:
    def read(person: int) -> ColleaguesOutcome | None:
        return folded_outcome(session, cycle_id, person_id=person)

    assert read(people[0]) == ColleaguesOutcome(None, None, ColleaguesMissing.NO_ROUND)
    round_id = make_round(session, cycle_id)
    seat_circle(session, round_id, people[:-1])
    bring_to(session, round_id, RoundState.COLLECTING)
    answered(session, round_id, people[0], by=6)
    bring_to_folding(session)
    done(session, FOLD.replace(" WHERE", ", strengths = 65 WHERE"), half=7, p=people[0])
    assert read(people[0]) is None
    done(session, "UPDATE peer_outcome SET state = 'too_few' WHERE state = 'waiting'")
    done(session, "DELETE FROM peer_seat")
    done(session, "UPDATE peer_round SET state = 'folded'")
    session.expire_all()

    assert read(people[0]) == ColleaguesOutcome(
        Fraction(7, 2), 6, None, strengths=("service", "collaborative")
    )
    assert read(people[1]) == ColleaguesOutcome(None, None, ColleaguesMissing.TOO_FEW)
    assert read(people[-1]) == ColleaguesOutcome(None, None, ColleaguesMissing.NO_POOL)
