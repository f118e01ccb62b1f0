"""Obstacles to the confirmation of a year, as a pure function of what is recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.evaluation.appraisals.domain import Opinion, SecondLook, Yearly
from portal.evaluation.rules.levels import ExpectationLevel
from portal.evaluation.rules.states import YearlyState


class Obstacle(StrEnum):
    """What keeps a year from being confirmed."""

    PENDING = "pending"
    ROUND_RUNS = "round_runs"
    RESULT_DIFFERS = "result_differs"
    BEHAVIOUR_DIFFERS = "behaviour_differs"
    NOT_REVIEWED = "not_reviewed"
    TARGETS_DIFFER = "targets_differ"
    SECOND_LOOK = "second_look"
    SIGNALS = "signals"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a year may be confirmed.

    :ivar has_pending: whether a realisation was reported and not answered, or never reported.
    :ivar round_runs: whether colleagues still answer.
    :ivar aid_result, aid_behaviour: what the aids suggest with every source; None without an aid.
    :ivar has_head: whether somebody else heads the unit.
    :ivar is_head: whether the result is the organisation's, whose level is ``aid_result``.
    :ivar open_notes: notes "please look again" that nobody answered.
    """

    has_pending: bool
    round_runs: bool
    aid_result: ExpectationLevel | None
    aid_behaviour: ExpectationLevel | None
    has_head: bool
    looks: tuple[SecondLook, ...]
    open_notes: int = 0
    is_head: bool = False


def obstacles(year: Yearly, known: Known) -> tuple[Obstacle, ...]:
    """Return everything that still keeps a rated year from being confirmed."""
    return tuple(_obstacles(year, known))


def _obstacles(year: Yearly, known: Known) -> Iterator[Obstacle]:
    found = {
        Obstacle.PENDING: known.has_pending,
        Obstacle.ROUND_RUNS: known.round_runs,
        Obstacle.NOT_REVIEWED: known.has_head and year.reviewed_by is None,
        Obstacle.TARGETS_DIFFER: year.targets_differ and year.targets_confirmed_by is None,
        Obstacle.SECOND_LOOK: year.needs_second_look and not _is_looked_at(year, known.looks),
        Obstacle.SIGNALS: known.open_notes > 0,
        Obstacle.ORGANISATION: known.is_head and known.aid_result != year.result_level,
    }
    yield from (each for each, is_there in found.items() if is_there)
    rating = year.latest
    if rating is None:
        return
    differs = known.aid_result not in {None, rating.result} and not known.is_head
    if differs and not rating.result_reason:
        yield Obstacle.RESULT_DIFFERS
    if known.aid_behaviour not in {None, rating.behaviour} and not rating.behaviour_reason:
        yield Obstacle.BEHAVIOUR_DIFFERS


def _is_looked_at(year: Yearly, looks: tuple[SecondLook, ...]) -> bool:
    is_there = year.state is YearlyState.SECOND_LOOK and bool(looks)
    return is_there and (
        looks[-1].reader_id == year.second_reader_id and looks[-1].opinion is Opinion.AGREES
    )
