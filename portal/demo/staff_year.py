"""The year before and the running year of the made-up city's evaluation.

Everything goes the way that people's own acts go, on days that have passed.
"""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.demo.staff_acts import MORNING, ActingPerson, Lateness, StaffYear, kept
from portal.demo.staff_cases import tell_good_case
from portal.demo.staff_help import help_out
from portal.demo.staff_measures import improve_unit
from portal.demo.staff_plans import make_plan
from portal.demo.staff_quarters import evaluate_quarter
from portal.demo.staff_results import (
    RATED,
    REPORTED,
    DemoResult,
    last_day,
    look_at_unit,
    make_final,
    rate,
)
from portal.demo.staff_talks import note_down, talk
from portal.demo.staff_work import enter_activities, report_quarter
from portal.demo.superiors import OFFICERS_TITLE, SUPERIORS_TITLE, DemoLine, DemoTeam
from portal.evaluation.cycles import queries as cycle_queries
from portal.evaluation.cycles import service as cycle_service
from portal.evaluation.cycles.domain import Cycle, quarter_ends
from portal.evaluation.insight import meeting_service
from portal.evaluation.rules.days import DayTest
from portal.evaluation.rules.states import CycleState, LookAgainState, PeriodState
from portal.organisation.agency_results.domain import AgencyPredicateKind, Term
from portal.organisation.agency_results.service import RecordPredicate, record_predicate
from portal.organisation.people.change_models import SuperiorDoubt
from portal.storage.texts.key_file import Vault

COMPARED = "Contoh yang dibahas sama kuatnya; tingkat saya tetap. (contoh)"
OFFICE = "Kantor Kinerja (rekaan)"
OPENED = (1, 5)
#: Every so many officers somebody is behind, each in another way.
EVERY_LATE = 7
NOT_SEEN_YET = 0.3
DOUBT = "Sejak pindah loket, atasan saya bukan lagi yang tercatat di sini."


def add_past_year(year: StaffYear, *, team: DemoTeam, roles: tuple[ActingPerson, ...]) -> bool:
    """Make a year of these people from their plans to its closing, and return whether it is over.

    Whoever began during the year has a plan from then on.

    :param year: the past one; its ``today`` is the city's day. Before its last results are final
        nothing is made.
    :param roles: who stands below somebody in the team, the head first.
    """
    if year.today < last_day(year.cycle.year):
        return False
    over = replace(year, today=last_day(year.cycle.year))
    results = [_worked(over, role) for role in roles]
    _record_predicate(over, agency_id=team.agency.id)
    for each in results:
        rate(each)
    compare(over, results[-1], agency_id=team.agency.id)
    ids = {each.role.person_id for each in results}
    look_at_unit(over, agency_id=team.agency.id, head_id=team.head_id, person_ids=ids)
    for each in results:
        make_final(each)
    _close(over)
    return True


def _record_predicate(year: StaffYear, *, agency_id: int) -> None:
    """Record how the agency itself did: its head's own result waits for it."""
    on = date(year.cycle.year + 1, 1, REPORTED)
    good = RecordPredicate(
        agency_id, Term(year.cycle.year), AgencyPredicateKind.GOOD, "1 (rekaan)", on
    )
    record_predicate(year.session, good, now=year.moment(on), today=on)


def _worked(year: StaffYear, role: ActingPerson) -> DemoResult:
    """Make one person's plan and quarters, all of them verified and shown."""
    plan = make_plan(year, role, lateness=Lateness.NONE)
    for period in (each for each in year.cycle.periods if each.ends_on >= plan.starts_on):
        report_quarter(year, plan, period=period, by=role.superior_id)
        evaluate_quarter(year, plan, period=period, by=role.superior_id)
    return DemoResult(year, role, plan)


def _close(year: StaffYear) -> None:
    for period in year.cycle.periods:
        for state in (PeriodState.REPORTING, PeriodState.EVALUATED):
            cycle_service.move_period(year.session, year.cycle.id, number=period.number, to=state)
    for moved in (CycleState.EVALUATING, CycleState.OBJECTING):
        cycle_service.move_cycle(year.session, year.cycle.id, to=moved)
    cycle_service.close_cycle(year.session, year.cycle.id, conditions=())


def served_since(day: date, *, year: int) -> date | None:
    """Return from when in a year somebody served who began on a day; None after its quarter 3."""
    return max(day, date(year, 1, 1)) if day <= date(year, 9, 30) else None


