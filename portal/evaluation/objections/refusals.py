"""Rules that the database itself enforces on objections."""

from portal.evaluation.appraisals.refusals import changed, words
from portal.evaluation.objections.domain import DECIDED, HEARD, PENDING
from portal.evaluation.rules.levels import QUADRANT, ExpectationLevel
from portal.evaluation.rules.machines import OBJECTION, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

IS_PENDING, IS_HEARD, IS_DECIDED = words(*PENDING), words(*HEARD), words(*DECIDED)
IS_OPEN = words("draft", *PENDING)
_PLACE = ("evaluation_id", "plan_id", "person_id", "cycle_id", "number", "appraiser_id")
_FILED = ("is_late", "filed_on", "snapshot_number", "before_result", "before_behaviour")
_ASKED = ("asked_result", "asked_behaviour", "may_worsen")
_DECISION = ("decider_id", "outcome", "result_level", "behaviour_level", "decided_on")


def _rank(column: str) -> str:
    cases = " ".join(f"WHEN '{each}' THEN {each.rank}" for each in ExpectationLevel)
    return f"(CASE {column} {cases} END)"


def _predicate_rank(result: str, behaviour: str) -> str:
    cases = " ".join(
        f"WHEN '{one} {other}' THEN {predicate.rank}"
        for (one, other), predicate in QUADRANT.items()
    )
    return f"(CASE {result} || ' ' || {behaviour} {cases} END)"


_IS_WORSE = (
    f"({_rank('NEW.result_level')} < {_rank('NEW.before_result')} "
    f"OR {_rank('NEW.behaviour_level')} < {_rank('NEW.before_behaviour')} "
    f"OR {_predicate_rank('NEW.result_level', 'NEW.behaviour_level')} < "
    f"{_predicate_rank('NEW.before_result', 'NEW.before_behaviour')})"
)
_IN_TIME = (
    "NOT EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id "
    "AND e.person_id = NEW.person_id AND e.state IN ('received', 'final') "
    "AND ((NOT NEW.is_late AND NEW.filed_on <= e.object_until) "
    "OR (NEW.is_late AND NEW.late_reason IS NOT NULL)))"
)
_TOOK_PART = (
    "EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND "
    "NEW.decider_id IN (e.appraiser_id, e.confirmed_by, e.second_reader_id, "
    "e.targets_confirmed_by)) "
    "OR EXISTS (SELECT 1 FROM second_look AS s WHERE s.evaluation_id = NEW.evaluation_id "
    "AND s.reader_id = NEW.decider_id)"
)
_NOT_NAMED = (
    "NOT EXISTS (SELECT 1 FROM objection_decider AS d WHERE d.objection_id = NEW.id "
    "AND d.person_id = NEW.decider_id AND d.left_on IS NULL)"
)
_WITHOUT_FINDING = (
    "EXISTS (SELECT 1 FROM objection_point AS p WHERE p.objection_id = NEW.id "
    "AND (p.finding IS NULL OR p.finding_reason IS NULL))"
)
_WITHOUT_POINT = "NOT EXISTS (SELECT 1 FROM objection_point AS p WHERE p.objection_id = NEW.id)"


def _frozen(name: str, columns: tuple[str, ...], *, when: str, message: str) -> RowRule:
    refuses = f"{when} AND {changed(*columns)}"
    return RowRule(
        f"objection_{name}", "objection", f"UPDATE OF {', '.join(columns)}", refuses, message
    )


def _on_state(name: str, state: str, *, refuses: str, message: str) -> RowRule:
    condition = f"NEW.state = '{state}' AND OLD.state <> '{state}' AND ({refuses})"
    return RowRule(f"objection_{name}", "objection", "UPDATE OF state", condition, message)


