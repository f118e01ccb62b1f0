"""Dialogues and notes of the made-up city's staff: most talks held, one ahead, some missing."""

from datetime import timedelta

from portal.demo.staff_acts import ActingPerson, StaffYear
from portal.evaluation.monitoring import noting, service
from portal.evaluation.rules.states import DialogueState

TOPIC = "Antrean awal bulan"
TALKED = "Antrean Senin pagi terlalu panjang; dua loket tutup saat istirahat. (contoh)"
OUTCOME = "Istirahat bergantian, loket tetap buka. (contoh)"
NEXT = "Melihat angka antrean bulan depan. (contoh)"
#: With every third person nobody has spoken yet.
EVERY_SILENT = 3
AGO, AHEAD = timedelta(days=30), timedelta(days=7)
SEEN = "Menjelaskan syarat kepada pemohon lansia sampai berkasnya lengkap. (contoh)"
ANSWER = "Terima kasih. Lembar syarat berhuruf besar membantu sekali. (contoh)"
#: Every so many people have a note, and the first of them answered it.
EVERY_NOTED, ANSWERED = 4, 2
NOTED_AGO, ANSWERED_AFTER = timedelta(days=12), timedelta(days=1)


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


def note_down(year: StaffYear, role: ActingPerson, *, number: int) -> None:
    """Let a superior write what was seen, if the number says so; commits.

    :param number: of the person within the team.
    """
    day = year.today - NOTED_AGO
    if number % EVERY_NOTED != ANSWERED or day < role.since:
        return
    lock = year.vault.lock
    note = noting.WriteNote(role.person_id, role.superior_id, lock(SEEN), year.moment(day), day)
    note_id = noting.write_note(year.session, note)
    if number == ANSWERED:
        later = day + ANSWERED_AFTER
        act = service.Turn(note_id, 1, role.person_id, year.moment(later), later)
        noting.add_to_note(year.session, act, text=lock(ANSWER))
