"""Which signs an appraiser's forms of a year give, from what is known of them; pure."""

from collections.abc import Iterator

from portal.evaluation.insight.domain import Sign, SignalKind
from portal.evaluation.insight.facts import CityFacts, PersonFacts, TeamFacts
from portal.evaluation.rules.form_signals import copied_to, is_in_a_rush, is_recent_only
from portal.evaluation.rules.target_signals import are_soft
from portal.evaluation.rules.year_signals import divergence, stepped_down


def signs_of(team: TeamFacts, city: CityFacts) -> tuple[Sign, ...]:
    """Return what somebody should look at again; nothing without a year that is open."""
    if not team.people:
        return ()
    found = [Sign(kind, team.appraiser_id) for kind in _of_team(team, city)]
    copied = frozenset(copied_to(team.reasons, rules=city.rules))
    for person in team.people:
        kinds = _of_person(person, city, is_copied=person.person_id in copied)
        found += [Sign(kind, team.appraiser_id, person.person_id, person.plan_id) for kind in kinds]
    return tuple(found)


def _of_team(team: TeamFacts, city: CityFacts) -> Iterator[SignalKind]:
    leniency = city.leniency.get(team.appraiser_id, 0)
    if leniency:
        yield SignalKind.LENIENCY if leniency > 0 else SignalKind.SEVERITY
    if team.appraiser_id in city.same:
        yield SignalKind.SAMENESS
    if is_in_a_rush(team.moments, rules=city.rules):
        yield SignalKind.RUSH


def _of_person(person: PersonFacts, city: CityFacts, *, is_copied: bool) -> Iterator[SignalKind]:
    checked = {
        SignalKind.COPIED: is_copied,
        SignalKind.RECENCY: is_recent_only(
            person.days, starts_on=person.plan_starts_on, last_period=person.last_period
        ),
        SignalKind.COLLEAGUES: _differs_from_colleagues(person, city),
        SignalKind.CITIZENS: _differs_from_citizens(person, city),
        SignalKind.AFTER_REPORT: person.before is not None
        and stepped_down(person.before, person.standing),
        SignalKind.SOFT_TARGETS: are_soft(person.attainments, rules=city.rules),
        SignalKind.LOWER_TARGET: person.has_lowered_target,
    }
    yield from (kind for kind, is_seen in checked.items() if is_seen)


def _differs_from_colleagues(person: PersonFacts, city: CityFacts) -> bool:
    value, error = person.colleagues, city.colleagues_error
    if value is None or error is None:
        return False
    return divergence(person.steps, value, error=error, rules=city.rules) is not None


def _differs_from_citizens(person: PersonFacts, city: CityFacts) -> bool:
    figure = person.citizens
    if figure is None:
        return False
    found = divergence(person.steps, figure.value, error=figure.error, rules=city.rules)
    return found is not None
