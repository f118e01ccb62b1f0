"""What was reached in a period: each indicator with its value, state and evidence."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.evaluation.plans.domain import Version
from portal.evaluation.work.evidence import Evidence, EvidenceKind
from portal.evaluation.work.realisation_models import RealisationLink
from portal.evaluation.work.realisation_queries import realisations_of
from portal.evaluation.work.realised import Realised


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
    """Return what shows these realisations, by realisation, the first added first."""
    found: defaultdict[int, list[Evidence]] = defaultdict(list)
    for link in session.scalars(
        select(RealisationLink)
        .where(RealisationLink.realisation_id.in_(realisation_ids))
        .order_by(RealisationLink.id)
    ):
        found[link.realisation_id].append(
            Evidence(
                EvidenceKind.LINK,
                link.id,
                link.realisation_id,
                link.link,
                link.added_on,
                digest=hashlib.sha256(link.link.encode()).hexdigest(),
                opened_on=link.opened_on,
            )
        )
    return found
