"""Drafts of realisations, stored on the server until they are reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.evaluation.realisations.domain import IndicatorPeriod
from portal.evaluation.realisations.models import RealisationDraft
from portal.storage.database import begin_write


class DraftChanged(ValueError):
    """The draft was saved elsewhere after the page was shown: another tab, another device."""


def draft_of(session: Session, place: IndicatorPeriod) -> RealisationDraft | None:
    """Return what the person typed last, or None."""
    return session.get(RealisationDraft, _key(place))


def save_draft(
    session: Session, place: IndicatorPeriod, *, revision: int, fields: bytes, now: datetime
) -> int:
    """Keep what was typed and return the draft's new revision; commits.

    :param revision: that the page showed; 0 where there was no draft.
    :param fields: encrypted.
    :raises DraftChanged: when it was saved elsewhere meanwhile.
    """
    begin_write(session)
    row = session.scalar(
        select(RealisationDraft)
        .where(
            RealisationDraft.plan_id == place.plan_id,
            RealisationDraft.indicator_key == place.indicator_key,
            RealisationDraft.period_number == place.period_number,
        )
        .with_for_update()
    )
    if (0 if row is None else row.revision) != revision:
        session.rollback()
        raise DraftChanged(f"{place}")
    if row is None:
        row = RealisationDraft(**_key(place), person_id=place.person_id, revision=0)
        session.add(row)
    row.revision, row.fields, row.saved_at = revision + 1, fields, now
    session.commit()
    return revision + 1


@dataclass(frozen=True, slots=True)
class DraftToKeep:
    """What a draft says from now on.

    :ivar revision: of the draft before; 0 for none.
    :ivar fields: encrypted.
    """

    place: IndicatorPeriod
    revision: int
    fields: bytes


def keep_drafts(session: Session, drafts: Iterable[DraftToKeep], *, now: datetime) -> None:
    """Keep drafts that were read under a lock, within the caller's transaction.

    :raises sqlalchemy.exc.IntegrityError: where somebody began one of them meanwhile.
    """
    for each in drafts:
        row = session.get(RealisationDraft, _key(each.place))
        if row is None:
            row = RealisationDraft(**_key(each.place), person_id=each.place.person_id)
            session.add(row)
        row.revision, row.fields, row.saved_at = each.revision + 1, each.fields, now
    session.flush()


def drop_draft(session: Session, place: IndicatorPeriod) -> None:
    """Forget what was typed, within the caller's transaction."""
    session.execute(
        delete(RealisationDraft).where(
            RealisationDraft.plan_id == place.plan_id,
            RealisationDraft.indicator_key == place.indicator_key,
            RealisationDraft.period_number == place.period_number,
        )
    )


def _key(place: IndicatorPeriod) -> dict[str, int]:
    return {
        "plan_id": place.plan_id,
        "indicator_key": place.indicator_key,
        "period_number": place.period_number,
    }
