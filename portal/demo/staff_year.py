"""The running year of the made-up city's evaluation: its cycle, plans, work and quarters.

Everything goes the way that people's own acts go, on days of the year that have passed.
"""

import random
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.demo.staff_acts import MORNING, Lateness, Role, StaffYear
from portal.demo.staff_past import add_past_year, served_since
from portal.demo.staff_plans import make_plan
from portal.demo.staff_quarters import evaluate_quarter
from portal.demo.staff_results import last_day
from portal.demo.staff_talks import talk
from portal.demo.staff_work import enter_activities, report_quarter
from portal.demo.superiors import OFFICERS_TITLE, SUPERIORS_TITLE, Line, Team
from portal.evaluation.cycles import queries as cycle_queries
from portal.evaluation.cycles import service as cycle_service
from portal.evaluation.cycles.domain import Cycle, quarter_ends
from portal.evaluation.rules.days import DayTest
from portal.organisation.people.change_models import SuperiorDoubt
from portal.storage.texts.key_file import Vault

OFFICE = "Kantor Kinerja (rekaan)"
OPENED = (1, 5)
#: Every so many officers somebody is behind, each in another way.
EVERY_LATE = 7
NOT_SEEN_YET = 0.3
DOUBT = "Sejak pindah loket, atasan saya bukan lagi yang tercatat di sini."


def add_staff_year(
    session: Session,
    vault: Vault,
    *,
    line: Line,
    shown: Team,
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
    head = Role(shown.head_id, f"Kepala {shown.agency.name}", line.mayor_id, begins)
    superior = Role(shown.superior_id, SUPERIORS_TITLE, shown.head_id, begins)
    officers = [
        Role(each.person_id, OFFICERS_TITLE, shown.superior_id, max(each.since, begins))
        for each in shown.officers
    ]
    for number, role in enumerate((head, superior, *officers), start=-1):
        _make_year(year, role, lateness=_lateness(number))
        talk(year, role, number=number)
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
    line: Line,
    shown: Team,
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
        Role(shown.head_id, f"Kepala {shown.agency.name}", line.mayor_id, begins),
        Role(shown.superior_id, SUPERIORS_TITLE, shown.head_id, begins),
    ]
    for each in shown.officers:
        since = served_since(each.since, year=before)
        if since is not None:
            roles.append(Role(each.person_id, OFFICERS_TITLE, shown.superior_id, since))
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
    cycle = cycle_queries.cycle_with(session, cycle_id)
    if cycle is None:
        raise LookupError(cycle_id)
    return cycle


def _make_year(year: StaffYear, role: Role, *, lateness: Lateness) -> None:
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


def _doubt(year: StaffYear, team: Team) -> None:
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
