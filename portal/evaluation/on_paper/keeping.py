"""A scan on its way in and out: looked at, encrypted, given to whoever reads what it is about."""

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.evaluation.on_paper.forms import SCAN_FAULTS, SignedPaperForm
from portal.evaluation.papers.domain import KeptPaper, PaperAbout
from portal.evaluation.papers.service import SignedPaper, read_scan, withdraw_paper
from portal.storage.files.checking import checked_upload
from portal.storage.files.contents import FileStore
from portal.storage.files.kinds import FileRefused
from portal.web.extensions import current_settings, current_staff, db, today, unlocked, vault


def signed_paper(about: PaperAbout, form: SignedPaperForm) -> SignedPaper | None:
    """Return the paper of a valid form; None where the form says why its scan is not taken."""
    sent, signed_on = form.file.data, form.signed_on.data
    if signed_on is None:
        return None
    try:
        scan = checked_upload(sent.stream, name=str(sent.filename or ""))
    except FileRefused as refused:
        form.refuse_scan(SCAN_FAULTS[refused.fault])
        return None
    return SignedPaper(
        about,
        signed_on,
        kept_at=vault().lock(form.kept_at.data or ""),
        scan=scan,
        recorded_by=current_staff().account_id,
        store=_store(),
        lock=vault().lock,
    )


def opened_scan(paper: KeptPaper) -> bytes:
    """Return the content of a scan.

    :raises portal.storage.files.contents.ContentGone: when its time is over.
    """
    return read_scan(db.session(), paper, key=unlocked(paper.key), store=_store())


def withdrawn(paper_id: int) -> bool:
    """Destroy the scan of a paper that stands for nothing yet; False for every other."""
    return withdraw_paper(db.session(), paper_id, store=_store(), today=today())


def is_of_today(at: datetime) -> bool:
    """Return whether a moment lies on the city's date of today."""
    return at.astimezone(ZoneInfo(current_settings().timezone)).date() == today()


def _store() -> FileStore:
    settings = current_settings()
    return FileStore(settings.instance_dir, settings.files_dir)
