"""Rewrites the keys of accepted forms in an order that is not that of arrival; deletes old ones."""

from sqlalchemy import delete, text

from portal.rating.mixing.inbox_models import AcceptedSubmission
from portal.rating.mixing.mix_run import MixRun, MixStep
from portal.storage.database import begin_write

# The keys are keyed hashes: sorting by them is an order that has nothing to do with arrival.
REWRITE = text(
    "WITH moved AS (DELETE FROM accepted_submission RETURNING key_hash, expires_on) "
    "INSERT INTO accepted_submission (key_hash, expires_on) "
    "SELECT key_hash, expires_on FROM moved ORDER BY key_hash"
)


def rewrite_accepted(run: MixRun) -> None:
    """Drop expired keys; on PostgreSQL write the others anew, sorted by their hash.

    SQLite keeps the table sorted by its key as it is (WITHOUT ROWID).
    """
    session = run.session
    begin_write(session)
    session.execute(delete(AcceptedSubmission).where(AcceptedSubmission.expires_on < run.today))
    if session.connection().dialect.name == "postgresql":
        session.execute(REWRITE)
    session.commit()
    run.reached(MixStep.ACCEPTED_REWRITTEN)
