"""Scores from the jury's points, with their errors; finalists, and who is proposed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.evaluation.awards.domain import JurySeat, Scheme, SchemeNominee
from portal.evaluation.rules.award_lots import lot
from portal.evaluation.rules.award_scores import LEAST_JURORS, jury_scores
from portal.evaluation.rules.awards import Nominee as Judged
from portal.evaluation.rules.awards import finalists, proposed
from portal.evaluation.rules.states import NomineeState, SeatState

Given = Mapping[tuple[int, int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A nominee after the jury, for who decides.

    :ivar place: for which award the person is proposed; None for none.
    """

    nominee: SchemeNominee
    score: Fraction
    standard_error: float
    work_result: Fraction
    lot: str
    is_finalist: bool
    place: int | None


def sitting(seats: Sequence[JurySeat]) -> tuple[JurySeat, ...]:
    """Return the seats that count."""
    return tuple(each for each in seats if each.state is not SeatState.STEPPED_OUT)


def judged(nominees: Sequence[SchemeNominee]) -> tuple[SchemeNominee, ...]:
    """Return the nominees whom the jury judges."""
    return tuple(each for each in nominees if each.state is NomineeState.ELIGIBLE)


def is_complete(
    *,
    seats: Sequence[JurySeat],
    nominees: Sequence[SchemeNominee],
    given: Collection[tuple[int, int]],
) -> bool:
    """Return whether every juror gave points to everybody; true where nobody is judged.

    A free seat for which nobody is left keeps nothing waiting while three jurors sit.
    """
    own, people = sitting(seats), judged(nominees)
    is_full = len(own) >= LEAST_JURORS and all(each.state is SeatState.TAKEN for each in own)
    return not people or (
        is_full and all((seat.id, one.id) in given for seat in own for one in people)
    )


def ranked(
    scheme: Scheme,
    *,
    seats: Sequence[JurySeat],
    nominees: Sequence[SchemeNominee],
    points: Given,
    work_results: Mapping[int, Fraction],
) -> tuple[JudgedLine, ...]:
    """Return the nominees, those who are proposed first, then the others by their numbers.

    Call it once the points are complete.

    :param points: by seat and nominee, in the order of the criteria.
    :param work_results: by nominee, in percent, unrounded.
    :raises portal.evaluation.rules.awards.JuryIncomplete: when points are missing.
    """
    people = judged(nominees)
    if not people:
        return ()
    own = sitting(seats)
    rows = {str(one.number): [points[seat.id, one.id] for seat in own] for one in people}
    by_number = {str(one.number): one for one in people}
    found = [
        Judged(
            each.number, each.score, each.standard_error, work_results[by_number[each.number].id]
        )
        for each in jury_scores(rows)
    ]
    return _lines(scheme, found, by_number=by_number)


def _lines(
    scheme: Scheme, found: Sequence[Judged], *, by_number: Mapping[str, SchemeNominee]
) -> tuple[JudgedLine, ...]:
    seed = scheme.seed or ""
    winners = proposed(found, seed=seed, places=scheme.fields.places)
    near = {*finalists(found), *winners}
    places = {each.number: place for place, each in enumerate(winners, start=1)}
    lines = [
        JudgedLine(
            by_number[each.number],
            Fraction(each.score),
            float(each.standard_error),
            Fraction(each.work_result),
            lot(seed, each.number),
            is_finalist=each in near,
            place=places.get(each.number),
        )
        for each in found
    ]
    return tuple(sorted(lines, key=lambda line: (line.place or len(lines) + 1, line.lot)))
