"""Rules of the database on schemes, their criteria and their lists of jurors."""

from collections.abc import Iterator

from portal.evaluation.appraisals.refusals import changed, words
from portal.evaluation.awards.refusals import SITTING, STATE, once
from portal.evaluation.objections.domain import PENDING
from portal.evaluation.rules.award_scores import LEAST_JURORS
from portal.evaluation.rules.awards import LEAST_LISTED
from portal.evaluation.rules.machines import SCHEME, transitions_of
from portal.storage.row_rules import RowRule, state_rules

RULE_COLUMNS = (
    "name",
    "purpose",
    "year",
    "places",
    "jurors",
    "form",
    "years",
    "outstanding",
    "hours",
    "nominating_from",
    "nominating_until",
    "seed_event",
    "seed_due",
    "published_on",
)
_LISTED = "(SELECT count(*) FROM award_listed_juror AS j WHERE j.scheme_id = NEW.id)"
_CRITERIA = "EXISTS (SELECT 1 FROM award_criterion AS c WHERE c.scheme_id = NEW.id)"
_OBJECTIONS = (
    "SELECT 1 FROM objection AS o JOIN yearly_evaluation AS e ON e.id = o.evaluation_id "
    "JOIN evaluation_cycle AS c ON c.id = e.cycle_id WHERE c.year = NEW.year AND o.state"
)
_OBJECTED = f"EXISTS ({_OBJECTIONS} IN {words(*PENDING)})"
_POINTS_MISSING = (
    "EXISTS (SELECT 1 FROM award_nominee AS n, award_seat AS s WHERE n.scheme_id = NEW.id "
    "AND s.scheme_id = NEW.id AND n.state = 'eligible' AND s.state <> 'stepped_out' "
    "AND NOT EXISTS (SELECT 1 FROM award_points AS p "
    "WHERE p.seat_id = s.id AND p.nominee_id = n.id))"
)


def _only_in_draft(table: str) -> Iterator[RowRule]:
    """Return the rules that what belongs to a scheme's rules changes while it is a draft only."""
    for act, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        yield RowRule(
            f"{table}_{act.lower()}_in_draft",
            table,
            act,
            f"{STATE.format(row=row)} <> 'draft'",
            "rules of a published scheme never change",
        )


SCHEME_RULES = (
    *state_rules("award_scheme", first=SCHEME.first, allowed=transitions_of(SCHEME)),
    once("award_scheme", "numbers_digest", "frozen_on", "seed", "seed_on", "decided_on"),
    RowRule(
        "award_scheme_rules_stay",
        "award_scheme",
        f"UPDATE OF {', '.join(RULE_COLUMNS)}",
        f"OLD.state <> 'draft' AND {changed(*RULE_COLUMNS)}",
        "rules of a published scheme never change",
    ),
    RowRule(
        "award_scheme_is_kept",
        "award_scheme",
        "DELETE",
        "OLD.state <> 'draft'",
        "a published scheme is kept",
    ),
    RowRule(
        "award_scheme_published_whole",
        "award_scheme",
        "UPDATE OF state",
        f"NEW.state = 'published' AND ({_LISTED} < {LEAST_LISTED} OR NOT {_CRITERIA})",
        "a scheme is published with criteria and nine jurors",
    ),
    RowRule(
        "award_scheme_after_objections",
        "award_scheme",
        "UPDATE OF state",
        f"NEW.state = 'nominating' AND {_OBJECTED}",
        "awards begin after the last objection",
    ),
    RowRule(
        "award_scheme_points_all_in",
        "award_scheme",
        "UPDATE OF state",
        # Without a jury of three the scheme ends without an award: `award_of_a_jury` sees to it.
        f"NEW.state = 'decided' AND {SITTING.format(row='NEW.id')} >= {LEAST_JURORS} "
        f"AND {_POINTS_MISSING}",
        "all points are in before a decision",
    ),
)
CRITERION_RULES = tuple(_only_in_draft("award_criterion"))
LISTED_RULES = tuple(_only_in_draft("award_listed_juror"))
