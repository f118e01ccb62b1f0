"""Help in the made-up city: a programme with check-ins, trainings, a difficulty that many share."""

from datetime import date, timedelta
from decimal import Decimal

from portal.demo.staff_acts import ActingPerson, StaffYear
from portal.demo.staff_growth import develop, sides_in
from portal.demo.staff_trainings import train
from portal.evaluation.development import course_service as course
from portal.evaluation.development import service as programmes
from portal.evaluation.development.queries import programmes_of
from portal.evaluation.development.writing import ProgrammeAct
from portal.evaluation.monitoring import service as monitoring
from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.attainment import Direction
from portal.evaluation.rules.programmes import CHECK_IN_DAYS, Measured

REASON = "Sistem baru belum lancar dipakai. (contoh)"
WEAK_POINT = "Berkas selesai tepat waktu (contoh)"
CHECKED = "Register loket, setiap akhir bulan. (contoh)"
PROVIDES = "Pelatihan 8 JP dan setengah jam seminggu dengan rekan. (contoh)"
DIFFICULT = "Sistem antrean sering berhenti. (contoh)"
SEEN = "Berkas mulai selesai tepat waktu; sistem masih tersendat. (contoh)"
#: Which person of the team.
HELPED = 2
#: Who have the same difficulty.
SHARING = range(1, 6)
AGO, LONG = timedelta(days=45), timedelta(days=90)


def help_out(year: StaffYear, role: ActingPerson, *, number: int) -> None:
    """Let a superior and one of the people agree on help, if the number says so; commits.

    The first five have the same difficulty, so that a measure of their unit is proposed.
    """
    day = year.today - AGO
    if day < role.since:
        return
    if number in SHARING:
        _difficulty(year, role, day=day)
    if number != HELPED:
        return
    _programme(year, role, day=day)
    train(year, role, day=day)
    develop(year, role, day=day)


def _difficulty(year: StaffYear, role: ActingPerson, *, day: date) -> None:
    lock = year.vault.lock
    named = monitoring.NameDifficulty(
        role.person_id,
        role.superior_id,
        day,
        DifficultyCause.TOOLS,
        text=lock(DIFFICULT),
        measure=lock(CHECKED),
        support=lock(PROVIDES),
        due_on=year.today + LONG,
    )
    monitoring.name_difficulty(year.session, named)


def _programme(year: StaffYear, role: ActingPerson, *, day: date) -> None:
    """Agree on a programme that runs, and hold its check-ins so far."""
    session, superior = year.session, sides_in(role, viewer_id=role.superior_id)
    person = sides_in(role, viewer_id=role.person_id)
    made = programmes.propose_programme(session, _proposal(year, role), sides=superior, today=day)
    agreed = ProgrammeAct(made, 1, person, day)
    programmes.agree_programme(session, agreed, counts=year.is_working_day)
    held = programmes_of(session, role.person_id)[0]
    for number, each in enumerate(held.check_ins):
        if each.due_on <= year.today:
            act = ProgrammeAct(made, held.revision + number, superior, each.due_on)
            told = course.CheckInTold(each.id, year.vault.lock(SEEN), True, {})
            course.record_check_in(session, act, told=told)


def _proposal(year: StaffYear, role: ActingPerson) -> programmes.ProposedProgramme:
    day, lock = year.today - AGO, year.vault.lock
    goal = programmes.GoalTold(
        lock(WEAK_POINT),
        None,
        Measured(Decimal("68.9"), 90),
        Decimal(90),
        "%",
        Direction.HIGHER,
        day + LONG,
        lock(CHECKED),
        lock(PROVIDES),
    )
    return programmes.ProposedProgramme(
        role.person_id, lock(REASON), day, CHECK_IN_DAYS, goal, DifficultyCause.TOOLS
    )
