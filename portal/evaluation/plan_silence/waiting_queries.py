"""Which plans of a cycle wait on a day, for whom, and until when."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from itertools import groupby
from typing import Protocol

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import WHOLE_CYCLE, Cycle
from portal.evaluation.plan_silence import domain as rules
from portal.evaluation.plan_silence.queries import notices_about
from portal.evaluation.plans.queries import PlanLine, events, latest_lines
from portal.evaluation.rules.deadlines import DeadlineStep
from portal.organisation.calendar.queries import working_days
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import evaluated_people

# The calendar is read as far as the last answers of a year may be due.
AROUND = timedelta(days=120)
IsAway = Callable[[date], bool]


class DaysAway(Protocol):
    """An absence."""

    def covers(self, on: date) -> bool:
        """Return whether a day is one of them."""


@dataclass(frozen=True, slots=True)
class LatePlan:
    """A plan whose last day is over, and who was told of it on which day.

    :ivar told: as what, the first first.
    """

    silence: rules.PlanSilence
    name: str
    told: Sequence[tuple[rules.ToldAs, date]]

    @property
    def nobody_above(self) -> bool:
        """Whether an appraiser is silent above whom nobody was told."""
        is_answered_by = self.silence.kind is rules.SilenceKind.NOT_ANSWERED
        return is_answered_by and all(told_as is not rules.ToldAs.ABOVE for told_as, _ in self.told)


def plan_days(session: Session, cycle: Cycle) -> rules.PlanDays:
    """Return by which days plans are sent and agreed, with the holidays declared since."""
    numbers = cycles.rules_of(session, cycle).rules.days
    calendar = working_days(session, first=cycle.starts_on, last=cycle.ends_on + AROUND)
    last = {
        each.step: each.after(numbers, is_working_day=calendar.includes)
        for each in cycles.deadlines(session, cycle.id)
        if each.period_number == WHOLE_CYCLE
    }
    return rules.PlanDays(
        cycle.starts_on,
        cycle.ends_on,
        sent=last[DeadlineStep.PLAN_SENT],
        agreed=last[DeadlineStep.PLAN_AGREED],
        rules=numbers,
        is_working_day=calendar.includes,
    )


def due_on(
    session: Session, cycle: Cycle, *, on: date, zone: tzinfo
) -> Mapping[rules.PlanSilence, int]:
    """Return which plans wait on a day with how many days left are told of; none on days off."""
    days = plan_days(session, cycle)
    if not days.is_working_day(on):
        return {}
    waiting = silences(session, cycle, days=days, on=on, zone=zone)
    left = ((each, _left(each, days=days, on=on)) for each in waiting)
    return {each: number for each, number in left if number is not None}


def silences(
    session: Session,
    cycle: Cycle,
    *,
    days: rules.PlanDays,
    on: date,
    zone: tzinfo,
    agency_id: int | None = None,
) -> Sequence[rules.PlanSilence]:
    """Return which plans wait on a day, and until when; who is away or excepted keeps none waiting.

    :param zone: of the city, in which a day ends at midnight.
    :param agency_id: where the people's posts are; None for the whole city.
    """
    excepted = {each.person_id for each in cycles.exceptions(session, cycle.id)}
    ids = set(evaluated_people(session, on=min(on, cycle.ends_on), agency_id=agency_id)) - excepted
    held = held_plans(session, cycle.id, person_ids=ids, zone=zone)
    begins = _first_days(session, ids, cycle=cycle)
    away = _away(session, ids)
    found = (
        rules.silence_of(
            each,
            held.get(each),
            begins_on=begins[each],
            on=on,
            days=days,
            is_away=away.get(each, _at_work),
        )
        for each in sorted(ids)
    )
    return [
        each
        for each in found
        if each is not None
        and not (each.kind is rules.SilenceKind.NOT_SENT and away.get(each.person_id, _at_work)(on))
    ]


def late_plans(
    session: Session, cycle: Cycle, *, on: date, zone: tzinfo, agency_id: int
) -> Sequence[rules.PlanSilence]:
    """Return what is over in an agency on a day, the oldest last day first."""
    days = plan_days(session, cycle)
    found = silences(session, cycle, days=days, on=on, zone=zone, agency_id=agency_id)
    over = [each for each in found if each.last_on < on]
    return sorted(over, key=lambda each: (each.last_on, each.person_id))


def with_names(
    session: Session, cycle_id: int, *, found: Sequence[rules.PlanSilence]
) -> Sequence[LatePlan]:
    """Return plans that are late with their people's names, and who was told that they are."""
    ids = {each.person_id for each in found}
    names = people.persons(session, ids)
    told: defaultdict[rules.PlanSilence, list[tuple[rules.ToldAs, date]]] = defaultdict(list)
    for each in notices_about(session, cycle_id, person_ids=ids):
        if each.days_left == rules.OVER:
            told[each.silence].append((each.told_as, each.noted_on))
    return [LatePlan(each, names[each.person_id].name, told[each]) for each in found]


def held_plans(
    session: Session, cycle_id: int, *, person_ids: Collection[int], zone: tzinfo
) -> Mapping[int, rules.HeldPlan]:
    """Return these people's latest plans of a cycle, by person."""
    lines = latest_lines(session, cycle_id, person_ids=person_ids)
    return {
        person_id: held_plan(line, zone=zone, returned_on=_returned_on(session, line, zone=zone))
        for person_id, line in lines.items()
    }


def held_plan(line: PlanLine, *, zone: tzinfo, returned_on: date | None = None) -> rules.HeldPlan:
    """Return a plan's line as the rules of silence look at it."""
    return rules.HeldPlan(
        line.number,
        line.state,
        line.starts_on,
        line.ends_on,
        sent_on=_day(line.sent_at, zone),
        returned_on=returned_on,
        is_ended=line.is_ended,
    )


def _returned_on(session: Session, line: PlanLine, *, zone: tzinfo) -> date | None:
    """Return the day on which a version was last returned; asked only where it may have been."""
    if line.state not in rules.NOT_SENT_STATES or line.sent_at is None:
        return None
    found = (
        each.happened_at
        for each in events(session, line.plan_id)
        if each.number == line.number and each.new == "returned"
    )
    return _day(next(found, None), zone)


def _left(silence: rules.PlanSilence, *, days: rules.PlanDays, on: date) -> int | None:
    return rules.days_left(silence.last_on, on=on, is_working_day=days.is_working_day)


def _first_days(
    session: Session, person_ids: Collection[int], *, cycle: Cycle
) -> Mapping[int, date]:
    """Return the first day of each person in a definitive post within a cycle."""
    found: dict[int, date] = {}
    for post in people.posts_of(session, person_ids):
        is_within = post.ends_on is None or post.ends_on >= cycle.starts_on
        if post.kind == "definitive" and is_within:
            found.setdefault(post.person_id, max(post.starts_on, cycle.starts_on))
    return found


def _away(session: Session, person_ids: Collection[int]) -> Mapping[int, IsAway]:
    """Return on which days people are away with approval; who is not is left out."""
    absences = groupby(people.absences_of(session, person_ids), key=lambda each: each.person_id)
    return {person_id: partial(_is_within, tuple(spans)) for person_id, spans in absences}


def _is_within(spans: Sequence[DaysAway], day: date) -> bool:
    return any(each.covers(day) for each in spans)


def _at_work(day: date) -> bool:
    return False


def _day(moment: datetime | None, zone: tzinfo) -> date | None:
    return None if moment is None else moment.astimezone(zone).date()
