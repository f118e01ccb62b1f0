"""5,000 plans of six indicators from one .xlsx of the official record: looked at, taken in."""

import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime

from flask_migrate import upgrade
from sqlalchemy import insert

from benchmarks.context import Context
from benchmarks.ratio import Ratio

PEOPLE, RESULTS, INDICATORS = 5_000, 2, 3
SECONDS, MEGABYTES = 60, 500
NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)
TODAY = date(2026, 1, 12)


def measure(context: Context) -> list[Ratio]:
    """Import in a process of its own, whose memory is nothing else's."""
    found = []
    for kind in ("sqlite", "postgresql"):
        folder, url = context.new_folder("official"), context.new_database(kind)
        command = [sys.executable, "-m", "benchmarks.official_import", str(folder), url]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
        look, take, megabytes, size = map(float, run.stdout.split()[-4:])
        detail = {"preview s": round(look, 1), "written s": round(take, 1), "file kB": size}
        title = f"import of {PEOPLE:,} plans (.xlsx) with preview, {kind}"
        found.append(Ratio(f"{title}: seconds", look + take, SECONDS, detail=detail))
        found.append(Ratio(f"{title}: memory in MB", megabytes, MEGABYTES))
    return found


def content() -> bytes:
    """Return the file: every text is another one."""
    from portal.evaluation.official.plan_rows import HEADINGS, written_row
    from portal.evaluation.official.table_file import workbook_of

    rows = (
        written_row(_cells(person, result=result, each=each))
        for person in range(PEOPLE)
        for result in range(RESULTS)
        for each in range(INDICATORS)
    )
    return workbook_of("SKP", tuple(HEADINGS.values()), rows=rows)


def _cells(person: int, *, result: int, each: int) -> dict[str, str]:
    """Return a row as the export writes it: what repeats stands in the first row only."""
    first_of_plan = {
        "name": f"PEGAWAI {person} CONTOH, S.Sos.",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "approach": "Kuantitatif",
        "official_number": f"skp-{person}",
    }
    first_of_result = {
        "kind": "Utama",
        "serves": f"Meningkatnya mutu layanan bidang {person % 90} (contoh)",
    }
    return {
        "number": number(person),
        **({} if result or each else first_of_plan),
        **({} if each else first_of_result),
        "result_number": f"{result}",
        "result": f"Berkas pendaftaran {person}-{result} selesai sesuai standar waktu",
        "aspect": "Kuantitas",
        "indicator": f"Jumlah berkas jenis {each} yang selesai, {person}",
        "target": f"{1 + person % 900} berkas",
        "method": "Berkas selesai dihitung setiap bulan",
        "source": "Register berkas loket",
        "weight": "25" if result == 0 else "0",
    }


def number(person: int) -> str:
    """Return a staff number; none ends in 000, which spreadsheets make of lost digits."""
    return f"1990010120150{1 + person + person // 999:05d}"


def main(folder: str, url: str) -> None:
    """Make the people, import the file, print seconds, megabytes and the file's size."""
    from portal.app import create_app
    from portal.evaluation.official.merging import Outcome
    from portal.evaluation.official.plan_file import read_plan_file
    from portal.evaluation.official.plan_service import ImportReach, preview_plans, take_in_plans
    from portal.organisation.people.models import Officer
    from portal.settings import Settings
    from portal.storage.database import end_read
    from portal.storage.texts.key_file import Vault
    from portal.web.extensions import db
    from tests.factories.cycles import make_cycle

    environ = {"PORTAL_INSTANCE_DIR": folder, "PORTAL_DATABASE_URL": url, "PORTAL_DEMO": "0"}
    app = create_app(Settings.from_env(environ))
    with app.app_context():
        upgrade()
        session = db.session()
        make_cycle(session)
        people = [
            {"name": f"P {each}", "number": number(each), "badge_name": "", "badge_number": ""}
            for each in range(PEOPLE)
        ]
        session.execute(insert(Officer), people)
        session.commit()
        file, reach, vault = content(), ImportReach(None, TODAY, NOW), Vault(b"k" * 32)
        begin = time.monotonic()
        look = preview_plans(session, read_plan_file(file), reach=reach, vault=vault)
        middle = time.monotonic()
        # As between two requests: nobody holds a transaction while the file is read again.
        end_read(session)
        done = take_in_plans(session, read_plan_file(file), reach=reach, vault=vault)
        end = time.monotonic()
        if not look.counts == done.counts == {Outcome.NEW: PEOPLE}:
            raise SystemExit(f"not everything was taken in: {done.counts} {done.faults[:3]}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(middle - begin, end - middle, max(peak, children), len(file) // 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
