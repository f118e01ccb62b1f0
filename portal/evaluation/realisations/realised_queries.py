"""What was reached in a period: each indicator with its value, state and evidence."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import Version
from portal.evaluation.realisations.evidence import Evidence, EvidenceKind, FigureShown, FileShown
from portal.evaluation.realisations.evidence_models import RealisationFigure, RealisationFile
from portal.evaluation.realisations.models import RealisationLink
from portal.evaluation.realisations.queries import realisations_of
from portal.evaluation.realisations.realised import Realised
from portal.storage.files.kinds import FileKind


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Where a file's encrypted bytes lie, and its own key, which is encrypted, too."""

    kind: FileKind
    stored_as: str
    key: bytes


def realised(
    session: Session, version: Version, *, plan_id: int, period_number: int
) -> tuple[Realised, ...]:
    """Return every indicator of a version of a plan with what was reached in a period.

    In the order of the plan; nothing is left out, whatever its state.
    """
    held = {
        each.place.indicator_key: each
        for each in realisations_of(session, plan_id)
        if each.place.period_number == period_number
    }
    shown = evidence_of(session, [each.id for each in held.values()])
    found = []
    for result in version.results:
        for indicator in result.indicators:
            own = held.get(indicator.key)
            evidence = () if own is None else tuple(shown.get(own.id, ()))
            found.append(Realised(result, indicator, period_number, own, evidence))
    return tuple(found)


def evidence_of(
    session: Session, realisation_ids: Collection[int]
) -> Mapping[int, Sequence[Evidence]]:
    """Return what shows these realisations, by realisation: links, then figures, then files."""
    found: defaultdict[int, list[Evidence]] = defaultdict(list)
    for each in (
        *_links(session, realisation_ids),
        *_figures(session, realisation_ids),
        *_files(session, realisation_ids),
    ):
        found[each.realisation_id].append(each)
    return found


def _links(session: Session, realisation_ids: Collection[int]) -> Iterator[Evidence]:
    query = select(RealisationLink).where(RealisationLink.realisation_id.in_(realisation_ids))
    for link in session.scalars(query.order_by(RealisationLink.id)):
        yield Evidence(
            EvidenceKind.LINK,
            link.id,
            link.realisation_id,
            link.link,
            link.added_on,
            digest=hashlib.sha256(link.link.encode()).hexdigest(),
            opened_on=link.opened_on,
        )


def _figures(session: Session, realisation_ids: Collection[int]) -> Iterator[Evidence]:
    query = select(RealisationFigure).where(RealisationFigure.realisation_id.in_(realisation_ids))
    for row in session.scalars(query.order_by(RealisationFigure.id)):
        yield Evidence(
            EvidenceKind.FIGURE,
            row.id,
            row.realisation_id,
            row.place_name,
            row.added_on,
            digest=row.sha256,
            figure=FigureShown(
                row.release_id,
                row.address,
                row.period,
                row.measure,
                row.value.normalize(),
                row.n,
                first_month=row.first_month,
                last_month=row.last_month,
            ),
        )


def _files(session: Session, realisation_ids: Collection[int]) -> Iterator[Evidence]:
    query = select(RealisationFile).where(RealisationFile.realisation_id.in_(realisation_ids))
    for row in session.scalars(query.order_by(RealisationFile.id)):
        yield Evidence(
            EvidenceKind.FILE,
            row.id,
            row.realisation_id,
            row.kind,
            row.added_on,
            digest=row.sha256,
            file=FileShown(FileKind(row.kind), row.name, row.size, row.removed_on),
        )


def kept_file(session: Session, file_id: int) -> KeptFile | None:
    """Return a file that is still there, or None."""
    row = session.get(RealisationFile, file_id)
    if row is None or row.stored_as is None or row.file_key is None:
        return None
    return KeptFile(FileKind(row.kind), row.stored_as, row.file_key)
