"""Queries on the settings that the city decided."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.organisation.city_settings.models import CitySettingChange


def choices(session: Session) -> dict[str, str]:
    """Return the value in force of each setting that was ever decided, by name."""
    query = select(CitySettingChange).order_by(CitySettingChange.id)
    return {row.name: row.value for row in session.scalars(query)}


def changes(session: Session) -> tuple[CitySettingChange, ...]:
    """Return every decision, newest first."""
    return tuple(session.scalars(select(CitySettingChange).order_by(CitySettingChange.id.desc())))
