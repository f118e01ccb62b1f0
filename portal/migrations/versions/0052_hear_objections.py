"""Keep objections: what is disputed, both sides, evidence, and the decision

Revision: 0052, after 0051
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "objection_state_begins",
        "objection",
        "INSERT",
        "NEW.state <> 'draft'",
        "the first state is another one",
    ),
    (
        "objection_state_follows",
        "objection",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('draft filed', 'filed admitted', 'filed inadmissible', 'filed withdrawn', 'admitted hearing', 'hearing decided', 'decided closed')",
        "this state cannot follow that one",
    ),
    (
        "objection_stays",
        "objection",
        "UPDATE OF evaluation_id, plan_id, person_id, cycle_id, number, appraiser_id",
        "(NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.appraiser_id IS DISTINCT FROM OLD.appraiser_id)",
        "this part of the row never changes",
    ),
    (
        "objection_is_kept",
        "objection",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "objection_filing_stays",
        "objection",
        "UPDATE OF is_late, filed_on, snapshot_number, before_result, before_behaviour, asked_result, asked_behaviour, may_worsen",
        "OLD.state <> 'draft' AND (NEW.is_late IS DISTINCT FROM OLD.is_late OR NEW.filed_on IS DISTINCT FROM OLD.filed_on OR NEW.snapshot_number IS DISTINCT FROM OLD.snapshot_number OR NEW.before_result IS DISTINCT FROM OLD.before_result OR NEW.before_behaviour IS DISTINCT FROM OLD.before_behaviour OR NEW.asked_result IS DISTINCT FROM OLD.asked_result OR NEW.asked_behaviour IS DISTINCT FROM OLD.asked_behaviour OR NEW.may_worsen IS DISTINCT FROM OLD.may_worsen)",
        "what was filed stays",
    ),
    (
        "objection_decision_stays",
        "objection",
        "UPDATE OF decider_id, outcome, result_level, behaviour_level, decided_on",
        "OLD.state IN ('decided', 'closed') AND (NEW.decider_id IS DISTINCT FROM OLD.decider_id OR NEW.outcome IS DISTINCT FROM OLD.outcome OR NEW.result_level IS DISTINCT FROM OLD.result_level OR NEW.behaviour_level IS DISTINCT FROM OLD.behaviour_level OR NEW.decided_on IS DISTINCT FROM OLD.decided_on)",
        "a decision stays",
    ),
    (
        "objection_explained_once",
        "objection",
        "UPDATE OF person_done_on, appraiser_done_on",
        "((OLD.person_done_on IS NOT NULL AND NEW.person_done_on IS DISTINCT FROM OLD.person_done_on) OR (OLD.appraiser_done_on IS NOT NULL AND NEW.appraiser_done_on IS DISTINCT FROM OLD.appraiser_done_on)) AND (NEW.person_done_on IS DISTINCT FROM OLD.person_done_on OR NEW.appraiser_done_on IS DISTINCT FROM OLD.appraiser_done_on)",
        "an explanation that was sent stays",
    ),
    (
        "objection_extended_once",
        "objection",
        "UPDATE OF extended_on",
        "OLD.extended_on IS NOT NULL AND (NEW.extended_on IS DISTINCT FROM OLD.extended_on)",
        "a decision is put off once",
    ),
    (
        "objection_clock_never_shorter",
        "objection",
        "UPDATE OF explain_until, decide_until",
        "(OLD.explain_until IS NOT NULL AND (NEW.explain_until IS NULL OR NEW.explain_until < OLD.explain_until)) OR (OLD.decide_until IS NOT NULL AND (NEW.decide_until IS NULL OR NEW.decide_until < OLD.decide_until))",
        "last days move later only",
    ),
    (
        "objection_is_never_reopened",
        "objection",
        "INSERT",
        "EXISTS (SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.evaluation_id AND o.state IN ('decided', 'closed'))",
        "a decision on an objection is final",
    ),
    (
        "objection_filed_in_time",
        "objection",
        "UPDATE OF state",
        "NEW.state = 'filed' AND OLD.state <> 'filed' AND (NOT EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND e.person_id = NEW.person_id AND e.state IN ('received', 'final') AND ((NOT NEW.is_late AND NEW.filed_on <= e.object_until) OR (NEW.is_late AND NEW.late_reason IS NOT NULL))))",
        "filed in time or late with a reason",
    ),
    (
        "objection_has_points",
        "objection",
        "UPDATE OF state",
        "NEW.state = 'filed' AND OLD.state <> 'filed' AND (NOT EXISTS (SELECT 1 FROM objection_point AS p WHERE p.objection_id = NEW.id))",
        "an objection has reasons",
    ),
    (
        "objection_decider_took_no_part",
        "objection",
        "UPDATE OF decider_id",
        "NEW.decider_id IS NOT NULL AND (EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND NEW.decider_id IN (e.appraiser_id, e.confirmed_by, e.second_reader_id, e.targets_confirmed_by)) OR EXISTS (SELECT 1 FROM second_look AS s WHERE s.evaluation_id = NEW.evaluation_id AND s.reader_id = NEW.decider_id) OR NOT EXISTS (SELECT 1 FROM objection_decider AS d WHERE d.objection_id = NEW.id AND d.person_id = NEW.decider_id AND d.left_on IS NULL))",
        "who took part decides nothing",
    ),
    (
        "objection_points_are_decided",
        "objection",
        "UPDATE OF state",
        "NEW.state = 'decided' AND OLD.state <> 'decided' AND (EXISTS (SELECT 1 FROM objection_point AS p WHERE p.objection_id = NEW.id AND (p.finding IS NULL OR p.finding_reason IS NULL)))",
        "every point is decided",
    ),
    (
        "objection_is_not_worse",
        "objection",
        "UPDATE OF state",
        "NEW.state = 'decided' AND OLD.state <> 'decided' AND (NOT NEW.may_worsen AND ((CASE NEW.result_level WHEN 'below' THEN 0 WHEN 'meets' THEN 1 WHEN 'above' THEN 2 END) < (CASE NEW.before_result WHEN 'below' THEN 0 WHEN 'meets' THEN 1 WHEN 'above' THEN 2 END) OR (CASE NEW.behaviour_level WHEN 'below' THEN 0 WHEN 'meets' THEN 1 WHEN 'above' THEN 2 END) < (CASE NEW.before_behaviour WHEN 'below' THEN 0 WHEN 'meets' THEN 1 WHEN 'above' THEN 2 END) OR (CASE NEW.result_level || ' ' || NEW.behaviour_level WHEN 'above below' THEN 1 WHEN 'above meets' THEN 3 WHEN 'above above' THEN 4 WHEN 'meets below' THEN 1 WHEN 'meets meets' THEN 3 WHEN 'meets above' THEN 3 WHEN 'below below' THEN 0 WHEN 'below meets' THEN 2 WHEN 'below above' THEN 2 END) < (CASE NEW.before_result || ' ' || NEW.before_behaviour WHEN 'above below' THEN 1 WHEN 'above meets' THEN 3 WHEN 'above above' THEN 4 WHEN 'meets below' THEN 1 WHEN 'meets meets' THEN 3 WHEN 'meets above' THEN 3 WHEN 'below below' THEN 0 WHEN 'below meets' THEN 2 WHEN 'below above' THEN 2 END)))",
        "nobody is worse off by the own objection",
    ),
    (
        "yearly_evaluation_waits_for_objection",
        "yearly_evaluation",
        "UPDATE OF state",
        "NEW.state = 'final' AND OLD.state = 'received' AND EXISTS (SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.id AND o.state IN ('filed', 'admitted', 'hearing') AND NOT o.is_late)",
        "an objection that was filed in time is decided first",
    ),
    (
        "yearly_evaluation_objection_admitted",
        "yearly_evaluation",
        "UPDATE OF state",
        "NEW.state = 'under_objection' AND OLD.state <> 'under_objection' AND NOT EXISTS (SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.id AND o.state = 'admitted')",
        "only an admitted objection opens a result",
    ),
    (
        "yearly_evaluation_objection_decided",
        "yearly_evaluation",
        "UPDATE OF state",
        "OLD.state = 'under_objection' AND NEW.state = 'final' AND NOT EXISTS (SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.id AND o.state IN ('decided', 'closed') AND o.result_level = NEW.result_level AND o.behaviour_level = NEW.behaviour_level)",
        "an objection is decided before the result is final",
    ),
    (
        "yearly_evaluation_levels_by_decision",
        "yearly_evaluation",
        "UPDATE OF result_level, behaviour_level, predicate",
        "OLD.state = 'under_objection' AND (NEW.result_level IS DISTINCT FROM OLD.result_level OR NEW.behaviour_level IS DISTINCT FROM OLD.behaviour_level) AND NOT EXISTS (SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.id AND o.state IN ('decided', 'closed') AND o.result_level = NEW.result_level AND o.behaviour_level = NEW.behaviour_level)",
        "only a decision changes levels under objection",
    ),
    (
        "objection_point_stays",
        "objection_point",
        "UPDATE OF objection_id, number",
        "(NEW.objection_id IS DISTINCT FROM OLD.objection_id OR NEW.number IS DISTINCT FROM OLD.number)",
        "this part of the row never changes",
    ),
    (
        "objection_point_is_filed",
        "objection_point",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.state IN ('draft'))",
        "points are filed together",
    ),
    (
        "objection_point_is_kept",
        "objection_point",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM objection AS o WHERE o.id = OLD.objection_id AND o.state IN ('draft'))",
        "what was filed stays",
    ),
    (
        "objection_point_claim_stays",
        "objection_point",
        "UPDATE OF claim",
        "(NEW.claim IS NULL) <> (OLD.claim IS NULL) AND EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.state <> 'draft')",
        "what was sent stays",
    ),
    (
        "objection_point_answer_stays",
        "objection_point",
        "UPDATE OF answer",
        "(NEW.answer IS NULL) <> (OLD.answer IS NULL) AND EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.appraiser_done_on IS NOT NULL)",
        "what was sent stays",
    ),
    (
        "objection_point_reply_stays",
        "objection_point",
        "UPDATE OF reply",
        "(NEW.reply IS NULL) <> (OLD.reply IS NULL) AND EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.person_done_on IS NOT NULL)",
        "what was sent stays",
    ),
    (
        "objection_point_finding_reason_stays",
        "objection_point",
        "UPDATE OF finding_reason",
        "(NEW.finding_reason IS NULL) <> (OLD.finding_reason IS NULL) AND EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.state IN ('decided', 'closed'))",
        "what was sent stays",
    ),
    (
        "objection_point_finding_stays",
        "objection_point",
        "UPDATE OF finding",
        "(NEW.finding IS DISTINCT FROM OLD.finding) AND EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.state IN ('decided', 'closed'))",
        "a decision stays",
    ),
    (
        "objection_event_stays",
        "objection_event",
        "UPDATE OF objection_id, old, new, happened_at, person_id",
        "(NEW.objection_id IS DISTINCT FROM OLD.objection_id OR NEW.old IS DISTINCT FROM OLD.old OR NEW.new IS DISTINCT FROM OLD.new OR NEW.happened_at IS DISTINCT FROM OLD.happened_at OR NEW.person_id IS DISTINCT FROM OLD.person_id)",
        "this part of the row never changes",
    ),
    (
        "objection_event_is_kept",
        "objection_event",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "objection_evidence_stays",
        "objection_evidence",
        "UPDATE OF objection_id, side, added_on",
        "(NEW.objection_id IS DISTINCT FROM OLD.objection_id OR NEW.side IS DISTINCT FROM OLD.side OR NEW.added_on IS DISTINCT FROM OLD.added_on)",
        "this part of the row never changes",
    ),
    (
        "objection_evidence_is_kept",
        "objection_evidence",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "objection_evidence_while_open",
        "objection_evidence",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.state IN ('draft', 'filed', 'admitted', 'hearing'))",
        "evidence is added before the decision",
    ),
    (
        "objection_meeting_stays",
        "objection_meeting",
        "UPDATE OF objection_id, held_on, written_by, written_at",
        "(NEW.objection_id IS DISTINCT FROM OLD.objection_id OR NEW.held_on IS DISTINCT FROM OLD.held_on OR NEW.written_by IS DISTINCT FROM OLD.written_by OR NEW.written_at IS DISTINCT FROM OLD.written_at)",
        "this part of the row never changes",
    ),
    (
        "objection_meeting_is_kept",
        "objection_meeting",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "objection_meeting_while_heard",
        "objection_meeting",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND o.state IN ('admitted', 'hearing'))",
        "both are heard before the decision",
    ),
    (
        "objection_companion_stays",
        "objection_companion",
        "UPDATE OF objection_id, person_id, named_on",
        "(NEW.objection_id IS DISTINCT FROM OLD.objection_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.named_on IS DISTINCT FROM OLD.named_on)",
        "this part of the row never changes",
    ),
    (
        "objection_companion_is_kept",
        "objection_companion",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "objection_companion_is_no_side",
        "objection_companion",
        "INSERT",
        "EXISTS (SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id AND NEW.person_id IN (o.person_id, o.appraiser_id, o.decider_id))",
        "a companion is neither side and decides nothing",
    ),
    (
        "objection_companion_ends_once",
        "objection_companion",
        "UPDATE OF ended_on",
        "OLD.ended_on IS NOT NULL AND (NEW.ended_on IS DISTINCT FROM OLD.ended_on)",
        "what ended stays so",
    ),
    (
        "objection_decider_stays",
        "objection_decider",
        "UPDATE OF objection_id, person_id, origin, named_on, named_by",
        "(NEW.objection_id IS DISTINCT FROM OLD.objection_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.origin IS DISTINCT FROM OLD.origin OR NEW.named_on IS DISTINCT FROM OLD.named_on OR NEW.named_by IS DISTINCT FROM OLD.named_by)",
        "this part of the row never changes",
    ),
    (
        "objection_decider_is_kept",
        "objection_decider",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "objection_decider_leaves_once",
        "objection_decider",
        "UPDATE OF left_on",
        "OLD.left_on IS NOT NULL AND (NEW.left_on IS DISTINCT FROM OLD.left_on)",
        "who stepped aside stays so",
    ),
)


def make_rules() -> None:
    """Let the database refuse what the rules say."""
    for name, table, act, refuses, message in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"WHEN {refuses} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        row = "OLD" if act == "DELETE" else "NEW"
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {refuses} THEN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def upgrade() -> None:

    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("appraiser_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("before_result", sa.String(length=24), nullable=False),
        sa.Column("before_behaviour", sa.String(length=24), nullable=False),
        sa.Column("asked_result", sa.String(length=24), nullable=True),
        sa.Column("asked_behaviour", sa.String(length=24), nullable=True),
        sa.Column("may_worsen", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("late_reason", sa.LargeBinary(), nullable=True),
        sa.Column("filed_at", portal.storage.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("snapshot_number", sa.Integer(), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("inadmissible_because", sa.String(length=24), nullable=True),
        sa.Column("explain_until", sa.Date(), nullable=True),
        sa.Column("decide_until", sa.Date(), nullable=True),
        sa.Column("extended_on", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.LargeBinary(), nullable=True),
        sa.Column("person_done_on", sa.Date(), nullable=True),
        sa.Column("appraiser_done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("result_level", sa.String(length=24), nullable=True),
        sa.Column("behaviour_level", sa.String(length=24), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'inadmissible') = (inadmissible_because IS NOT NULL)",
            name=op.f("ck_objection_inadmissible"),
        ),
        sa.CheckConstraint(
            "(state IN ('decided', 'closed')) = (outcome IS NOT NULL) AND (outcome IS NULL) = (decided_on IS NULL)",
            name=op.f("ck_objection_decided"),
        ),
        sa.CheckConstraint(
            "asked_behaviour IN ('below', 'meets', 'above')",
            name=op.f("ck_objection_asked_behaviour"),
        ),
        sa.CheckConstraint(
            "asked_result IN ('below', 'meets', 'above')", name=op.f("ck_objection_asked_result")
        ),
        sa.CheckConstraint(
            "before_behaviour IN ('below', 'meets', 'above')",
            name=op.f("ck_objection_before_behaviour"),
        ),
        sa.CheckConstraint(
            "before_result IN ('below', 'meets', 'above')", name=op.f("ck_objection_before_result")
        ),
        sa.CheckConstraint(
            "behaviour_level IN ('below', 'meets', 'above')",
            name=op.f("ck_objection_behaviour_level"),
        ),
        sa.CheckConstraint(
            "inadmissible_because IN ('late', 'not_own', 'no_reasons')",
            name=op.f("ck_objection_inadmissible_because"),
        ),
        sa.CheckConstraint("outcome IN ('upheld', 'changed')", name=op.f("ck_objection_outcome")),
        sa.CheckConstraint(
            "outcome IS NULL OR (outcome = 'upheld') = (result_level = before_result AND behaviour_level = before_behaviour)",
            name=op.f("ck_objection_outcome_fits"),
        ),
        sa.CheckConstraint(
            "result_level IN ('below', 'meets', 'above')", name=op.f("ck_objection_result_level")
        ),
        sa.CheckConstraint(
            "state <> 'draft' OR decider_id IS NULL", name=op.f("ck_objection_draft")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (filed_on IS NOT NULL AND filed_at IS NOT NULL AND snapshot_number IS NOT NULL)",
            name=op.f("ck_objection_filed"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'filed', 'withdrawn', 'admitted', 'inadmissible', 'hearing', 'decided', 'closed')",
            name=op.f("ck_objection_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('admitted', 'hearing', 'decided', 'closed') OR (admitted_on IS NOT NULL AND explain_until IS NOT NULL AND decide_until IS NOT NULL)",
            name=op.f("ck_objection_admitted"),
        ),
        sa.CheckConstraint(
            "(extended_on IS NULL) = (extension_reason IS NULL)",
            name=op.f("ck_objection_extension_reason"),
        ),
        sa.CheckConstraint("appraiser_id <> person_id", name=op.f("ck_objection_not_by_oneself")),
        sa.CheckConstraint(
            "decider_id <> person_id AND decider_id <> appraiser_id",
            name=op.f("ck_objection_decider_is_outside"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_objection_number")),
        sa.CheckConstraint(
            "outcome IS NULL OR (decider_id IS NOT NULL AND result_level IS NOT NULL AND behaviour_level IS NOT NULL)",
            name=op.f("ck_objection_decided_whole"),
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_objection_revision")),
        sa.ForeignKeyConstraint(
            ["appraiser_id"], ["officer.id"], name=op.f("fk_objection_appraiser_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_objection_cycle_id_evaluation_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["officer.id"], name=op.f("fk_objection_decider_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["yearly_evaluation.id"],
            name=op.f("fk_objection_evaluation_id_yearly_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_objection_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["performance_plan.id"], name=op.f("fk_objection_plan_id_performance_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint(
            "evaluation_id", "number", name=op.f("uq_objection_evaluation_id_number")
        ),
    )
    op.create_index(op.f("ix_objection_appraiser_id"), "objection", ["appraiser_id"], unique=False)
    op.create_index(op.f("ix_objection_cycle_id"), "objection", ["cycle_id"], unique=False)
    op.create_index(op.f("ix_objection_decider_id"), "objection", ["decider_id"], unique=False)
    op.create_index(op.f("ix_objection_person_id"), "objection", ["person_id"], unique=False)
    op.create_index(
        "ux_objection_one_open",
        "objection",
        ["evaluation_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'filed', 'admitted', 'hearing')"),
        postgresql_where=sa.text("state IN ('draft', 'filed', 'admitted', 'hearing')"),
    )
    op.create_table(
        "objection_companion",
        sa.Column("objection_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("named_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ended_on >= named_on", name=op.f("ck_objection_companion_ended_on")),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_objection_companion_objection_id_objection"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_objection_companion_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("objection_id", "person_id", name=op.f("pk_objection_companion")),
    )
    op.create_table(
        "objection_decider",
        sa.Column("objection_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(length=24), nullable=False),
        sa.Column("named_on", sa.Date(), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "origin IN ('superior', 'lot')", name=op.f("ck_objection_decider_origin")
        ),
        sa.CheckConstraint(
            "(left_on IS NULL) = (left_reason IS NULL)",
            name=op.f("ck_objection_decider_left_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["named_by"], ["account.id"], name=op.f("fk_objection_decider_named_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_objection_decider_objection_id_objection"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_objection_decider_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("objection_id", "person_id", name=op.f("pk_objection_decider")),
    )
    op.create_table(
        "objection_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(length=24), nullable=False),
        sa.Column("new", sa.String(length=24), nullable=False),
        sa.Column(
            "happened_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "new IN ('draft', 'filed', 'withdrawn', 'admitted', 'inadmissible', 'hearing', 'decided', 'closed')",
            name=op.f("ck_objection_event_new"),
        ),
        sa.CheckConstraint(
            "old IN ('draft', 'filed', 'withdrawn', 'admitted', 'inadmissible', 'hearing', 'decided', 'closed')",
            name=op.f("ck_objection_event_old"),
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_objection_event_objection_id_objection"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_objection_event_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_event")),
    )
    op.create_index(
        op.f("ix_objection_event_objection_id"), "objection_event", ["objection_id"], unique=False
    )
    op.create_table(
        "objection_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "side IN ('person', 'appraiser')", name=op.f("ck_objection_evidence_side")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_objection_evidence_objection_id_objection"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_evidence")),
    )
    op.create_index(
        op.f("ix_objection_evidence_objection_id"),
        "objection_evidence",
        ["objection_id"],
        unique=False,
    )
    op.create_table(
        "objection_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("notes", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_objection_meeting_objection_id_objection"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["officer.id"], name=op.f("fk_objection_meeting_written_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_meeting")),
    )
    op.create_index(
        op.f("ix_objection_meeting_objection_id"),
        "objection_meeting",
        ["objection_id"],
        unique=False,
    )
    op.create_table(
        "objection_point",
        sa.Column("objection_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.Column("finding", sa.String(length=24), nullable=True),
        sa.Column("finding_reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "finding IN ('founded', 'partly', 'unfounded')", name=op.f("ck_objection_point_finding")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_objection_point_number")),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_objection_point_objection_id_objection"),
        ),
        sa.PrimaryKeyConstraint("objection_id", "number", name=op.f("pk_objection_point")),
    )
    make_rules()


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    op.drop_table("objection_point")
    op.drop_table("objection_meeting")
    op.drop_table("objection_evidence")
    op.drop_table("objection_event")
    op.drop_table("objection_decider")
    op.drop_table("objection_companion")
    op.drop_table("objection")