_OF_PART = "SELECT 1 FROM objection AS o WHERE o.id"
_OF_SAME_RESULT = "SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.evaluation_id"
_OF_RESULT = "SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.id AND o.state"
_DECIDED_LIKE_THIS = (
    f"EXISTS ({_OF_RESULT} IN {IS_DECIDED} AND o.result_level = NEW.result_level "
    "AND o.behaviour_level = NEW.behaviour_level)"
)
# Of the result that an objection is about.
RESULT_RULES = (
    RowRule(
        "yearly_evaluation_waits_for_objection",
        "yearly_evaluation",
        "UPDATE OF state",
        "NEW.state = 'final' AND OLD.state = 'received' "
        f"AND EXISTS ({_OF_RESULT} IN {IS_PENDING} AND NOT o.is_late)",
        "an objection that was filed in time is decided first",
    ),
    RowRule(
        "yearly_evaluation_objection_admitted",
        "yearly_evaluation",
        "UPDATE OF state",
        "NEW.state = 'under_objection' AND OLD.state <> 'under_objection' "
        f"AND NOT EXISTS ({_OF_RESULT} = 'admitted')",
        "only an admitted objection opens a result",
    ),
    RowRule(
        "yearly_evaluation_objection_decided",
        "yearly_evaluation",
        "UPDATE OF state",
        f"OLD.state = 'under_objection' AND NEW.state = 'final' AND NOT {_DECIDED_LIKE_THIS}",
        "an objection is decided before the result is final",
    ),
    RowRule(
        "yearly_evaluation_levels_by_decision",
        "yearly_evaluation",
        "UPDATE OF result_level, behaviour_level, predicate",
        f"OLD.state = 'under_objection' AND {changed('result_level', 'behaviour_level')} "
        f"AND NOT {_DECIDED_LIKE_THIS}",
        "only a decision changes levels under objection",
    ),
)
OBJECTION_RULES = (
    *state_rules("objection", first=OBJECTION.first, allowed=transitions_of(OBJECTION)),
    stays("objection", *_PLACE),
    never_deleted("objection"),
    _frozen(
        "filing_stays",
        (*_FILED, *_ASKED),
        when="OLD.state <> 'draft'",
        message="what was filed stays",
    ),
    _frozen(
        "decision_stays", _DECISION, when=f"OLD.state IN {IS_DECIDED}", message="a decision stays"
    ),
    _frozen(
        "explained_once",
        ("person_done_on", "appraiser_done_on"),
        when="((OLD.person_done_on IS NOT NULL AND NEW.person_done_on IS DISTINCT FROM "
        "OLD.person_done_on) OR (OLD.appraiser_done_on IS NOT NULL AND NEW.appraiser_done_on "
        "IS DISTINCT FROM OLD.appraiser_done_on))",
        message="an explanation that was sent stays",
    ),
    _frozen(
        "extended_once",
        ("extended_on",),
        when="OLD.extended_on IS NOT NULL",
        message="a decision is put off once",
    ),
    RowRule(
        "objection_clock_never_shorter",
        "objection",
        "UPDATE OF explain_until, decide_until",
        "(OLD.explain_until IS NOT NULL AND (NEW.explain_until IS NULL "
        "OR NEW.explain_until < OLD.explain_until)) OR (OLD.decide_until IS NOT NULL "
        "AND (NEW.decide_until IS NULL OR NEW.decide_until < OLD.decide_until))",
        "last days move later only",
    ),
    RowRule(
        "objection_is_never_reopened",
        "objection",
        "INSERT",
        f"EXISTS ({_OF_SAME_RESULT} AND o.state IN {IS_DECIDED})",
        "a decision on an objection is final",
    ),
    _on_state(
        "filed_in_time", "filed", refuses=_IN_TIME, message="filed in time or late with a reason"
    ),
    _on_state("has_points", "filed", refuses=_WITHOUT_POINT, message="an objection has reasons"),
    RowRule(
        "objection_decider_took_no_part",
        "objection",
        "UPDATE OF decider_id",
        f"NEW.decider_id IS NOT NULL AND ({_TOOK_PART} OR {_NOT_NAMED})",
        "who took part decides nothing",
    ),
    _on_state(
        "points_are_decided", "decided", refuses=_WITHOUT_FINDING, message="every point is decided"
    ),
    _on_state(
        "is_not_worse",
        "decided",
        refuses=f"NOT NEW.may_worsen AND {_IS_WORSE}",
        message="nobody is worse off by the own objection",
    ),
)


