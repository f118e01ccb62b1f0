"""A year's evaluation until it is sent on: own report, steps and levels, drafts, ways back."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.domain import UNRATED, GivenStep
from portal.evaluation.appraisals.periodic_service import NotByOneself
from portal.evaluation.appraisals.writing import YearAct, expect, note_year, opened_year
from portal.evaluation.appraisals.yearly_models import (
    RatingDraft,
    YearlyEvaluation,
    YearlyRating,
    YearlyStep,
)
from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.rules.behaviour import needs_example
from portal.evaluation.rules.levels import ExpectationLevel, predicate_of
from portal.evaluation.rules.states import YearlyState


class RatingIncomplete(ValueError):
    """A step, an example or a reason is missing.

    :ivar missing: names of the fields.
    """

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Chosen:
    """Steps and levels as an appraiser sets them; texts are encrypted.

    :ivar aid_result, aid_behaviour: what the aids suggest now; None without an aid.
    :ivar change_reason: None for the first rating only.
    """

    steps: Mapping[BehaviourValue, GivenStep]
    result: ExpectationLevel
    behaviour: ExpectationLevel
    aid_result: ExpectationLevel | None
    aid_behaviour: ExpectationLevel | None
    result_reason: bytes | None = None
    behaviour_reason: bytes | None = None
    change_reason: bytes | None = None


@dataclass(frozen=True, slots=True)
class ByTargets:
    """What the result's aid says by the first and by the last agreed targets."""

    first: ExpectationLevel | None
    last: ExpectationLevel | None


def save_year_report(session: Session, act: YearAct, *, text: bytes, is_sent: bool) -> None:
    """Keep what the person says of the year, and send it when ``is_sent``; commits.

    :raises NotByOneself: when it is not the person.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: once it was rated.
    """
    if act.person_id != act.place.person_id:
        raise NotByOneself(f"{act.person_id}")
    row = opened_year(session, act)
    expect(session, row, *UNRATED, to=YearlyState.SELF_REPORTED)
    row.self_report = text
    if is_sent and row.state == YearlyState.NOT_STARTED:
        note_year(session, row, to=YearlyState.SELF_REPORTED, act=act)
    session.commit()


def save_draft(session: Session, act: YearAct, *, text: bytes) -> int:
    """Keep what an appraiser typed of a rating and return the revision; commits.

    :raises NotByOneself: when the person is the appraiser.
    :raises EvaluationChanged: when the page showed an older revision: another tab's draft stays.
    :raises TransitionRefused: when it cannot be rated.
    """
    writer = other_side(act)
    row = opened_year(session, act)
    expect(session, row, *UNRATED, YearlyState.RATED, to=YearlyState.RATED)
    session.merge(RatingDraft(evaluation_id=row.id, person_id=writer, saved_at=act.now, text=text))
    session.commit()
    return row.revision


def rate(session: Session, act: YearAct, *, chosen: Chosen, targets: ByTargets) -> None:
    """Set steps and levels, first before colleagues' outcome is shown; commits.

    A later one, with its reason, is another rating: both are kept.

    :raises RatingIncomplete: without seven steps, their examples and the reasons needed.
    :raises NotByOneself: when the person is the appraiser.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: before the self-report or its last day, and after it was sent on.
    """
    appraiser = other_side(act)
    row = opened_year(session, act)
    number = 1 + (session.scalar(_ratings_of(row.id)) or 0)
    missing = missing_in_rating(chosen, number=number)
    if missing:
        session.rollback()
        raise RatingIncomplete(missing)
    expect(session, row, *(UNRATED if number == 1 else (YearlyState.RATED,)), to=YearlyState.RATED)
    _add_rating(session, row, act=act, chosen=chosen, number=number)
    row.appraiser_id = appraiser
    row.result_level, row.behaviour_level = chosen.result, chosen.behaviour
    row.predicate = predicate_of(chosen.result, chosen.behaviour)
    row.first_level, row.last_level = targets.first, targets.last
    if row.state != YearlyState.RATED:
        note_year(session, row, to=YearlyState.RATED, act=act)
    session.execute(delete(RatingDraft).where(RatingDraft.evaluation_id == row.id))
    session.commit()


def missing_in_rating(chosen: Chosen, *, number: int) -> tuple[str, ...]:
    """Return the names of what a rating lacks."""
    found = [f"step_{value}" for value in BehaviourValue if value not in chosen.steps]
    found += [
        f"example_{value}"
        for value, each in chosen.steps.items()
        if needs_example(each.step) and not each.example
    ]
    if chosen.aid_result not in {None, chosen.result} and not chosen.result_reason:
        found.append("result_reason")
    if chosen.aid_behaviour not in {None, chosen.behaviour} and not chosen.behaviour_reason:
        found.append("behaviour_reason")
    if number > 1 and not chosen.change_reason:
        found.append("change_reason")
    return tuple(found)


def send_to_unit(session: Session, act: YearAct) -> None:
    """Let the head of the unit look; commits.

    :raises NotByOneself: when the person is the appraiser.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it is not rated.
    """
    other_side(act)
    row = opened_year(session, act)
    note_year(session, row, to=YearlyState.UNIT_REVIEW, act=act)
    session.commit()


def take_back(session: Session, act: YearAct) -> None:
    """Bring a rating back to change it, with a reason; who looked has to look again; commits.

    :raises NotByOneself: when the person is the appraiser.
    :raises EvaluationChanged: when the page showed an older revision.
    :raises TransitionRefused: when it is not under review, or without a reason.
    """
    other_side(act)
    row = opened_year(session, act)
    expect(session, row, YearlyState.UNIT_REVIEW, to=YearlyState.RATED)
    back_to_rating(session, row, act=act)
    session.commit()


def back_to_rating(session: Session, row: YearlyEvaluation, *, act: YearAct) -> None:
    """Bring a year back to its rating, within the caller's transaction; who looked looks again."""
    row.reviewed_by = row.targets_confirmed_by = row.second_reader_id = None
    note_year(session, row, to=YearlyState.RATED, act=act)


def other_side(act: YearAct) -> int:
    """Return who acts, when it is not the person.

    :raises NotByOneself: when it is.
    """
    if act.person_id is None or act.person_id == act.place.person_id:
        raise NotByOneself(f"{act.person_id}")
    return act.person_id


def _ratings_of(evaluation_id: int) -> Select[int]:
    return select(func.count()).where(YearlyRating.evaluation_id == evaluation_id)


def _add_rating(
    session: Session, row: YearlyEvaluation, *, act: YearAct, chosen: Chosen, number: int
) -> None:
    rating = YearlyRating(
        evaluation_id=row.id,
        number=number,
        appraiser_id=act.person_id,
        made_at=act.now,
        result_level=chosen.result,
        behaviour_level=chosen.behaviour,
        aid_result_level=chosen.aid_result,
        aid_behaviour_level=chosen.aid_behaviour,
        result_reason=chosen.result_reason,
        behaviour_reason=chosen.behaviour_reason,
        change_reason=chosen.change_reason if number > 1 else None,
    )
    session.add(rating)
    session.flush()
    for value, each in chosen.steps.items():
        session.add(
            YearlyStep(rating_id=rating.id, value=value, step=each.step, example=each.example)
        )
    session.flush()
