"""Keeps who was told of plans that wait; it never brings a plan into another state."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, tzinfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.accounts.staff.list_queries import coordinators
from portal.evaluation.cycles.queries import cycles
from portal.evaluation.plan_silence.domain import PlanSilence, SilenceNotice, told_of
from portal.evaluation.plan_silence.models import PlanSilenceNotice
from portal.evaluation.plan_silence.queries import notices_about
from portal.evaluation.plan_silence.waiting_queries import due_on
from portal.organisation.people.queries import agencies_of, standing_on
from portal.storage.database import begin_write


def tell_of_silence(session: Session, *, today: date, zone: tzinfo) -> int:
    """Keep who is told today that a plan waits, in every open cycle; commits.

    The first screen shows it, and the daily mail of the same night counts it. Somebody is told once
    of each reminder and once when the last day is over; whoever becomes responsible later is told
    then. A night that was missed is made up for: what counts is how many days are left.

    :param zone: of the city.
    :returns: how many notices were kept; none on days off.
    """
    count = 0
    for cycle in [each for each in cycles(session) if each.is_running]:
        due = due_on(session, cycle, on=today, zone=zone)
        told = list(_notices(session, due, on=today)) if due else []
        count += _keep(session, cycle.id, notices=_unknown(session, cycle.id, due=told))
    return count


def _notices(
    session: Session, reached: Mapping[PlanSilence, int], *, on: date
) -> Iterator[SilenceNotice]:
    ids = {each.person_id for each in reached}
    standing, agencies = standing_on(session, on, person_ids=ids), agencies_of(session, ids, on=on)
    looking_after = coordinators(session)
    for silence, left in reached.items():
        person = silence.person_id
        told = told_of(
            silence,
            left=left,
            appraiser_id=standing.appraiser_of(person) or standing.superior_of(person),
            above_id=standing.appraisers_superior_of(person),
            coordinator_id=looking_after.get(agencies.get(person, 0)),
        )
        for told_id, told_as in told.items():
            yield SilenceNotice(silence, left, told_id, told_as, on)


def _unknown(
    session: Session, cycle_id: int, *, due: Sequence[SilenceNotice]
) -> Sequence[SilenceNotice]:
    """Return the notices that nobody was given before."""
    ids = {each.silence.person_id for each in due}
    kept = notices_about(session, cycle_id, person_ids=ids) if ids else ()
    known = {(each.silence, each.days_left, each.told_id) for each in kept}
    return [each for each in due if (each.silence, each.days_left, each.told_id) not in known]


def _keep(session: Session, cycle_id: int, *, notices: Sequence[SilenceNotice]) -> int:
    if not notices:
        return 0
    begin_write(session)
    rows = [
        {
            "cycle_id": cycle_id,
            "person_id": each.silence.person_id,
            "kind": each.silence.kind,
            "last_on": each.silence.last_on,
            "days_left": each.days_left,
            "told_id": each.told_id,
            "told_as": each.told_as,
            "noted_on": each.noted_on,
        }
        for each in notices
    ]
    session.execute(insert(PlanSilenceNotice), rows)
    session.commit()
    return len(rows)
