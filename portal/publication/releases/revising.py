"""Revises a year once, after its December is out: new documents, and months that stay (P6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.publication.figures.disclosure_rules import DECEMBER
from portal.publication.figures.documents import ReleaseKind, ReleaseState
from portal.publication.figures.encoding import digest, to_json
from portal.publication.figures.figures import Reason
from portal.publication.releases import queries as releases_queries
from portal.publication.releases.assembling import gather_revision, revision_inputs_of
from portal.publication.releases.gathering import ReleaseContext
from portal.publication.releases.models import Document, Release
from portal.publication.releases.paper import paper_files
from portal.publication.releases.recording import record
from portal.publication.releases.staff_documents import keep_inputs
from portal.publication.revising.inputs import RevisionInputs
from portal.publication.revising.kept import KeptRevision
from portal.publication.revising.release import RevisionDraft, build_revision
from portal.storage.database import begin_write


class YearNotPublished(ValueError):
    """A year is revised after its December was published, not before."""


class AlreadyRevised(ValueError):
    """A year is revised once; the text says when that was."""


class NothingToRevise(ValueError):
    """Nowhere did ten or more ratings change, or no place can be shown; nothing is published."""


class ReasonIncomplete(ValueError):
    """A name goes with a reason, and a reason with a name."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What the operator says about a revision; the pages show it."""

    by: str
    reason: str

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise ReasonIncomplete("an explained revision needs a name and a reason")


@dataclass(frozen=True, slots=True)
class PlannedRevision:
    """A revision that passed every check, and is published as it is or not at all."""

    kept: KeptRevision
    inputs: RevisionInputs
    draft: RevisionDraft

    @property
    def year(self) -> int:
        """The year that is revised."""
        return self.inputs.year

    @property
    def revised(self) -> tuple[str, ...]:
        """The addresses of the places that are shown."""
        return self.draft.revised

    @property
    def left_out(self) -> Mapping[str, Reason]:
        """Why other places keep their figures although enough changed there, by address."""
        return self.draft.left_out


def plan_revision(
    session: Session,
    year: int,
    *,
    today: date,
    circumstances: ReleaseContext,
    explained: Explained | None = None,
) -> PlannedRevision:
    """Compute and check the revised figures of a year; changes nothing.

    :raises YearNotPublished: before December of that year is out.
    :raises AlreadyRevised: the second time.
    :raises NothingToRevise: when no place has revised figures to show.
    :raises portal.publication.revising.deciding.CannotProtect: when the audit refuses it.
    """
    check_revisable(session, year)
    kept = gather_revision(session, year, today=today, circumstances=circumstances)
    if explained:
        kept = replace(kept, decided_by=explained.by, reason=explained.reason)
    inputs = revision_inputs_of(session, kept)
    draft = build_revision(inputs)
    if not draft.revised:
        raise NothingToRevise(_nothing(year, draft))
    return PlannedRevision(kept, inputs, draft)


def publish_revision(session: Session, planned: PlannedRevision) -> None:
    """Publish a planned revision; commits.

    :raises AlreadyRevised: when somebody else was faster.
    """
    begin_write(session)
    check_revisable(session, planned.year)
    _publish(session, planned)
    session.commit()


def check_revisable(session: Session, year: int) -> None:
    """Refuse a year whose December is not out, or that was revised before.

    :raises YearNotPublished: and AlreadyRevised.
    """
    december = releases_queries.release_in_brief(session, f"{year}{DECEMBER}")
    if december is None or december.state is not ReleaseState.PUBLISHED:
        session.rollback()
        raise YearNotPublished(f"{year}{DECEMBER} is not published, so {year} cannot be revised")
    found = releases_queries.release_in_brief(session, str(year), kind=ReleaseKind.REVISION)
    if found:
        session.rollback()
        raise AlreadyRevised(f"{year} was revised on {found.published_on}, and is revised once")


def _nothing(year: int, draft: RevisionDraft) -> str:
    if not draft.left_out:
        return f"nowhere in {year} did 10 or more ratings change: nothing is revised"
    return f"none of the {len(draft.left_out)} changed places of {year} can be shown safely"


def _publish(session: Session, planned: PlannedRevision) -> None:
    """Store the documents and record them; the caller commits."""
    inputs = planned.inputs
    stamp, today, cause = inputs.revised.stamp, inputs.revised.today, inputs.cause
    release = Release(
        kind=stamp.kind,
        edition=stamp.edition,
        period=stamp.period,
        state=ReleaseState.PUBLISHED,
        due_on=today,
        prepared_on=today,
        published_on=today,
        signed_by=cause.decided_by,
        reflection=cause.reason,
    )
    session.add(release)
    session.flush()
    digests = _store(session, release, bodies=planned.draft.bodies)
    seal = keep_inputs(session, release, text=to_json(planned.kept))
    record(
        session,
        "published",
        on=today,
        kind=stamp.kind,
        edition=stamp.edition,
        corrects=stamp.corrects,
        signed_by=cause.decided_by,
        paper_files=paper_files(session, inputs.city.catalogue, year=inputs.year),
        documents=digests,
        **seal,
    )


def _store(session: Session, release: Release, *, bodies: Mapping[str, str]) -> Mapping[str, str]:
    """Store the documents of a revision and return their digests by address."""
    digests = {address: digest(body) for address, body in bodies.items()}
    rows = [
        {
            "release_id": release.id,
            "period": release.period,
            "address": address,
            "published_on": release.published_on,
            "body": bodies[address],
            "sha256": digests[address],
        }
        for address in sorted(bodies)
    ]
    session.execute(insert(Document), rows)
    return digests
