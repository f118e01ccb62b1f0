"""Records what the city decides about its settings."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.organisation.city_settings.models import CitySettingChange
from portal.organisation.city_settings.queries import choices
from portal.settings import CITY_CHOICES, Settings
from portal.storage.database import begin_write


class NothingDecided(ValueError):
    """The setting was decided to be that already."""


@dataclass(frozen=True, slots=True)
class DecideSetting:
    """A decision; ``value`` is what a variable would hold, ``reason`` a sentence."""

    name: str
    value: str
    reason: str
    decided_by: str


def decide_setting(
    session: Session, command: DecideSetting, *, today: date, operator: Settings
) -> None:
    """Record a decision, which holds from now on; commits. See ``record_decision``."""
    begin_write(session)
    record_decision(session, command, today=today, operator=operator)
    session.commit()


def record_decision(
    session: Session, command: DecideSetting, *, today: date, operator: Settings
) -> None:
    """Record a decision, which holds from now on, within the caller's transaction.

    To decide what a variable says already is a decision, too: it holds whatever the variable says
    later.

    :param operator: the settings before any decision, by which the value is checked.
    :raises portal.setting_values.InvalidSetting: when the value cannot be used.
    :raises NothingDecided: when the newest decision said the same.
    :raises ValueError: for a name that the city does not decide.
    """
    if command.name not in CITY_CHOICES:
        raise ValueError(command.name)
    operator.with_choices({command.name: command.value})
    if choices(session).get(command.name) == command.value:
        session.rollback()
        raise NothingDecided(command.name)
    session.add(
        CitySettingChange(
            name=command.name,
            value=command.value,
            reason=command.reason,
            decided_on=today,
            decided_by=command.decided_by,
        )
    )
