"""A file of a case on its way in, out, and away: looked at, encrypted, put on record."""

from portal.evaluation.hearing.forms import RemoveCaseFileForm, SendCaseFileForm
from portal.evaluation.objections import file_service as service
from portal.evaluation.objections.blueprint import ShownCase, carried_out
from portal.evaluation.objections.hearing_service import EnoughOfIt
from portal.evaluation.realisations.file_service import NoSuchFile, SentFile, read_file
from portal.evaluation.realisations.realised_queries import KeptFile
from portal.storage.files.checking import checked_upload
from portal.storage.files.contents import DiskNearlyFull, FileStore
from portal.web.extensions import current_settings, db, vault

LONGEST_NAME = 200


def keep_case_file(case: ShownCase, form: SendCaseFileForm) -> str:
    """Keep a file that a side sent, and return what became of it.

    :raises portal.storage.files.kinds.FileRefused: when it is none that is taken.
    """
    sent = form.file.data
    name = str(sent.filename or "")[-LONGEST_NAME:]
    checked = checked_upload(sent.stream, name=name)
    file = SentFile(checked, case.texts.lock(name), _store())
    title = case.texts.lock(form.title.data)
    try:
        is_done = carried_out(
            case,
            form,
            name="file",
            do=lambda act: service.add_case_file(
                db.session(), act, title=title, file=file, lock=vault().lock
            ),
        )
    except DiskNearlyFull:
        return "full"
    except EnoughOfIt:
        return "enough"
    return "evidence" if is_done else "changed"


def opened_case_file(kept: KeptFile) -> bytes:
    """Return the content of a file."""
    return read_file(db.session(), kept, key=vault().unlock(kept.key), store=_store())


def take_case_file_away(case: ShownCase, form: RemoveCaseFileForm, *, evidence_id: int) -> bool:
    """Destroy a file; else the form says why not."""
    removal = service.Removal(evidence_id, _store())
    try:
        return carried_out(
            case,
            form,
            name="file_removed",
            do=lambda act: service.remove_case_file(db.session(), act, removal=removal),
            reason=form.reason.data,
        )
    except NoSuchFile:
        # Somebody else was quicker: it is gone, as was wanted.
        return True


def take_case_link_away(case: ShownCase, form: RemoveCaseFileForm, *, evidence_id: int) -> bool:
    """Take a link among the evidence away; else the form says why not."""
    try:
        return carried_out(
            case,
            form,
            name="evidence_removed",
            do=lambda act: service.remove_case_link(db.session(), act, evidence_id=evidence_id),
            reason=form.reason.data,
        )
    except NoSuchFile:
        return True


def _store() -> FileStore:
    settings = current_settings()
    return FileStore(settings.instance_dir, settings.files_dir)
