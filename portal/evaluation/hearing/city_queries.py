"""Open objections of the whole city, counted for the report that its mayor reads."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.objections.queries import pending_objections


def waits_in_city(session: Session, today: date) -> Iterator[tuple[str, int, bool]]:
    """Yield label, number and that it counts people's cases: objections not decided yet."""
    yield "Keberatan pegawai yang belum diputuskan", len(pending_objections(session)), True
