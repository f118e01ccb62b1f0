"""Takes a coat of arms that somebody sent: looked at apart, kept with the decision."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.city_settings.models import CityEmblem
from portal.organisation.city_settings.queries import emblem
from portal.organisation.city_settings.service import DecideSetting, record_decision
from portal.settings import Settings
from portal.storage.database import begin_write
from portal.storage.own_programs import ProgramFailed, run_reader

PROGRAM = "portal.organisation.city_settings.emblem_program"
SECONDS = 15
MOST_ANSWER_BYTES = 500_000
TOO_COSTLY = "too_costly"


class EmblemRefused(ValueError):
    """A picture is not taken; the text names what is in the way, or is empty."""


@dataclass(frozen=True, slots=True)
class PlainEmblem:
    """A picture as it may be sent to everybody; ``kind`` is ``svg`` or ``png``."""

    kind: str
    picture: bytes

    @property
    def fingerprint(self) -> str:
        """What the setting holds."""
        return f"{self.kind}-{hashlib.sha256(self.picture).hexdigest()}"


def plain_emblem(content: bytes, *, program: str = PROGRAM) -> PlainEmblem:
    """Return a picture with nothing in it but the picture; call it before a transaction.

    A program of its own looks, whose time and memory the kernel limits.

    :raises EmblemRefused: for anything that is no plain SVG or PNG.
    """
    try:
        told = run_reader(
            content, arguments=[program], seconds=SECONDS, output_bytes=MOST_ANSWER_BYTES
        )
    except ProgramFailed as error:
        raise EmblemRefused(TOO_COSTLY) from error
    kind, _, picture = told.partition(b"\n")
    if kind not in {b"svg", b"png"}:
        raise EmblemRefused(
            picture.decode("ascii", "replace") if kind == b"refused" else TOO_COSTLY
        )
    return PlainEmblem(kind.decode(), picture)


def decide_emblem(
    session: Session,
    command: DecideSetting,
    *,
    picture: PlainEmblem | None,
    today: date,
    operator: Settings,
) -> None:
    """Record which coat of arms holds from now on, and keep its picture; commits.

    :param command: its value is the fingerprint of ``picture``, or empty for none.
    :raises portal.organisation.city_settings.service.NothingDecided: when it holds already.
    """
    begin_write(session)
    if picture is not None and emblem(session, picture.fingerprint) is None:
        session.add(CityEmblem(fingerprint=picture.fingerprint, picture=picture.picture))
    record_decision(session, command, today=today, operator=operator)
    session.commit()
