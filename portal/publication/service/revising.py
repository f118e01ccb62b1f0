"""Revises a year once, after its December is out: new documents, and months that stay (P6)."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.database import begin_write
from portal.publication import queries
from portal.publication.building.archive import Archive, Excluded
from portal.publication.domain.city import City
from portal.publication.domain.disclosure.knowledge import CountRow
from portal.publication.domain.disclosure.thresholds import DECEMBER
from portal.publication.domain.documents import Exclusion, ReleaseStamp
from portal.publication.domain.editions import ReleaseKind, ReleaseState
from portal.publication.domain.encoding import digest
from portal.publication.domain.flat import FIGURES_ADDRESS, count_rows_of
from portal.publication.domain.reasons import Reason
from portal.publication.domain.revisions import Cause, year_span
from portal.publication.models.release import Document, Release
from portal.publication.revising.inputs import RevisionInputs, tell_changes_apart
from portal.publication.revising.release import RevisionDraft, build_revision
from portal.publication.service.assembling import inputs_of
from portal.publication.service.excluding import in_force, keys_of
from portal.publication.service.gathering import Circumstances, gather
from portal.publication.service.paper import paper_files
from portal.publication.service.recording import record
from portal.rating import queries as rating
from portal.rating.queries import ExclusionRow


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
    circumstances: Circumstances,
    explained: Explained | None = None,
) -> PlannedRevision:
    """Compute and check the revised figures of a year; changes nothing.

    :raises YearNotPublished: before December of that year is out.
    :raises AlreadyRevised: the second time.
    :raises NothingToRevise: when no place has revised figures to show.
    :raises portal.publication.building.repairing.CannotProtect: when the linter refuses it.
    """
    check_revisable(session, year)
    inputs = gather_revision(
        session, year, today=today, circumstances=circumstances, explained=explained
    )
    draft = build_revision(inputs)
    if not draft.revised:
        raise NothingToRevise(_nothing(year, draft))
    return PlannedRevision(inputs, draft)


def publish_revision(session: Session, planned: PlannedRevision) -> None:
    """Publish a planned revision; commits.

    :raises AlreadyRevised: when somebody else was faster.
    """
    begin_write(session)
    check_revisable(session, planned.year)
    _publish(session, planned.inputs, draft=planned.draft)
    session.commit()


def check_revisable(session: Session, year: int) -> None:
    """Refuse a year whose December is not out, or that was revised before.

    :raises YearNotPublished: and AlreadyRevised.
    """
    december = queries.release_in_brief(session, f"{year}{DECEMBER}")
    if december is None or december.state is not ReleaseState.PUBLISHED:
        session.rollback()
        raise YearNotPublished(f"{year}{DECEMBER} is not published, so {year} cannot be revised")
    found = queries.release_in_brief(session, str(year), kind=ReleaseKind.REVISION)
    if found:
        session.rollback()
        raise AlreadyRevised(f"{year} was revised on {found.published_on}, and is revised once")


def _nothing(year: int, draft: RevisionDraft) -> str:
    if not draft.left_out:
        return f"nowhere in {year} did 10 or more ratings change: nothing is revised"
    return f"none of the {len(draft.left_out)} changed places of {year} can be shown safely"


def gather_revision(
    session: Session,
    year: int,
    *,
    today: date,
    circumstances: Circumstances,
    explained: Explained | None,
) -> RevisionInputs:
    """Return the inputs of a year's revision, with every exclusion decided until ``today``."""
    december = f"{year}{DECEMBER}"
    kept = gather(session, december, today=today, circumstances=circumstances)
    months, standing = inputs_of(session, kept), keys_of(in_force(session))
    decided = [row for row in rating.exclusions(session) if row.decided_on <= today]
    of_year = [row for row in decided if row.period.startswith(f"{year}-")]
    late = [row for row in of_year if not keys_of([row]) <= standing]
    revised = revised_archive(session, months.city, year=year, excluded=keys_of(decided))
    tell_changes_apart(
        revised,
        standing=months.archive,
        city=months.city,
        span=year_span(year),
        late=keys_of(late),
    )
    return RevisionInputs(
        year=year,
        revised=replace(
            months,
            archive=revised,
            stamp=_stamp(year, stamp=months.stamp),
            history=(*months.history, *_rows_of(session, december)),
        ),
        standing=months.archive,
        late=keys_of(late),
        cause=Cause(
            has_paper=bool(revised.paper_at),
            exclusions=tuple(_said(months.city, late)),
            reason=explained.reason if explained else None,
            decided_by=explained.by if explained else None,
        ),
    )


def revised_archive(
    session: Session, city: City, *, year: int, excluded: Collection[Excluded]
) -> Archive:
    """Return the ratings of a year without what is excluded."""
    archive = Archive(city, excluded=excluded)
    for month in year_span(year).months:
        archive.add(rating.tallies(session, periods=(month,)))
    return archive


def _stamp(year: int, *, stamp: ReleaseStamp) -> ReleaseStamp:
    return replace(
        stamp, edition=str(year), kind=ReleaseKind.REVISION, corrects=str(year_span(year))
    )


def _rows_of(session: Session, month: str) -> Iterator[CountRow]:
    """Give the counts that a published month tells."""
    texts = queries.documents_of_month(session, month, prefixes=(FIGURES_ADDRESS,))
    for text in texts.values():
        yield from count_rows_of(json.loads(text))


def _said(city: City, rows: Collection[ExclusionRow]) -> Iterator[Exclusion]:
    for row in rows:
        desk = city.catalogue.desks[row.desk_id]
        why = f"{row.rule}: {row.reason}"
        yield Exclusion(desk.code, str(row.channel), row.period, why, row.decided_on)


def _publish(session: Session, inputs: RevisionInputs, *, draft: RevisionDraft) -> None:
    """Store the documents and record them; the caller commits."""
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
    digests = {address: digest(body) for address, body in draft.bodies.items()}
    rows = [
        {
            "release_id": release.id,
            "period": stamp.period,
            "address": address,
            "published_on": today,
            "body": draft.bodies[address],
            "sha256": digests[address],
        }
        for address in sorted(draft.bodies)
    ]
    session.execute(insert(Document), rows)
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
    )
