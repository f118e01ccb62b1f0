"""Trainings of the made-up city: one behind with its hours, one ahead with a substitute."""

from datetime import date, timedelta

from portal.demo.staff_acts import ActingPerson, StaffYear
from portal.demo.staff_growth import sides_in
from portal.evaluation.rules.training import TrainingTrigger
from portal.evaluation.training import service as trainings
from portal.evaluation.training.catalogue_service import take_in_catalogue
from portal.evaluation.training.domain import Topic

TOPIC = Topic("berkas-digital", "Mengelola berkas digital (contoh)", 8, "Diklat kota (rekaan)")
TOPIC_DONE = Topic("melayani-tenang", "Melayani dengan tenang (contoh)", 12, "Diklat kota (rekaan)")
PROVED = "Sertifikat contoh 12. (contoh)"
AHEAD, BEHIND = timedelta(days=14), timedelta(days=20)


def train(year: StaffYear, role: ActingPerson, *, day: date) -> None:
    """Plan one training ahead, and finish one that is behind; commits."""
    take_in_catalogue(year.session, [TOPIC, TOPIC_DONE])
    _training(year, role, topic=TOPIC, day=day, on=year.today + AHEAD)
    _training(year, role, topic=TOPIC_DONE, day=day, on=year.today - BEHIND)


def _training(year: StaffYear, role: ActingPerson, *, topic: Topic, day: date, on: date) -> None:
    """Plan a training; one that is behind was taken part in, proved and confirmed."""
    session = year.session
    superior = sides_in(role, viewer_id=role.superior_id)
    person = sides_in(role, viewer_id=role.person_id)
    made = trainings.suggest_training(
        session, topic_code=topic.code, trigger=TrainingTrigger.SKILL, sides=superior, today=day
    )
    answer = trainings.TrainingAct(made, 1, person, day)
    trainings.decide_training(session, answer, declined=None)
    release = trainings.DeskRelease(on, on, role.superior_id)
    plan = trainings.TrainingAct(made, 2, superior, day)
    trainings.plan_training(session, plan, release=release)
    if on > year.today:
        return
    trainings.begin_training(session, trainings.TrainingAct(made, 3, person, on))
    proved = trainings.TrainingAct(made, 4, person, on)
    evidence = year.vault.lock(PROVED)
    trainings.prove_training(session, proved, evidence=evidence, hours=topic.hours)
    trainings.finish_training(session, trainings.TrainingAct(made, 5, superior, on))