def _of(table: str, name: str, *, act: str, row: str, states: str, message: str) -> RowRule:
    """Return the rule that rows of a part change only while the objection is in ``states``."""
    refuses = f"NOT EXISTS ({_OF_PART} = {row}.objection_id AND o.state IN {states})"
    return RowRule(f"{table}_{name}", table, act, refuses, message)


def _text_stays(column: str, *, when: str) -> RowRule:
    refuses = (
        f"(NEW.{column} IS NULL) <> (OLD.{column} IS NULL) "
        f"AND EXISTS ({_OF_PART} = NEW.objection_id AND {when})"
    )
    return RowRule(
        f"objection_point_{column}_stays",
        "objection_point",
        f"UPDATE OF {column}",
        refuses,
        "what was sent stays",
    )


EVENT_RULES = (
    stays("objection_event", "objection_id", "old", "new", "happened_at", "person_id"),
    never_deleted("objection_event"),
)
POINT_RULES = (
    stays("objection_point", "objection_id", "number"),
    _of(
        "objection_point",
        "is_filed",
        act="INSERT",
        row="NEW",
        states="('draft')",
        message="points are filed together",
    ),
    _of(
        "objection_point",
        "is_kept",
        act="DELETE",
        row="OLD",
        states="('draft')",
        message="what was filed stays",
    ),
    _text_stays("claim", when="o.state <> 'draft'"),
    _text_stays("answer", when="o.appraiser_done_on IS NOT NULL"),
    _text_stays("reply", when="o.person_done_on IS NOT NULL"),
    _text_stays("finding_reason", when=f"o.state IN {IS_DECIDED}"),
    RowRule(
        "objection_point_finding_stays",
        "objection_point",
        "UPDATE OF finding",
        f"{changed('finding')} AND EXISTS ({_OF_PART} = NEW.objection_id "
        f"AND o.state IN {IS_DECIDED})",
        "a decision stays",
    ),
)
EVIDENCE_RULES = (
    stays("objection_evidence", "objection_id", "side", "added_on"),
    never_deleted("objection_evidence"),
    RowRule(
        "objection_evidence_is_removed_once",
        "objection_evidence",
        "UPDATE OF removed_on, removed_by, removal_reason",
        f"{changed('removed_on', 'removed_by')} AND (OLD.removed_on IS NOT NULL "
        "OR NEW.removed_on IS NULL OR NEW.removed_by IS NULL OR NEW.removal_reason IS NULL "
        f"OR NOT EXISTS ({_OF_PART} = NEW.objection_id AND o.state IN {IS_OPEN} "
        "AND NEW.removed_by IN (o.person_id, o.appraiser_id, o.decider_id)))",
        "evidence is taken away once, with a reason, before the decision",
    ),
    _of(
        "objection_evidence",
        "while_open",
        act="INSERT",
        row="NEW",
        states=IS_OPEN,
        message="evidence is added before the decision",
    ),
)
MEETING_RULES = (
    stays("objection_meeting", "objection_id", "held_on", "written_by", "written_at"),
    never_deleted("objection_meeting"),
    _of(
        "objection_meeting",
        "while_heard",
        act="INSERT",
        row="NEW",
        states=IS_HEARD,
        message="both are heard before the decision",
    ),
)
COMPANION_RULES = (
    stays("objection_companion", "objection_id", "person_id", "named_on"),
    never_deleted("objection_companion"),
    RowRule(
        "objection_companion_is_no_side",
        "objection_companion",
        "INSERT",
        "EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND "
        "NEW.person_id IN (o.person_id, o.appraiser_id, o.decider_id))",
        "a companion is neither side and decides nothing",
    ),
    RowRule(
        "objection_companion_ends_once",
        "objection_companion",
        "UPDATE OF ended_on",
        f"OLD.ended_on IS NOT NULL AND {changed('ended_on')}",
        "what ended stays so",
    ),
)
DECIDER_RULES = (
    stays("objection_decider", "objection_id", "person_id", "origin", "named_on", "named_by"),
    never_deleted("objection_decider"),
    RowRule(
        "objection_decider_leaves_once",
        "objection_decider",
        "UPDATE OF left_on",
        f"OLD.left_on IS NOT NULL AND {changed('left_on')}",
        "who stepped aside stays so",
    ),
)
