"""Queries on the people in a file of realisations."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.official_forms.realised_text import realised_text
from portal.evaluation.official_realisations.deciding import RecordedReach, ToldBefore
from portal.evaluation.official_realisations.domain import Reached
from portal.evaluation.plans import queries as plans
from portal.evaluation.realisations.domain import DraftedReport
from portal.evaluation.realisations.evidence import EvidenceKind
from portal.evaluation.realisations.queries import drafts_of_plans
from portal.evaluation.realisations.realised import Realised
from portal.evaluation.realisations.realised_queries import realised_in_plans
from portal.storage.texts.key_file import Vault


def recorded_reach(
    session: Session, known: Mapping[str, int], *, vault: Vault, on: date
) -> RecordedReach:
    """Return what is recorded of these people; drafts stay locked until the transaction ends."""
    found = {each.id: each for each in cycles.cycles(session)}
    since = min((each.starts_on for each in found.values()), default=on)
    held = plans.plans_of_people(session, set(known.values()), since=since)
    own = [plan for each in held.values() for plan in each]
    told = {
        each.realisation.place: ToldBefore(
            each.state, _said(each, vault=vault), realised_text(each, unlock=vault.unlock)
        )
        for each in realised_in_plans(session, own, known=found)
        if each.realisation is not None
    }
    cycle_of = {each.id: each.cycle_id for each in own}
    for place, draft in drafts_of_plans(session, cycle_of):
        before = told.get(place, ToldBefore())
        typed = DraftedReport.of(vault.unlock(draft.fields))
        told[place] = replace(before, draft=typed, draft_revision=draft.revision)
    return RecordedReach(known, held, found, told, on)


def _said(item: Realised, *, vault: Vault) -> Reached | None:
    """Return what the person reported; None where only others said something."""
    held = item.realisation
    if held is None or held.reported_on is None:
        return None
    there = (each for each in item.evidence if each.removed_on is None)
    links = tuple(each.shown for each in there if each.kind is EvidenceKind.LINK)
    return Reached(held.value, vault.unlock(held.remark) if held.remark else "", links)