def add_staff_year(
    session: Session,
    vault: Vault,
    *,
    line: DemoLine,
    shown: DemoTeam,
    today: date,
    is_working_day: DayTest,
    seed: int,
) -> bool:
    """Open the year's cycle; the head's, the superior's and the officers' year of one agency.

    :param shown: the team whose year is made; the others stand at the beginning of theirs.
    """
    cycle = _open_cycle(session, today.year, today=today, is_working_day=is_working_day)
    rng = random.Random(seed)  # noqa: S311 - made-up figures, not secrets
    year = StaffYear(session, vault, today, cycle, is_working_day, rng)
    begins = cycle.starts_on
    head = ActingPerson(shown.head_id, f"Kepala {shown.agency.name}", line.mayor_id, begins)
    superior = ActingPerson(shown.superior_id, SUPERIORS_TITLE, shown.head_id, begins)
    officers = [
        ActingPerson(each.person_id, OFFICERS_TITLE, shown.superior_id, max(each.since, begins))
        for each in shown.officers
    ]
    for number, role in enumerate((head, superior, *officers), start=-1):
        _make_year(year, role, lateness=_lateness(number))
        talk(year, role, number=number)
        note_down(year, role, number=number)
        help_out(year, role, number=number)
    improve_unit(year, agency_id=shown.agency.id, owner_id=shown.superior_id)
    tell_good_case(year, officers[0], agency_id=shown.agency.id)
    _doubt(year, shown)
    return True


def _lateness(number: int) -> Lateness:
    """Return how the officer of a number is late; the superiors' numbers are below 1."""
    if number < 1 or number % EVERY_LATE:
        return Lateness.NONE
    kinds = (Lateness.PLAN_NOT_SENT, Lateness.PLAN_NOT_AGREED, Lateness.QUARTER_MISSING)
    return kinds[min(number // EVERY_LATE, len(kinds)) - 1]


def add_year_before(
    session: Session,
    vault: Vault,
    *,
    line: DemoLine,
    shown: DemoTeam,
    today: date,
    is_working_day: DayTest,
    seed: int,
) -> bool:
    """Make the year before of one agency's people, closed; before its results are final, nothing.

    :returns: whether it was made.
    """
    before = today.year - 1
    if today < last_day(before):
        return False
    cycle = _open_cycle(session, before, today=today, is_working_day=is_working_day)
    rng = random.Random(seed)  # noqa: S311 - made-up figures, not secrets
    year = StaffYear(session, vault, today, cycle, is_working_day, rng)
    begins = cycle.starts_on
    roles = [
        ActingPerson(shown.head_id, f"Kepala {shown.agency.name}", line.mayor_id, begins),
        ActingPerson(shown.superior_id, SUPERIORS_TITLE, shown.head_id, begins),
    ]
    for each in shown.officers:
        since = served_since(each.since, year=before)
        if since is not None:
            roles.append(ActingPerson(each.person_id, OFFICERS_TITLE, shown.superior_id, since))
    return add_past_year(year, team=shown, roles=tuple(roles))


def _open_cycle(session: Session, year: int, *, today: date, is_working_day: DayTest) -> Cycle:
    first, last = date(year, 1, 1), date(year, 12, 31)
    ends = quarter_ends(first, last)
    cycle_id = cycle_service.create_cycle(
        session, cycle_service.CreateCycle(year, first, last, ends)
    )
    opened_on = min(date(year, *OPENED), today)
    opening = cycle_service.Opening(OFFICE, datetime.combine(opened_on, MORNING, UTC), opened_on)
    cycle_service.open_cycle(session, cycle_id, opening=opening, is_working_day=is_working_day)
    return kept(cycle_queries.cycle_with(session, cycle_id))


def _make_year(year: StaffYear, role: ActingPerson, *, lateness: Lateness) -> None:
    """Make one person's plan, activities and quarters."""
    plan = make_plan(year, role, lateness=lateness)
    enter_activities(year, role, plan=plan)
    if plan.latest.agreed_at is None:
        return
    ended = [each for each in year.cycle.periods if plan.starts_on <= each.ends_on < year.today]
    told = ended[:-1] if lateness is Lateness.QUARTER_MISSING else ended
    for period in told:
        is_waiting = period == ended[-1] and year.rng.random() < NOT_SEEN_YET
        by = None if is_waiting else role.superior_id
        report_quarter(year, plan, period=period, by=by)
        evaluate_quarter(year, plan, period=period, by=by)


def _doubt(year: StaffYear, team: DemoTeam) -> None:
    """Let one officer say that the recorded superior is not theirs."""
    year.session.add(
        SuperiorDoubt(
            person_id=team.officers[-1].person_id,
            superior_id=team.superior_id,
            note=DOUBT,
            asked_at=year.moment(year.today - timedelta(days=1)),
        )
    )
    year.session.commit()


def compare(year: StaffYear, rated: DemoResult, *, agency_id: int) -> None:
    """Let the appraisers of an agency meet on the day after they rated; commits.

    :param rated: whose appraiser says what became of the own rating.
    """
    session, superior_id = year.session, rated.role.superior_id
    day = date(year.cycle.year + 1, 1, RATED) + timedelta(days=1)
    called = meeting_service.CallMeeting(
        year.cycle.id, agency_id, day, frozenset({superior_id}), OFFICE
    )
    meeting_id = meeting_service.call_meeting(session, called, today=day)
    meeting_service.hold_meeting(session, meeting_id, revision=1, attended={superior_id}, today=day)
    outcome = meeting_service.RecordOutcome(
        meeting_id,
        rated.plan.id,
        rated.role.person_id,
        superior_id,
        LookAgainState.KEPT,
        rating_number=1,
        reason=year.vault.lock(COMPARED),
    )
    meeting_service.record_outcome(session, outcome, today=day)
