"""Silence on plans on the first screen: the own, one's people's, one step below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from portal.evaluation.plan_silence.domain import (
    OVER,
    SilenceKind,
    SilenceNotice,
    ToldAs,
    still_waits,
)
from portal.evaluation.plan_silence.queries import notice_of, notices_to
from portal.evaluation.plan_silence.waiting_queries import held_plan
from portal.evaluation.plans.overview import AroundViewer
from portal.evaluation.plans.queries import ask_latest_lines
from portal.organisation.people.asked_queries import ask_persons
from portal.storage.joint_reading import Asking, side_by_side
from portal.web.extensions import current_settings


@dataclass(frozen=True, slots=True)
class SilentPlan:
    """A plan that waits: whose, what for, and until which day (inclusive)."""

    name: str
    kind: SilenceKind
    last_on: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class SilenceOnScreen:
    """Plans that wait, of which the viewer was told.

    :ivar own: the viewer's own, not sent; None without one.
    :ivar mine: of the viewer's people.
    :ivar below: that the appraiser below the viewer did not answer in time.
    :ivar in_agency: how many are late in the agency that the viewer coordinates.
    :ivar waiting: how many of them nothing else on the screen counts.
    """

    own: SilentPlan | None
    mine: Sequence[SilentPlan]
    below: Sequence[SilentPlan]
    in_agency: int
    waiting: int


def silence_on_screen(around: AroundViewer) -> Asking[SilenceOnScreen | None]:
    """Ask for what the viewer was told of and still waits; None where there is nothing."""
    if around.cycle is None:
        return None
    (rows,) = yield [notices_to(person_id=around.person_id, cycle_id=around.cycle.id)]
    latest = {(each.silence.person_id, each.told_as): each for each in _in_order(rows)}
    if not latest:
        return None
    ids = {person_id for person_id, _ in latest}
    lines, persons = yield from side_by_side(
        ask_latest_lines(around.cycle.id, person_ids=ids), ask_persons(ids)
    )
    zone, on = ZoneInfo(current_settings().timezone), around.standing.on
    held = {each: held_plan(line, zone=zone) for each, line in lines.items()}
    still = [
        each
        for each in latest.values()
        if still_waits(each, held.get(each.silence.person_id), on=on)
    ]
    names = {each: person.name for each, person in persons.items()}
    return _shown(still, names=names, around=around) if still else None


def _in_order(rows: Sequence[Any]) -> Sequence[SilenceNotice]:
    return sorted(map(notice_of, rows), key=lambda each: (each.noted_on, each.silence.last_on))


def _shown(
    still: Sequence[SilenceNotice], *, names: Mapping[int, str], around: AroundViewer
) -> SilenceOnScreen:
    told = {
        kind: [_plan(each, names=names) for each in still if each.told_as is kind]
        for kind in ToldAs
    }
    own = next(iter(told[ToldAs.PERSON]), None)
    below, agency = told[ToldAs.ABOVE], len(told[ToldAs.COORDINATOR])
    unsent = sum(each.kind is SilenceKind.NOT_SENT for each in told[ToldAs.APPRAISER])
    # Returned plans of one's own and plans that wait for one's answer are counted already.
    is_counted = own is None or around.is_own_returned
    waiting = len(below) + unsent + (agency > 0) + (not is_counted)
    return SilenceOnScreen(own, told[ToldAs.APPRAISER], below, agency, waiting)


def _plan(notice: SilenceNotice, *, names: Mapping[int, str]) -> SilentPlan:
    silence = notice.silence
    return SilentPlan(
        names.get(silence.person_id, ""), silence.kind, silence.last_on, notice.days_left == OVER
    )
