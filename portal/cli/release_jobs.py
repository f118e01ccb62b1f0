"""The periodic work of publication: what is due goes out, and the next draft is made."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.cli.circumstances import circumstances_of
from portal.publication.charts.drawing import draw
from portal.publication.service.due import prepare_next, publish_due
from portal.settings import Settings


def publish_what_is_due(session: Session, settings: Settings, *, now: datetime) -> None:
    """Publish overdue months, oldest first, then prepare the one that was closed last."""
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    circumstances = circumstances_of(settings)
    for _ in publish_due(session, today=today, circumstances=circumstances, draw=draw):
        session.expunge_all()
    prepare_next(session, today=today, circumstances=circumstances, draw=draw)
