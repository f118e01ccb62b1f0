"""5,000 people with posts and lines from one file, through the pages: looked at, then confirmed."""

import io
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from unittest.mock import patch

from flask.testing import FlaskClient
from flask_migrate import upgrade
from werkzeug.test import TestResponse

from benchmarks.context import Context
from benchmarks.official_import import number
from benchmarks.ratio import Ratio

PEOPLE, FEW, AGENCIES, GROUP = 5_000, 500, 25, 50
SECONDS, MEGABYTES = 60, 500
NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)
PAGE = "/admin/people/import"


def measure(context: Context) -> list[Ratio]:
    """Import in a process of its own, whose memory is nothing else's."""
    people, found = FEW if context.is_quick else PEOPLE, []
    for kind in ("sqlite",) if context.is_quick else ("sqlite", "postgresql"):
        folder, url = context.new_folder("people"), context.new_database(kind)
        command = [sys.executable, "-m", "benchmarks.people_import", str(folder), url, str(people)]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
        look, take, megabytes, size = map(float, run.stdout.split()[-4:])
        detail = {"preview s": round(look, 1), "written s": round(take, 1), "file kB": size}
        title = f"import of {people:,} people with posts and lines (.xlsx), {kind}"
        found.append(Ratio(f"{title}: seconds", look + take, SECONDS, unit="s", detail=detail))
        found.append(Ratio(f"{title}: memory", megabytes, MEGABYTES, unit="MB"))
    return found


def content(people: int) -> bytes:
    """Return the file: everybody but the first reports to the head of a group of 50."""
    from portal.evaluation.official.table_file import workbook_of
    from portal.organisation.people_pages.import_rows import HEADINGS

    rows = (tuple(cells(each).get(name, "") for name in HEADINGS) for each in range(people))
    return workbook_of("Pegawai", tuple(HEADINGS.values()), rows=rows)


def cells(person: int) -> dict[str, str]:
    """Return what the file says of somebody."""
    head = person - person % GROUP
    above = {
        "superior_number": number(head if head != person else 0),
        "line_kind": "Definitif",
        "starts_on": "2026-01-01",
    }
    return {
        "number": number(person),
        "name": f"PEGAWAI {person} CONTOH, S.Sos.",
        "kind": "PNS",
        "agency": f"instansi-{person // GROUP % AGENCIES}",
        "title": "Pengelola Layanan Operasional",
        "is_head": "Tidak",
        "post_starts_on": "2024-01-02",
        **(above if person else {}),
    }


def main(folder: str, url: str, people: str) -> None:
    """Send the file as the office does, print seconds, megabytes and the file's size."""
    from portal.app import create_app
    from portal.settings import Settings
    from portal.web.access import Role
    from portal.web.extensions import db
    from tests.factories.organisation import make_agency
    from tests.staff import signed_in

    environ = {"PORTAL_INSTANCE_DIR": folder, "PORTAL_DATABASE_URL": url, "PORTAL_DEMO": "0"}
    app = create_app(Settings.from_env(environ))
    with patch("portal.time.clock.now", lambda: NOW):
        with app.app_context():
            upgrade()
            for each in range(AGENCIES):
                make_agency(db.session(), f"instansi-{each}")
            db.session.commit()
        office = signed_in(app, Role.PERFORMANCE_OFFICE).client
        file = content(int(people))
        begin = time.monotonic()
        shown = looked_at(office, file)
        middle = time.monotonic()
        confirmed(office, shown)
        end = time.monotonic()
        with app.app_context():
            check(int(people))
    peaks = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(middle - begin, end - middle, max(peaks) / 1024, len(file) // 1024)


def looked_at(office: FlaskClient, file: bytes) -> TestResponse:
    """Send the file and return the page that shows what it would change."""
    from tests.web.accounts.forms import hidden_fields

    sent = {"file": (io.BytesIO(file), "pegawai.xlsx"), "reason": "SK 800/9"}
    shown = office.post(PAGE, data=hidden_fields(office.get(PAGE).text) | sent)
    if shown.status_code != 200:
        raise SystemExit(f"the preview answered {shown.status_code}")
    return shown


def confirmed(office: FlaskClient, shown: TestResponse) -> None:
    """Confirm what was shown."""
    from tests.web.accounts.forms import hidden_fields

    fields = hidden_fields(shown.text) | {"reason": "SK 800/9"}
    answer = office.post(f"{PAGE}/confirm", data=fields)
    if answer.status_code != 302:
        raise SystemExit(f"the confirmation answered {answer.status_code}")


def check(people: int) -> None:
    """Stop when anybody, a post or a line is missing."""
    from sqlalchemy import func, select

    from portal.organisation.people.models import KeptLine, Officer, PersonPost
    from portal.web.extensions import db

    found = [
        db.session().scalar(select(func.count()).select_from(each))
        for each in (Officer, PersonPost, KeptLine)
    ]
    if found != [people, people, people - 1]:
        raise SystemExit(f"not everything was taken in: {found}")


if __name__ == "__main__":
    main(*sys.argv[1:])
