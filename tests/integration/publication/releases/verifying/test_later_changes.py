"""What is corrected, renamed, added or decided after a release makes no difference to it."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from portal.organisation.calendar.models import VisitsServed
from portal.organisation.places.models import AgencyRow, DeskRow
from portal.publication.building.charts import draw
from portal.publication.building.snapshots import ReleaseSnapshot
from portal.publication.figures.encoding import read, to_json
from portal.publication.releases.gathering import gather
from portal.publication.releases.verifying import differences, figures_only
from portal.rating.mixing.ballot_models import ProfileTally
from tests.factories.organisation import add, make_name, make_note, make_officer, make_posting
from tests.factories.random_city import RandomCity
from tests.factories.revisions import add_paper
from tests.factories.verified_city import ALL_OUT, HERE, MONTHS, add_paper_ballots, leave_out

ROOT = Path(__file__).resolve().parents[5]
LATER = date(2027, 1, 20)
LARGEST_INPUTS = 20_000
VERIFY = """
import sys
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from portal.publication.building.charts import draw
from portal.publication.releases.verifying import differences
with Session(create_engine(sys.argv[1])) as session:
    print(*differences(session, draw=draw))
"""


def test_what_changes_after_a_release_is_no_difference(session: Session) -> None:
    desk = session.scalars(select(DeskRow).where(DeskRow.code == "loket-0-0")).one()
    agency = session.get_one(AgencyRow, desk.agency_id)
    session.execute(update(VisitsServed).values(visits=10, source="Hitungan ulang"))
    make_name(session, "desk", desk.code, name="Loket Baru", starts_on=date(2026, 1, 1))
    session.execute(update(DeskRow).values(retired_on=date(2026, 9, 1)))
    session.execute(text("DELETE FROM desk_service"))
    make_note(session, agency, starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 1))
    make_posting(session, make_officer(session, "9001"), desk, starts_on=date(2026, 1, 1))
    session.execute(text("UPDATE release SET reflection = 'Lain', signed_by = 'Lain'"))
    leave_out(session, desk=desk.id, month=MONTHS[0], on=LATER)

    assert list(differences(session, draw=draw)) == []
    assert figures_only(session) == 0


def test_paper_that_comes_after_december_is_no_difference(session: Session) -> None:
    desk = session.scalars(select(DeskRow).where(DeskRow.code == "loket-0-0")).one()
    agency = session.get_one(AgencyRow, desk.agency_id)
    add_paper(session, RandomCity(agencies=[agency], desks=[desk]), desk=0, n=12, on=LATER)
    add_paper_ballots(session, desk=desk, month=MONTHS[-1], n=12)
    session.execute(
        update(ProfileTally)
        .where(ProfileTally.agency_id == agency.id, ProfileTally.answer == "male")
        .values(respondents=ProfileTally.respondents + 12)
    )
    add(
        session,
        ProfileTally(agency_id=agency.id, year=2026, field="sex", answer="x", respondents=1),
    )
    session.commit()

    assert list(differences(session, draw=draw)) == []


def test_another_process_builds_the_same_bytes(session: Session, database_url: str) -> None:
    session.rollback()

    for seed in ("1", "2"):
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", VERIFY, database_url]
        done = subprocess.run(
            command, env=environ, cwd=ROOT, check=False, capture_output=True, text=True
        )

        assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


def test_inputs_are_kept_small_and_read_back_as_they_were(session: Session) -> None:
    kept = gather(session, MONTHS[-1], today=ALL_OUT, circumstances=HERE)

    assert len(to_json(kept)) < LARGEST_INPUTS
    assert read(ReleaseSnapshot, to_json(kept)) == kept


def test_the_same_inputs_never_have_the_same_digest(session: Session) -> None:
    texts = {
        to_json(gather(session, MONTHS[-1], today=ALL_OUT, circumstances=HERE)) for _ in range(3)
    }

    assert len(texts) == 3
