"""The nightly backup, made when `PORTAL_BACKUP_DIR` is set."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.cli.backing_up import make
from portal.settings import Settings
from portal.storage.backup.copies import CannotCopy
from portal.storage.backup.kept import remove_old
from portal.storage.backup.making import CannotBackUp
from portal.time.schedule.domain import ALL_DONE, WorkReport
from portal.time.schedule.service import JobFailed

DOUBTFUL = "a backup was made, but what it holds does not verify: run flask releases verify"


def back_up(session: Session, settings: Settings, *, now: datetime) -> WorkReport:
    """Make the night's backup and remove those that are too many.

    One whose figures do not verify is kept and named as a problem; trying again would not help.

    :raises portal.time.schedule.service.JobFailed: when none can be made.
    """
    if settings.backup_dir is None:
        return ALL_DONE
    try:
        made = make(session.get_bind().engine, settings, folder=settings.backup_dir, now=now)
    except (CannotBackUp, CannotCopy) as error:
        raise JobFailed(str(error)) from error
    remove_old(settings.backup_dir, keep=settings.backup_keep)
    return ALL_DONE if made.fault is None else WorkReport((DOUBTFUL,))
