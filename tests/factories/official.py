"""Makers of files of the official record, and of people whom they name."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from portal.evaluation.official.plan_rows import HEADINGS
from portal.evaluation.official.plan_service import ImportReach
from portal.organisation.people.models import Officer
from portal.storage.spreadsheets.cells import write_csv
from portal.storage.texts.key_file import Vault
from tests.factories.plans import PlanScene, make_plan_scene

LESTARI, SURYA, RATNA, STRANGER = (
    "199105172015032903",
    "198411022009012902",
    "198003142005011901",
    "199309082019031904",
)
VAULT = Vault(b"k" * 32)
NOW = datetime(2026, 1, 12, 3, tzinfo=UTC)
CITY = ImportReach(None, date(2026, 1, 12), NOW)
INDICATOR = {
    "result": "Berkas selesai tepat waktu",
    "indicator": "Jumlah berkas",
    "target": "1.200 berkas",
    "aspect": "Kuantitas",
    "serves": "Layanan membaik",
    "method": "dihitung",
    "source": "register",
    "weight": "100",
}


def make_official_scene(session: Session) -> PlanScene:
    """Make the plans' scene, in which everybody but the mayor has a staff number; commits."""
    scene = make_plan_scene(session)
    people = (scene.person, scene.superior, scene.leader, scene.stranger)
    for person_id, number in zip(people, (LESTARI, SURYA, RATNA, STRANGER), strict=True):
        session.get_one(Officer, person_id).number = number
    session.commit()
    return scene


def plan_table(*rows: dict[str, str]) -> bytes:
    """Return a CSV of plans; a row says what differs from ``INDICATOR`` of Lestari."""
    written = [{"number": LESTARI, **INDICATOR, **row} for row in rows]
    return write_csv(
        tuple(HEADINGS.values()), [[row.get(name, "") for name in HEADINGS] for row in written]
    ).encode()
