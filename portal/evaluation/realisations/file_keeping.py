"""A file on its way in, out, and away: looked at, encrypted, put on record."""

from flask import abort

from portal.evaluation.realisations import file_service
from portal.evaluation.realisations.evidence_forms import SendFileForm
from portal.evaluation.realisations.evidence_service import EnoughEvidence
from portal.evaluation.realisations.reading import move_of
from portal.evaluation.realisations.realised import Realised, ShownPeriod
from portal.evaluation.realisations.realised_queries import KeptFile, kept_file
from portal.evaluation.realisations.realising import RealisationChanged
from portal.storage.files.checking import checked_upload
from portal.storage.files.contents import DiskNearlyFull, FileStore
from portal.web.extensions import current_settings, db, record_act, today, unlocked, vault

LONGEST_NAME = 200


def keep_file(shown: ShownPeriod, item: Realised, *, form: SendFileForm) -> str:
    """Keep a file that was sent, and return what became of it, as pages say it.

    :raises portal.storage.files.kinds.FileRefused: when it is none that is taken.
    """
    sent = form.file.data
    name = str(sent.filename or "")[-LONGEST_NAME:]
    checked = checked_upload(sent.stream, name=name)
    file = file_service.SentFile(checked, vault().lock(name), _store())
    record_act("performance.evidence", shown.subject, kind=str(checked.kind))
    try:
        move = move_of(shown, form, item=item)
        file_service.add_file(db.session(), move, file=file, lock=vault().lock)
    except DiskNearlyFull:
        return "full"
    except EnoughEvidence:
        return "enough"
    except RealisationChanged:
        return "changed"
    return "evidence"


def opened_file(item: Realised, file_id: int) -> tuple[bytes, KeptFile]:
    """Return what a file of a realisation says that the viewer may see, and what it is.

    :raises werkzeug.exceptions.NotFound: when it is another one's, or was taken away.
    """
    is_here = any(each.file is not None and each.number == file_id for each in item.evidence)
    kept = kept_file(db.session(), file_id) if is_here else None
    if kept is None:
        abort(404)
    return file_service.read_file(db.session(), kept, key=unlocked(kept.key), store=_store()), kept


def take_away(shown: ShownPeriod, file_id: int, *, reason: str) -> str:
    """Destroy a file, and return what became of it, as pages say it."""
    record_act("performance.evidence_removed", shown.subject, file=file_id)
    try:
        file_service.remove_file(
            db.session(),
            file_id,
            store=_store(),
            by=shown.viewer_id,
            today=today(),
            reason=vault().lock(reason),
        )
    except file_service.NoSuchFile:
        return "changed"
    return "removed"


def _store() -> FileStore:
    settings = current_settings()
    return FileStore(settings.instance_dir, settings.files_dir)
