"""Whether a person wrote about an indicator in the portal: a paper never replaces their words."""

from portal.evaluation.on_paper.screen import moments_on_paper, papers_of_period
from portal.evaluation.realisations.domain import DraftedReport, IndicatorPeriod, Realisation
from portal.evaluation.realisations.draft_service import draft_of
from portal.evaluation.realisations.queries import events_of
from portal.web.extensions import db, unlocked


def wrote_themself(place: IndicatorPeriod, held: Realisation | None) -> bool:
    """Return whether the person has a draft of an indicator, asked to drop it, or reported it.

    An emptied draft does not count. What was reported from paper and disputed may be reported
    from a new paper; what the person reported in the portal they report again themself.

    :param held: what was said of it until now.
    """
    draft = draft_of(db.session(), place)
    if draft is not None and DraftedReport.of(unlocked(draft.fields)) != DraftedReport():
        return True
    if held is None:
        return False
    is_disputed = held.state == "disputed"
    return held.proposed_by == place.person_id or (is_disputed and not _is_from_paper(held))


def _is_from_paper(held: Realisation) -> bool:
    """Return whether the last report stands on a signed paper."""
    place = held.place
    signed = papers_of_period(place.plan_id, place.period_number)
    events = events_of(db.session(), [held.id])
    reported = [each.happened_at for each in events if each.new == "reported"]
    return bool(reported) and reported[-1] in moments_on_paper(signed, place.indicator_key)
