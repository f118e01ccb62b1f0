"""A year confirmed by its appraiser: state, snapshot and entry of the audit log in one commit."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from nacl.secret import SecretBox
from nacl.utils import random
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.evaluation.appraisals.canonical import (
    SALT_BYTES,
    Document,
    canonical,
    digest_of,
    document_in,
)
from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.snapshot_models import AppraisalSnapshot
from portal.evaluation.appraisals.snapshot_queries import last_number, last_snapshot
from portal.evaluation.appraisals.writing import YearAct, note_year, opened_year
from portal.evaluation.appraisals.yearly_models import YearlyEvaluation
from portal.evaluation.rules.levels import Predicate
from portal.evaluation.rules.machines import confirmed_year
from portal.evaluation.rules.states import TransitionRefused, YearlyState
from portal.storage.database import begin_write
from portal.storage.texts.key_file import Vault

# Puts a digest and the number of its snapshot into the audit log, within the transaction.
Seal = Callable[[bytes, int], None]


class NotReady(ValueError):
    """Something still keeps the year from being confirmed."""


class SnapshotExpired(LookupError):
    """The key of a snapshot was destroyed when its time was over; its digest stays."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What is signed: the document, the rules' version, and what seals its digest."""

    document: Document
    rules_version: int
    seal: Seal


def confirm(session: Session, act: YearAct, *, signing: Signing, vault: Vault) -> None:
    """Confirm a result: nothing but a correction or an objection changes it; commits.

    :raises EvaluationChanged: when the page showed an older revision.
    :raises NotReady: where the appraiser who rated is somebody else.
    :raises TransitionRefused: from another state, or a low predicate without its second look.
    """
    row = opened_year(session, act)
    try:
        confirmed_year(
            YearlyState(row.state), predicate=Predicate(row.predicate or Predicate.VERY_POOR)
        )
    except TransitionRefused:
        session.rollback()
        raise
    if row.appraiser_id != act.person_id:
        session.rollback()
        raise NotReady(f"{act.person_id}")
    add_snapshot(session, row.id, act=act, signing=signing, vault=vault)
    row.confirmed_by, row.confirmed_at = act.person_id, act.now
    note_year(session, row, to=YearlyState.CONFIRMED, act=act)
    session.commit()


def add_snapshot(
    session: Session, evaluation_id: int, *, act: YearAct, signing: Signing, vault: Vault
) -> None:
    """Keep a document under a key of its own, its digest in the audit log; caller's transaction."""
    number = (last_number(session, evaluation_id) or 0) + 1
    content = canonical(signing.document, salt=random(SALT_BYTES))
    key = random(SecretBox.KEY_SIZE)
    session.add(
        AppraisalSnapshot(
            evaluation_id=evaluation_id,
            number=number,
            rules_version=signing.rules_version,
            made_at=act.now,
            digest=digest_of(content),
            content=bytes(SecretBox(key).encrypt(content)),
            wrapped_key=vault.lock(key.hex()),
        )
    )
    session.flush()
    signing.seal(digest_of(content), number)


def opened_content(snapshot: AppraisalSnapshot, *, vault: Vault) -> bytes:
    """Return the clear bytes of a snapshot.

    :raises SnapshotExpired: when its key was destroyed.
    :raises nacl.exceptions.CryptoError: when it was changed.
    """
    if snapshot.wrapped_key is None:
        raise SnapshotExpired(f"{snapshot.expired_on}")
    key = bytes.fromhex(vault.unlock(snapshot.wrapped_key))
    return bytes(SecretBox(key).decrypt(snapshot.content))


def snapshot_document(session: Session, year: Yearly, *, vault: Vault) -> Document | None:
    """Return the document of a confirmed result, the last one; None before its confirmation.

    :raises SnapshotExpired: when its key was destroyed.
    """
    held = last_snapshot(session, year.id)
    return None if held is None else document_in(opened_content(held, vault=vault))


def expire_results(
    session: Session, cycle_ids: Collection[int], *, today: date, spared: Collection[int] = ()
) -> int:
    """Destroy the keys of final results of these cycles; their digests stay; commits.

    :param spared: evaluations somebody still has to decide about, with their document.
    :returns: how many documents nobody opens any more.
    """
    begin_write(session)
    final = select(YearlyEvaluation.id).where(
        YearlyEvaluation.cycle_id.in_(cycle_ids),
        YearlyEvaluation.state == YearlyState.FINAL,
        YearlyEvaluation.id.not_in(spared),
    )
    row = AppraisalSnapshot
    due = (row.evaluation_id.in_(final), row.expired_on.is_(None))
    count = session.scalar(select(func.count()).select_from(row).where(*due)) or 0
    session.execute(update(row).where(*due).values(wrapped_key=None, expired_on=today))
    session.commit()
    return count
