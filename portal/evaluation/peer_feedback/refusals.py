"""Rules that the database itself enforces on rounds: the minimum numbers of anonymity."""

from portal.evaluation.rules.colleagues import FEWEST_INVITED, LEAST_FOLDED, MOST_INVITED
from portal.evaluation.rules.machines import RATED, ROUND, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

_SEATS = (
    "(SELECT count(*) FROM peer_seat AS s WHERE s.round_id = {round} AND s.{side} = {person}{more})"
)
_IN_STATE = (
    "EXISTS (SELECT 1 FROM peer_round AS r WHERE r.id = {round} AND r.state NOT IN ({states}))"
)
_ANY = "EXISTS (SELECT 1 FROM {table} AS x WHERE x.round_id = NEW.id)"
_LEFT = " OR ".join(_ANY.format(table=table) for table in ("peer_seat", "peer_key", "peer_place"))
_WAITING = (
    "EXISTS (SELECT 1 FROM peer_outcome AS o "
    "WHERE o.round_id = NEW.id AND o.state = 'waiting'{more})"
)


def _not_while(*states: str, row: str) -> str:
    named = ", ".join(f"'{state}'" for state in states)
    return _IN_STATE.format(round=f"{row}.round_id", states=named)


def _fewer(least: int, *, side: str, row: str, person: str, more: str = "") -> str:
    seats = _SEATS.format(round=row, side=side, person=person, more=more)
    return f"{seats} < {least}"


ROUND_RULES = (
    *state_rules("peer_round", first=ROUND.first, allowed=transitions_of(ROUND)),
    stays("peer_round", "cycle_id", "recorded_on", "opens_on", "first_reminder_on", "reminder_on"),
    never_deleted("peer_round"),
    RowRule(
        "peer_round_is_only_extended",
        "peer_round",
        "UPDATE OF closes_on",
        "NEW.closes_on < OLD.closes_on OR "
        "(NEW.closes_on <> OLD.closes_on AND OLD.state NOT IN ('planned', 'collecting'))",
        "a round is only made longer, while it runs",
    ),
    RowRule(
        "peer_round_asks_enough",
        "peer_round",
        "UPDATE OF state",
        "NEW.state = 'collecting' AND "
        + _WAITING.format(
            more=" AND "
            + _fewer(FEWEST_INVITED, side="rated_id", row="NEW.id", person="o.person_id")
        ),
        "somebody is rated by fewer than may be asked",
    ),
    RowRule(
        "peer_round_leaves_nothing",
        "peer_round",
        "UPDATE OF state",
        f"NEW.state IN ('folded', 'void') AND ({_LEFT}"
        f" OR (NEW.state = 'folded' AND {_WAITING.format(more='')}))",
        "seats, places and keys are destroyed first",
    ),
)
PLACE_RULES = (
    RowRule(
        "peer_place_before_draw",
        "peer_place",
        "INSERT",
        _not_while("planned", row="NEW"),
        "places are recorded before the draw",
    ),
    stays("peer_place", "round_id", "person_id", "place", "starts_on", "ends_on"),
)
SEAT_RULES = (
    stays("peer_seat", "round_id", "rater_id", "rated_id"),
    RowRule(
        "peer_seat_is_drawn",
        "peer_seat",
        "INSERT",
        f"NEW.is_answered OR {_not_while('planned', row='NEW')}",
        "seats are drawn once",
    ),
    RowRule(
        "peer_seat_of_rater",
        "peer_seat",
        "INSERT",
        "NOT " + _fewer(MOST_INVITED, side="rater_id", row="NEW.round_id", person="NEW.rater_id"),
        "nobody rates more",
    ),
    RowRule(
        "peer_seat_of_rated",
        "peer_seat",
        "INSERT",
        "NOT " + _fewer(MOST_INVITED, side="rated_id", row="NEW.round_id", person="NEW.rated_id"),
        "nobody is rated by more",
    ),
    RowRule(
        "peer_seat_stays_answered",
        "peer_seat",
        "UPDATE OF is_answered",
        "OLD.is_answered AND NOT NEW.is_answered",
        "one answer a seat",
    ),
    RowRule(
        "peer_seat_until_folding",
        "peer_seat",
        "DELETE",
        _not_while("folding", "collecting", row="OLD"),
        "seats are kept until folding",
    ),
)
KEY_RULES = (stays("peer_key", "round_id", "public_key"),)
BOX_RULES = (
    RowRule(
        "peer_box_while_it_runs",
        "peer_box",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM peer_key AS k JOIN peer_round AS r ON r.id = k.round_id "
        "WHERE k.id = NEW.key_id AND r.state IN ('planned', 'collecting'))",
        "the round takes no answers",
    ),
    stays("peer_box", "token", "key_id", "mark", "ciphertext"),
)
OUTCOME_RULES = (
    *state_rules("peer_outcome", first=RATED.first, allowed=transitions_of(RATED)),
    stays("peer_outcome", "round_id", "person_id"),
    never_deleted("peer_outcome"),
    RowRule(
        "peer_outcome_is_final",
        "peer_outcome",
        "UPDATE",
        "OLD.state <> 'waiting'",
        "what was folded is never changed",
    ),
    RowRule(
        "peer_outcome_when_folding",
        "peer_outcome",
        "UPDATE OF state",
        "NEW.state IN ('folded', 'too_few') AND " + _not_while("folding", row="NEW"),
        "the whole city is folded at once",
    ),
    RowRule(
        "peer_outcome_of_enough",
        "peer_outcome",
        "UPDATE OF state",
        "NEW.state = 'folded' AND "
        + _fewer(
            LEAST_FOLDED,
            side="rated_id",
            row="NEW.round_id",
            person="NEW.person_id",
            more=" AND s.is_answered",
        ),
        "too few colleagues answered",
    ),
)
