"""Writes an anomaly down once; the database keeps it for good."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing.anomaly_models import ANY_CHANNEL, Anomaly
from portal.rating.mixing.anomaly_rules import AnomalyKind
from portal.time.months import Month


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something unusual; ``channel`` is None for all channels together."""

    kind: AnomalyKind
    desk_id: int
    channel: Channel | None
    period: Month
    observed: float
    expected: float


def note_anomaly(session: Session, noticed: Noticed, *, on: date) -> bool:
    """Keep an anomaly unless it is known for that desk, channel and month; never commits.

    :returns: whether it is new.
    """
    dialect = postgresql if session.connection().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(Anomaly.__table__).values(
        kind=str(noticed.kind),
        desk_id=noticed.desk_id,
        channel=str(noticed.channel or ANY_CHANNEL),
        period=noticed.period,
        noticed_on=on,
        observed=noticed.observed,
        expected=noticed.expected,
    )
    kept = session.execute(
        statement.on_conflict_do_nothing(
            index_elements=["kind", "desk_id", "channel", "period"]
        ).returning(Anomaly.__table__.c.id)
    )
    return kept.first() is not None
