"""Queries on the settings that the city decided."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.city_settings.models import CityEmblem, CitySettingChange
from portal.organisation.posters.city_look import CityLook
from portal.settings import Settings


def choices(session: Session) -> dict[str, str]:
    """Return the value in force of each setting that was ever decided, by name."""
    query = select(CitySettingChange).order_by(CitySettingChange.id)
    return {row.name: row.value for row in session.scalars(query)}


def changes(session: Session) -> tuple[CitySettingChange, ...]:
    """Return every decision, newest first."""
    return tuple(session.scalars(select(CitySettingChange).order_by(CitySettingChange.id.desc())))


def emblem(session: Session, fingerprint: str) -> bytes | None:
    """Return the picture of a fingerprint such as ``svg-<sha256>``, or None."""
    found = session.get(CityEmblem, fingerprint) if fingerprint else None
    return found.picture if found else None


def city_look(session: Session, settings: Settings) -> CityLook:
    """Return how the city shows itself in print by ``settings``."""
    picture = emblem(session, settings.city_emblem) or b""
    return CityLook(settings.city_colour, settings.city_emblem[:3] if picture else "", picture)
