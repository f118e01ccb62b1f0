"""Dialogues of the made-up city's staff: most held and confirmed, one still ahead, some missing."""

from datetime import timedelta

from portal.demo.staff_acts import ActingPerson, StaffYear
from portal.evaluation.monitoring import service
from portal.evaluation.rules.states import DialogueState

TOPIC = "Antrean awal bulan"
TALKED = "Antrean Senin pagi terlalu panjang; dua loket tutup saat istirahat. (contoh)"
OUTCOME = "Istirahat bergantian, loket tetap buka. (contoh)"
NEXT = "Melihat angka antrean bulan depan. (contoh)"
#: With every third person nobody has spoken yet.
EVERY_SILENT = 3
AGO, AHEAD = timedelta(days=30), timedelta(days=7)


def talk(year: StaffYear, role: ActingPerson, *, number: int) -> None:
    """Let a superior and one of the people talk, if the number says so; commits.

    :param number: of the person within the team; the first has a talk ahead.
    """
    if number % EVERY_SILENT == 0 or year.today - AGO < role.since:
        return
    is_ahead = number == 1
    day = year.today + AHEAD if is_ahead else year.today - AGO
    lock = year.vault.lock
    planned = service.PlanDialogue(
        role.person_id, role.superior_id, role.superior_id, day, lock(TOPIC)
    )
    talk_id = service.plan_dialogue(year.session, planned)
    if is_ahead:
        return
    told = service.Record(day, lock(TALKED), lock(OUTCOME), lock(NEXT), day + 2 * AHEAD)
    held = service.Turn(talk_id, 1, role.superior_id, year.moment(day), day)
    service.hold_dialogue(year.session, held, record=told)
    answer = service.Turn(talk_id, 2, role.person_id, year.moment(day), day)
    service.answer_dialogue(year.session, answer, to=DialogueState.CONFIRMED)
