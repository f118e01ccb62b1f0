"""Makers of what is unusual at a desk, waiting for somebody to look into it."""

from datetime import date

from sqlalchemy.orm import Session

from portal.rating.mixing.anomaly_models import ANY_CHANNEL, Anomaly
from portal.rating.mixing.anomaly_rules import AnomalyKind


def make_anomaly(
    session: Session,
    desk_id: int,
    *,
    kind: AnomalyKind = AnomalyKind.ALL_TOP_SHARE,
    period: str = "2026-05",
    noticed_on: date = date(2026, 6, 2),
) -> int:
    """Notice something at a desk and return its number; commits."""
    row = Anomaly(
        kind=kind,
        desk_id=desk_id,
        channel=ANY_CHANNEL,
        period=period,
        noticed_on=noticed_on,
        observed=9.0,
        expected=3.0,
    )
    session.add(row)
    session.commit()
    return row.id
