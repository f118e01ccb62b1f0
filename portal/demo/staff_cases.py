"""A good case of the made-up city, published without a name."""

from portal.demo.staff_acts import ActingPerson, StaffYear
from portal.demo.staff_growth import sides_in
from portal.evaluation.good_cases import service as cases
from portal.evaluation.good_cases.queries import case_with

TITLE = "Antrean pagi yang lebih tenang (contoh)"
PROBLEM = "Warga datang bersamaan pukul delapan dan menunggu lama."
DONE = "Nomor dibagi menurut layanan, dan syarat diperiksa di pintu."
CHANGED = "Waktu tunggu turun dari 40 menjadi 15 menit menurut catatan antrean."


def tell_good_case(year: StaffYear, role: ActingPerson, *, agency_id: int) -> None:
    """Publish what one person did, without a name; commits."""
    session, lock = year.session, year.vault.lock
    person = sides_in(role, viewer_id=role.person_id)
    told = cases.CaseTold(lock(TITLE), lock(PROBLEM), lock(DONE), lock(CHANGED))
    made = cases.write_case(session, person, agency_id=agency_id, told=told, today=year.today)
    held = case_with(session, made)
    revision = 1 if held is None else held.revision
    cases.publish_case(session, made, revision=revision, names_agency=False, today=year.today)
