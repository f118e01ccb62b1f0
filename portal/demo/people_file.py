"""A file of people that somebody of the performance office sent: two came, one post waits."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from portal.accounts.staff.queries import recipients
from portal.demo.superiors import OFFICERS_TITLE, DemoTeam
from portal.organisation.people import queries as people
from portal.organisation.people.service import Hand
from portal.organisation.people_pages.import_service import import_people
from portal.web.access import Role

REASON = "SK 800/27 tentang penempatan pegawai (contoh)"
NEW_TITLE = "Penelaah Teknis Kebijakan"
# Staff numbers and names of the two who came.
CAME = (
    ("199503142024031021", "Permata Wening (rekaan)"),
    ("199611082024032034", "Nugraha Bima (rekaan)"),
)
MORNING = time(2, tzinfo=UTC)
HEADINGS = "NIP;NAMA;JENIS PEGAWAI;NAMA ATASAN;JENIS;TMT MULAI;KODE INSTANSI;JABATAN;TMT JABATAN"


def send_people_file(session: Session, team: DemoTeam, *, today: date) -> int:
    """Take a file in as somebody of the office, so that another one confirms what waits; commits.

    :returns: how many changes wait; 0 also where the office has not two accounts.
    """
    office = [staff for _, staff in recipients(session, [Role.PERFORMANCE_OFFICE])]
    session.commit()
    if len(office) < 2:
        return 0
    content = people_file(session, team, today=today)
    by = Hand(office[-1], datetime.combine(today, MORNING), today, _not_yet)
    return len(import_people(session, content, reason=REASON, by=by).posts.other)


def people_file(session: Session, team: DemoTeam, *, today: date) -> bytes:
    """Return a file of two who came, and of an officer whose post becomes another next month."""
    agency, title = team.agency.code, OFFICERS_TITLE
    superior = people.persons(session, [team.superior_id])[team.superior_id].name
    known = people.persons(session, [each.person_id for each in team.officers])
    session.commit()
    rows = [
        f"{number};{name};PNS;{superior};Definitif;{today};{agency};{title};{today}"
        for number, name in CAME
    ]
    moved = next((each.number for each in known.values() if each.number), None)
    if moved is not None:
        next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        rows.append(f"{moved};;;;;;{agency};{NEW_TITLE};{next_month}")
    return "\n".join([HEADINGS, *rows]).encode()


def _not_yet(session: Session, *, first: date, last: date) -> bool:
    """Return that nobody is evaluated: nothing in the file is of a day before today."""
    return False
