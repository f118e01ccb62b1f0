"""Rules of the database on seats and points of a jury."""

from portal.evaluation.awards.refusals import STATE
from portal.evaluation.rules.machines import SEAT, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

_SEAT_OF_POINTS = (
    "EXISTS (SELECT 1 FROM award_seat AS s JOIN award_nominee AS n ON n.scheme_id = s.scheme_id "
    "JOIN award_scheme AS a ON a.id = s.scheme_id WHERE s.id = NEW.seat_id "
    "AND n.id = NEW.nominee_id AND s.state = 'taken' AND n.state = 'eligible' "
    "AND a.state = 'judging' AND n.person_id <> s.person_id)"
)
_LISTED_PLACE = (
    "EXISTS (SELECT 1 FROM award_listed_juror AS j WHERE j.scheme_id = NEW.scheme_id "
    "AND j.place = NEW.place AND j.person_id = NEW.person_id)"
)
_IS_NOMINEE = (
    "EXISTS (SELECT 1 FROM award_nominee AS n WHERE n.scheme_id = NEW.scheme_id "
    "AND n.person_id = NEW.person_id AND n.state = 'eligible')"
)
SEAT_RULES = (
    *state_rules("award_seat", first=SEAT.first, allowed=transitions_of(SEAT)),
    stays("award_seat", "scheme_id", "place", "person_id"),
    never_deleted("award_seat"),
    RowRule(
        "award_seat_from_the_list",
        "award_seat",
        "INSERT",
        f"NOT {_LISTED_PLACE} OR {_IS_NOMINEE} "
        f"OR {STATE.format(row='NEW')} NOT IN ('screening', 'judging')",
        "jurors come from the published list and are no nominees",
    ),
    RowRule(
        "award_seat_until_decided",
        "award_seat",
        "UPDATE OF state",
        f"{STATE.format(row='NEW')} <> 'judging'",
        "the jury is fixed once it is decided",
    ),
)
POINTS_RULES = (
    stays("award_points", "seat_id", "nominee_id"),
    never_deleted("award_points"),
    RowRule(
        "award_points_by_a_juror",
        "award_points",
        "INSERT",
        f"NOT {_SEAT_OF_POINTS}",
        "points are given by a juror without conflict",
    ),
)
