"""Builds a month's draft; only commands and jobs call it, since it loads the statistics."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from portal.publication.figures.contradictions import Contradiction
from portal.publication.figures.documents import ReleaseKind, ReleaseState, due_on, is_closed
from portal.publication.figures.encoding import digest, to_json
from portal.publication.figures.known_figures import FIGURES_ADDRESS
from portal.publication.figures.review import review_of
from portal.publication.figures.staff_figures import INPUTS_ADDRESS
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.assembling import inputs_of
from portal.publication.releases.contradictions import keep_contradictions
from portal.publication.releases.drafting import Draw, ReleaseDraft, build
from portal.publication.releases.gathering import ReleaseContext, gather
from portal.publication.releases.models import DraftDocument, Release
from portal.publication.releases.staff_documents import keep_staff_draft
from portal.rating.mixing.anomaly_queries import newest_exclusion
from portal.storage.database import begin_write
from portal.time.months import Month


class PeriodNotOver(ValueError):
    """A month that is still running cannot be released."""


class ReleaseOutOfOrder(ValueError):
    """Months are released one after the other; the text names the one that is next."""


class AlreadyPublished(ValueError):
    """What was published never changes."""


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """A draft as it was stored: how many documents, and how many figures each reason hides.

    ``contradictions`` say why places are withheld.
    """

    edition: str
    documents: int
    shown: int
    hidden: Mapping[str, int]
    contradictions: tuple[Contradiction, ...] = ()


def prepare_release(
    session: Session, period: Month, *, today: date, circumstances: ReleaseContext, draw: Draw
) -> PreparedRelease:
    """Build the draft of a month anew and store it; commits.

    :raises PeriodNotOver: before the month has ended.
    :raises AlreadyPublished: when it is out already.
    :raises ReleaseOutOfOrder: when another month comes first, or nobody has rated yet.
    """
    check_period(session, period, today=today)
    _check_next(session, period)
    # Read first: what is decided while the draft is built makes it stale, and it is built again.
    last_exclusion = newest_exclusion(session, until=period)
    kept = gather(session, period, today=today, circumstances=circumstances)
    draft = build(inputs_of(session, kept), draw=draw)
    begin_write(session)
    release_id = _draft_release(session, period, today=today)
    _store(session, release_id, draft=draft)
    review = review_of(json.loads(draft.bodies[FIGURES_ADDRESS]))
    session.execute(
        update(Release)
        .where(Release.id == release_id)
        .values(
            prepared_on=today,
            last_exclusion=last_exclusion,
            figures_shown=review.shown,
            figures_hidden=review.kept_back,
        )
    )
    keep_contradictions(session, draft.decision.contradictions, period=period)
    keep_staff_draft(session, release_id, bodies={**draft.staff, INPUTS_ADDRESS: to_json(kept)})
    session.commit()
    return _prepared(period, draft=draft)


def check_period(session: Session, period: Month, *, today: date) -> None:
    """Refuse a month that is still running or is published already."""
    if not is_closed(period, today=today):
        raise PeriodNotOver(f"{period} is not over")
    _refuse_published(releases_queries.release_in_brief(session, period))


def _refuse_published(found: releases_queries.ReleaseInBrief | None) -> None:
    if found and found.state is ReleaseState.PUBLISHED:
        raise AlreadyPublished(f"{found.edition} was published on {found.published_on}")


def _check_next(session: Session, period: Month) -> None:
    following = releases_queries.next_month(session)
    if period != following:
        raise ReleaseOutOfOrder(f"{following} comes first" if following else "nobody has rated yet")


def _draft_release(session: Session, period: Month, *, today: date) -> int:
    """Return the release row of a month, made when it is not there; its old draft is dropped."""
    found = releases_queries.locked_release(session, period)
    if found:
        # Somebody may have signed it off while the draft was being built.
        _refuse_published(found)
        session.execute(delete(DraftDocument).where(DraftDocument.release_id == found.id))
        return found.id
    row = Release(
        kind=ReleaseKind.MONTHLY,
        edition=period,
        period=period,
        state=ReleaseState.PREPARED,
        due_on=due_on(period),
        prepared_on=today,
    )
    session.add(row)
    session.flush()
    return row.id


def _store(session: Session, release_id: int, *, draft: ReleaseDraft) -> None:
    rows = [
        {"release_id": release_id, "address": address, "body": body, "sha256": digest(body)}
        for address, body in draft.bodies.items()
    ]
    session.execute(insert(DraftDocument), rows)


def _prepared(period: Month, *, draft: ReleaseDraft) -> PreparedRelease:
    hidden: dict[str, int] = {}
    shown = 0
    for pair in draft.decision.cells.values():
        for cell in pair.cells():
            if cell.reason is None:
                shown += 1
            else:
                hidden[cell.reason] = hidden.get(cell.reason, 0) + 1
    return PreparedRelease(period, len(draft.bodies), shown, hidden, draft.decision.contradictions)
