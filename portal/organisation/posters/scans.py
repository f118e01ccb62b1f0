"""Counts scans of posters within the running app."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app

from portal.organisation.posters.scan_batches import ScanBatch
from portal.organisation.posters.service import record_scans
from portal.time.months import month_of
from portal.web.extensions import current_settings, db

SCANS = "portal_poster_scans"


def install_scans(app: Flask) -> None:
    """Give the process an empty batch."""
    app.extensions[SCANS] = ScanBatch()


def count_scan(desk_id: int, *, now: datetime) -> None:
    """Count that a poster's address was opened; about every ten minutes this writes."""
    batch: ScanBatch = current_app.extensions[SCANS]
    month = month_of(now.astimezone(ZoneInfo(current_settings().timezone)).date())
    counts = batch.add(desk_id, period=month, now=now)
    if counts:
        record_scans(db.session(), counts)
