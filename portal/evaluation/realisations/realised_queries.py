"""Queries on the realisations of a period: each indicator with value, state and evidence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.plans.domain import Plan, Version
from portal.evaluation.realisations.evidence import (
    Evidence,
    EvidenceKind,
    FigureShown,
    FileShown,
    RemovalShown,
    link_digest,
)
from portal.evaluation.realisations.evidence_models import (
    EvidenceRemoval,
    RealisationFigure,
    RealisationFile,
)
from portal.evaluation.realisations.models import RealisationLink, RealisationRow
from portal.evaluation.realisations.queries import realisations_of, realisations_of_plans
from portal.evaluation.realisations.realised import Realised, planned_period
from portal.storage.files.kinds import FileKind
from portal.storage.prepared import Question, columns_of, prepared


@prepared()
def _links_of_plan(plan_id: Any) -> Question:
    return _shown_in(RealisationLink, plan_id=plan_id)


@prepared()
def _figures_of_plan(plan_id: Any) -> Question:
    return _shown_in(RealisationFigure, plan_id=plan_id)


@prepared()
def _files_of_plan(plan_id: Any) -> Question:
    return _shown_in(RealisationFile, plan_id=plan_id)


def _shown_in(record: Any, *, plan_id: Any) -> Question:
    realisation = RealisationRow
    rows = _pieces(record).join(realisation, realisation.id == record.realisation_id)
    return rows.where(realisation.plan_id == plan_id).order_by(record.id)


def _pieces(record: Any) -> Question:
    """Select pieces of evidence, links and figures with their removal that stands or waits."""
    removal, own = EvidenceRemoval, columns_of(record)
    if record is RealisationFile:
        return select(*own).select_from(record)
    of = removal.link_id if record is RealisationLink else removal.figure_id
    said = (
        removal.id.label("removal_id"),
        removal.asked_by,
        removal.asked_on,
        removal.reason.label("removal_reason"),
        removal.removed_on,
        removal.sha256.label("was"),
    )
    joined = and_(of == record.id, removal.ended_on.is_(None))
    return select(*own, *said).select_from(record).outerjoin(removal, joined)


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


def realised_in_plans(
    session: Session, own: Sequence[Plan], *, known: Mapping[int, Cycle]
) -> Iterator[Realised]:
    """Give everything that was said of these plans, with the indicator as the period had it."""
    by_id = {each.id: each for each in own}
    held = realisations_of_plans(session, set(by_id))
    shown = evidence_of(session, [each.id for each in held])
    for each in held:
        plan, place = by_id[each.place.plan_id], each.place
        planned = planned_period(plan, known[plan.cycle_id], number=place.period_number)
        for result in () if planned is None else planned.version.results:
            for one in result.indicators:
                if one.key == place.indicator_key:
                    evidence = tuple(shown.get(each.id, ()))
                    yield Realised(result, one, place.period_number, each, evidence)


def evidence_of(
    session: Session, realisation_ids: Collection[int]
) -> Mapping[int, Sequence[Evidence]]:
    """Return what shows these realisations, by realisation: links, then figures, then files."""
    links, figures, files = (
        session.execute(
            _pieces(row).where(row.realisation_id.in_(realisation_ids)).order_by(row.id)
        )
        for row in (RealisationLink, RealisationFigure, RealisationFile)
    )
    return _by_realisation(links, figures=figures, files=files)


def evidence_of_plan(session: Session, plan_id: int) -> Mapping[int, Sequence[Evidence]]:
    """Return what shows the realisations of a plan, by realisation, in the same order.

    Without a list of numbers, which would be written out anew at each question.
    """
    return _by_realisation(
        _links_of_plan.rows(session, plan_id=plan_id),
        figures=_figures_of_plan.rows(session, plan_id=plan_id),
        files=_files_of_plan.rows(session, plan_id=plan_id),
    )


def _by_realisation(
    links: Iterable[Any], *, figures: Iterable[Any], files: Iterable[Any]
) -> Mapping[int, Sequence[Evidence]]:
    found: defaultdict[int, list[Evidence]] = defaultdict(list)
    for each in (*map(_link, links), *map(_figure, figures), *map(_file, files)):
        found[each.realisation_id].append(each)
    return found


def evidence_days(session: Session, plan_ids: Collection[int]) -> Mapping[int, Sequence[date]]:
    """Return on which days evidence was added that is still there, by plan."""
    row, found = RealisationRow, defaultdict[int, list[date]](list)
    link, figure, file = RealisationLink, RealisationFigure, RealisationFile
    away = EvidenceRemoval.removed_on.is_not(None)
    links_away = select(EvidenceRemoval.link_id).where(away, EvidenceRemoval.link_id.is_not(None))
    figures_away = select(EvidenceRemoval.figure_id).where(
        away, EvidenceRemoval.figure_id.is_not(None)
    )
    for query in (
        select(row.plan_id, link.added_on)
        .join(link, link.realisation_id == row.id)
        .where(link.id.not_in(links_away)),
        select(row.plan_id, figure.added_on)
        .join(figure, figure.realisation_id == row.id)
        .where(figure.id.not_in(figures_away)),
        select(row.plan_id, file.added_on)
        .join(file, file.realisation_id == row.id)
        .where(file.removed_on.is_(None)),
    ):
        for plan_id, day in session.execute(query.where(row.plan_id.in_(plan_ids))):
            found[plan_id].append(day)
    return found


def _link(row: Any) -> Evidence:
    return Evidence(
        EvidenceKind.LINK,
        row.id,
        row.realisation_id,
        row.link,
        row.added_on,
        digest=link_digest(row.link) if row.removed_on is None else row.was,
        opened_on=row.opened_on,
        removal=_removal(row),
    )


def _removal(row: Any) -> RemovalShown | None:
    if row.removal_id is None:
        return None
    return RemovalShown(
        row.removal_id, row.asked_by, row.asked_on, row.removal_reason, row.removed_on
    )


def _figure(row: Any) -> Evidence:
    shown = FigureShown(
        row.release_id,
        row.address,
        row.period,
        row.measure,
        row.value.normalize(),
        row.n,
        first_month=row.first_month,
        last_month=row.last_month,
    )
    return Evidence(
        EvidenceKind.FIGURE,
        row.id,
        row.realisation_id,
        row.place_name,
        row.added_on,
        digest=row.sha256,
        figure=shown,
        removal=_removal(row),
    )


def _file(row: Any) -> Evidence:
    return Evidence(
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
