"""How people of the made-up city grow: a development plan that both sides agreed on."""

from datetime import date, timedelta

from portal.demo.staff_acts import ActingPerson, StaffYear
from portal.evaluation.development.domain import Sides
from portal.evaluation.development_plans import service as plans
from portal.evaluation.development_plans.domain import DevelopmentWay

STRENGTHS = "Sabar mendengarkan warga. (contoh)"
WISH = "Menjadi pengawas loket dalam tiga tahun. (contoh)"
AIMS = (
    ("Memakai sistem berkas digital (contoh)", DevelopmentWay.TRAINING, "Pelatihan 8 JP"),
    ("Menangani berkas rumit sendiri (contoh)", DevelopmentWay.MENTORING, "Rekan, tiap Rabu"),
)
LONG = timedelta(days=90)


def sides_in(role: ActingPerson, *, viewer_id: int) -> Sides:
    """Return what somebody is to a person of the team."""
    is_appraiser = viewer_id == role.superior_id
    return Sides(
        role.person_id,
        viewer_id,
        is_appraiser,
        is_above=False,
        is_auditor=False,
        has_superior=True,
    )


def develop(year: StaffYear, role: ActingPerson, *, day: date) -> None:
    """Let a person and the superior agree on a development plan; commits."""
    session, lock = year.session, year.vault.lock
    person = sides_in(role, viewer_id=role.person_id)
    superior = sides_in(role, viewer_id=role.superior_id)
    made = plans.start_development_plan(
        session, person, strengths=lock(STRENGTHS), wish=lock(WISH), today=day
    )
    for number, (aim, way, means) in enumerate(AIMS, start=1):
        told = plans.AimTold(lock(aim), way, lock(means), day + LONG)
        plans.add_aim(session, plans.DevelopmentAct(made, number, person, day), told=told)
    sent = plans.DevelopmentAct(made, len(AIMS) + 1, person, day)
    plans.send_development_plan(session, sent)
    agreed = plans.DevelopmentAct(made, len(AIMS) + 2, superior, day)
    plans.answer_development_plan(session, agreed, returned=None)
