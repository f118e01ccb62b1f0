"""Keep evaluations of quarters and years, what happened to them, and what stays of them

Revision: 0043, after 0042
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "periodic_evaluation_state_begins",
        "periodic_evaluation",
        "INSERT",
        "NEW.state <> 'not_started'",
        "the first state is another one",
    ),
    (
        "periodic_evaluation_state_follows",
        "periodic_evaluation",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('not_started in_review', 'not_started self_reported', 'self_reported in_review', 'in_review shown', 'shown acknowledged')",
        "this state cannot follow that one",
    ),
    (
        "periodic_evaluation_stays",
        "periodic_evaluation",
        "UPDATE OF plan_id, person_id, cycle_id, period_number",
        "(NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.period_number IS DISTINCT FROM OLD.period_number)",
        "this part of the row never changes",
    ),
    (
        "periodic_evaluation_is_kept",
        "periodic_evaluation",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "periodic_evaluation_shown_stays",
        "periodic_evaluation",
        "UPDATE OF appraiser_id, result_level, behaviour_level, suggested_level, cause, result_reason, example, strengths, weaknesses, advice, provides, self_report, shown_on",
        "OLD.state IN ('shown', 'acknowledged') AND ((NEW.appraiser_id IS DISTINCT FROM OLD.appraiser_id OR NEW.result_level IS DISTINCT FROM OLD.result_level OR NEW.behaviour_level IS DISTINCT FROM OLD.behaviour_level OR NEW.suggested_level IS DISTINCT FROM OLD.suggested_level OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.shown_on IS DISTINCT FROM OLD.shown_on) OR (NEW.result_reason IS NULL) <> (OLD.result_reason IS NULL) OR (NEW.example IS NULL) <> (OLD.example IS NULL) OR (NEW.strengths IS NULL) <> (OLD.strengths IS NULL) OR (NEW.weaknesses IS NULL) <> (OLD.weaknesses IS NULL) OR (NEW.advice IS NULL) <> (OLD.advice IS NULL) OR (NEW.provides IS NULL) <> (OLD.provides IS NULL) OR (NEW.self_report IS NULL) <> (OLD.self_report IS NULL))",
        "what was shown stays",
    ),
    (
        "periodic_evaluation_answer_stays",
        "periodic_evaluation",
        "UPDATE OF answer, answered_on, note",
        "OLD.state = 'acknowledged' AND ((NEW.answer IS DISTINCT FROM OLD.answer OR NEW.answered_on IS DISTINCT FROM OLD.answered_on) OR (NEW.note IS NULL) <> (OLD.note IS NULL))",
        "an answer stays",
    ),
    (
        "periodic_event_stays",
        "periodic_event",
        "UPDATE OF evaluation_id, old, new, happened_at, person_id",
        "(NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.old IS DISTINCT FROM OLD.old OR NEW.new IS DISTINCT FROM OLD.new OR NEW.happened_at IS DISTINCT FROM OLD.happened_at OR NEW.person_id IS DISTINCT FROM OLD.person_id)",
        "this part of the row never changes",
    ),
    (
        "periodic_event_is_kept",
        "periodic_event",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "yearly_evaluation_state_begins",
        "yearly_evaluation",
        "INSERT",
        "NEW.state <> 'not_started'",
        "the first state is another one",
    ),
    (
        "yearly_evaluation_state_follows",
        "yearly_evaluation",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('not_started rated', 'not_started self_reported', 'self_reported rated', 'rated unit_review', 'unit_review confirmed', 'unit_review rated', 'unit_review second_look', 'second_look confirmed', 'second_look rated', 'confirmed delivered', 'delivered received', 'delivered under_objection', 'received final', 'received under_objection', 'under_objection final', 'final under_objection')",
        "this state cannot follow that one",
    ),
    (
        "yearly_evaluation_stays",
        "yearly_evaluation",
        "UPDATE OF person_id, cycle_id",
        "(NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.cycle_id IS DISTINCT FROM OLD.cycle_id)",
        "this part of the row never changes",
    ),
    (
        "yearly_evaluation_is_kept",
        "yearly_evaluation",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "yearly_evaluation_result_stays",
        "yearly_evaluation",
        "UPDATE OF appraiser_id, result_level, behaviour_level, predicate",
        "OLD.state IN ('confirmed', 'delivered', 'received', 'under_objection', 'final') AND OLD.state <> 'under_objection' AND (NEW.appraiser_id IS DISTINCT FROM OLD.appraiser_id OR NEW.result_level IS DISTINCT FROM OLD.result_level OR NEW.behaviour_level IS DISTINCT FROM OLD.behaviour_level OR NEW.predicate IS DISTINCT FROM OLD.predicate)",
        "a confirmed result stays",
    ),
    (
        "yearly_evaluation_way_stays",
        "yearly_evaluation",
        "UPDATE OF plan_id, confirmed_by, confirmed_at, first_level, last_level, targets_confirmed_by, reviewed_by, second_reader_id",
        "OLD.state IN ('confirmed', 'delivered', 'received', 'under_objection', 'final') AND (NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by OR NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at OR NEW.first_level IS DISTINCT FROM OLD.first_level OR NEW.last_level IS DISTINCT FROM OLD.last_level OR NEW.targets_confirmed_by IS DISTINCT FROM OLD.targets_confirmed_by OR NEW.reviewed_by IS DISTINCT FROM OLD.reviewed_by OR NEW.second_reader_id IS DISTINCT FROM OLD.second_reader_id)",
        "how a result was confirmed stays",
    ),
    (
        "yearly_evaluation_receipt_stays",
        "yearly_evaluation",
        "UPDATE OF delivered_on, received_on, receipt",
        "(OLD.delivered_on IS NOT NULL AND (NEW.delivered_on IS DISTINCT FROM OLD.delivered_on)) OR (OLD.received_on IS NOT NULL AND (NEW.received_on IS DISTINCT FROM OLD.received_on OR NEW.receipt IS DISTINCT FROM OLD.receipt))",
        "delivery and receipt stay",
    ),
    (
        "yearly_evaluation_clock_never_shorter",
        "yearly_evaluation",
        "UPDATE OF object_until",
        "OLD.object_until IS NOT NULL AND (NEW.object_until IS NULL OR NEW.object_until < OLD.object_until)",
        "the last day to object moves later only",
    ),
    (
        "yearly_evaluation_is_rated_whole",
        "yearly_evaluation",
        "UPDATE OF state",
        "NEW.state = 'rated' AND (SELECT count(*) FROM yearly_step AS s JOIN yearly_rating AS r ON r.id = s.rating_id WHERE r.evaluation_id = NEW.id AND r.number = (SELECT max(number) FROM yearly_rating WHERE evaluation_id = NEW.id)) <> 7",
        "seven steps make a rating",
    ),
    (
        "yearly_evaluation_second_look_first",
        "yearly_evaluation",
        "UPDATE OF state",
        "NEW.state = 'confirmed' AND NEW.predicate IN ('very_poor', 'poor', 'needs_improvement') AND (OLD.state <> 'second_look' OR NOT EXISTS (SELECT 1 FROM second_look AS s WHERE s.evaluation_id = NEW.id AND s.reader_id = NEW.second_reader_id AND s.opinion = 'agrees'))",
        "a second reader looks first",
    ),
    (
        "yearly_evaluation_has_snapshot",
        "yearly_evaluation",
        "UPDATE OF state",
        "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND NOT EXISTS (SELECT 1 FROM appraisal_snapshot AS s WHERE s.evaluation_id = NEW.id)",
        "a confirmed result has a snapshot",
    ),
    (
        "yearly_event_stays",
        "yearly_event",
        "UPDATE OF evaluation_id, old, new, happened_at, person_id",
        "(NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.old IS DISTINCT FROM OLD.old OR NEW.new IS DISTINCT FROM OLD.new OR NEW.happened_at IS DISTINCT FROM OLD.happened_at OR NEW.person_id IS DISTINCT FROM OLD.person_id)",
        "this part of the row never changes",
    ),
    (
        "yearly_event_is_kept",
        "yearly_event",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "yearly_rating_stays",
        "yearly_rating",
        "UPDATE OF evaluation_id, number, appraiser_id, made_at, result_level, behaviour_level, aid_result_level, aid_behaviour_level",
        "(NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.appraiser_id IS DISTINCT FROM OLD.appraiser_id OR NEW.made_at IS DISTINCT FROM OLD.made_at OR NEW.result_level IS DISTINCT FROM OLD.result_level OR NEW.behaviour_level IS DISTINCT FROM OLD.behaviour_level OR NEW.aid_result_level IS DISTINCT FROM OLD.aid_result_level OR NEW.aid_behaviour_level IS DISTINCT FROM OLD.aid_behaviour_level)",
        "this part of the row never changes",
    ),
    (
        "yearly_rating_is_kept",
        "yearly_rating",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "yearly_rating_while_open",
        "yearly_rating",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND e.state IN ('not_started', 'self_reported', 'rated'))",
        "only an open evaluation is rated",
    ),
    (
        "yearly_step_stays",
        "yearly_step",
        "UPDATE OF rating_id, value, step",
        "(NEW.rating_id IS DISTINCT FROM OLD.rating_id OR NEW.value IS DISTINCT FROM OLD.value OR NEW.step IS DISTINCT FROM OLD.step)",
        "this part of the row never changes",
    ),
    (
        "yearly_step_is_kept",
        "yearly_step",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "yearly_step_while_open",
        "yearly_step",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM yearly_rating AS r JOIN yearly_evaluation AS e ON e.id = r.evaluation_id WHERE r.id = NEW.rating_id AND e.state IN ('not_started', 'self_reported', 'rated'))",
        "only an open evaluation is rated",
    ),
    (
        "second_look_stays",
        "second_look",
        "UPDATE OF evaluation_id, reader_id, drawn_on",
        "(NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.reader_id IS DISTINCT FROM OLD.reader_id OR NEW.drawn_on IS DISTINCT FROM OLD.drawn_on)",
        "this part of the row never changes",
    ),
    (
        "second_look_is_kept",
        "second_look",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "second_look_opinion_stays",
        "second_look",
        "UPDATE OF opinion, decided_at",
        "OLD.opinion IS NOT NULL AND (NEW.opinion IS DISTINCT FROM OLD.opinion OR NEW.decided_at IS DISTINCT FROM OLD.decided_at)",
        "an opinion stays",
    ),
    (
        "second_look_reader_is_outside",
        "second_look",
        "INSERT",
        "EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND (NEW.reader_id = e.person_id OR NEW.reader_id = e.appraiser_id OR NEW.reader_id = e.decider_id))",
        "a second reader is outside the line",
    ),
    (
        "unit_review_stays",
        "unit_review",
        "UPDATE OF cycle_id, agency_id, unit_id, head_id, reviewed_at",
        "(NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.agency_id IS DISTINCT FROM OLD.agency_id OR NEW.unit_id IS DISTINCT FROM OLD.unit_id OR NEW.head_id IS DISTINCT FROM OLD.head_id OR NEW.reviewed_at IS DISTINCT FROM OLD.reviewed_at)",
        "this part of the row never changes",
    ),
    (
        "unit_review_is_kept",
        "unit_review",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "appraisal_snapshot_stays",
        "appraisal_snapshot",
        "UPDATE OF evaluation_id, number, rules_version, made_at, digest, content",
        "(NEW.evaluation_id IS DISTINCT FROM OLD.evaluation_id OR NEW.number IS DISTINCT FROM OLD.number OR NEW.rules_version IS DISTINCT FROM OLD.rules_version OR NEW.made_at IS DISTINCT FROM OLD.made_at OR NEW.digest IS DISTINCT FROM OLD.digest OR NEW.content IS DISTINCT FROM OLD.content)",
        "this part of the row never changes",
    ),
    (
        "appraisal_snapshot_is_kept",
        "appraisal_snapshot",
        "DELETE",
        "TRUE",
        "rows of this table are kept",
    ),
    (
        "appraisal_snapshot_expires_once",
        "appraisal_snapshot",
        "UPDATE OF wrapped_key, expired_on",
        "OLD.expired_on IS NOT NULL AND (NEW.wrapped_key IS DISTINCT FROM OLD.wrapped_key OR NEW.expired_on IS DISTINCT FROM OLD.expired_on)",
        "what expired stays so",
    ),
)
GROWS = "delivery_reminder"
REFUSAL = "rows of this table are never changed"


def make_rules() -> None:
    """Let the database keep the rules of the new rows."""
    dialect = op.get_bind().dialect.name
    for name, table, act, refuses, message in RULES:
        if dialect == "sqlite":
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


def make_append_only() -> None:
    """Let the database refuse every change of a reminder."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {GROWS}_refuses_{change} BEFORE {change.upper()} ON {GROWS} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    for name, acts, each in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {GROWS}_refuses_{name} BEFORE {acts} ON {GROWS} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "unit_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("head_id", sa.Integer(), nullable=False),
        sa.Column(
            "reviewed_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_unit_review_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_unit_review_cycle_id_evaluation_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["head_id"], ["officer.id"], name=op.f("fk_unit_review_head_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "agency_id"],
            ["unit.id", "unit.agency_id"],
            name=op.f("fk_unit_review_unit_id_agency_id_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_review")),
    )
    with op.batch_alter_table("unit_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_review_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_review_cycle_id"), ["cycle_id"], unique=False)

    op.create_table(
        "periodic_evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("period_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("self_report", sa.LargeBinary(), nullable=True),
        sa.Column("appraiser_id", sa.Integer(), nullable=True),
        sa.Column("result_level", sa.String(length=24), nullable=True),
        sa.Column("behaviour_level", sa.String(length=24), nullable=True),
        sa.Column("suggested_level", sa.String(length=24), nullable=True),
        sa.Column("result_reason", sa.LargeBinary(), nullable=True),
        sa.Column("example", sa.LargeBinary(), nullable=True),
        sa.Column("strengths", sa.LargeBinary(), nullable=True),
        sa.Column("weaknesses", sa.LargeBinary(), nullable=True),
        sa.Column("advice", sa.LargeBinary(), nullable=True),
        sa.Column("cause", sa.String(length=24), nullable=True),
        sa.Column("provides", sa.LargeBinary(), nullable=True),
        sa.Column("shown_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=24), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(state = 'acknowledged') = (answer IS NOT NULL) AND (answer IS NULL) = (answered_on IS NULL)",
            name=op.f("ck_periodic_evaluation_answered"),
        ),
        sa.CheckConstraint(
            "answer <> 'disagreed' OR note IS NOT NULL", name=op.f("ck_periodic_evaluation_note")
        ),
        sa.CheckConstraint(
            "answer IN ('agreed', 'disagreed')", name=op.f("ck_periodic_evaluation_answer")
        ),
        sa.CheckConstraint(
            "behaviour_level IN ('below', 'meets', 'above')",
            name=op.f("ck_periodic_evaluation_behaviour_level"),
        ),
        sa.CheckConstraint(
            "cause IN ('skill', 'load', 'tools', 'process', 'personal', 'unclear')",
            name=op.f("ck_periodic_evaluation_cause"),
        ),
        sa.CheckConstraint(
            "result_level IN ('below', 'meets', 'above')",
            name=op.f("ck_periodic_evaluation_result_level"),
        ),
        sa.CheckConstraint(
            "state <> 'self_reported' OR self_report IS NOT NULL",
            name=op.f("ck_periodic_evaluation_self_report"),
        ),
        sa.CheckConstraint(
            "state IN ('not_started', 'self_reported', 'in_review', 'shown', 'acknowledged')",
            name=op.f("ck_periodic_evaluation_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('shown', 'acknowledged') OR (appraiser_id IS NOT NULL AND result_level IS NOT NULL AND behaviour_level IS NOT NULL AND strengths IS NOT NULL AND advice IS NOT NULL AND shown_on IS NOT NULL)",
            name=op.f("ck_periodic_evaluation_shown"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('shown', 'acknowledged') OR suggested_level IS NULL OR suggested_level = result_level OR result_reason IS NOT NULL",
            name=op.f("ck_periodic_evaluation_reason"),
        ),
        sa.CheckConstraint(
            "suggested_level IN ('below', 'meets', 'above')",
            name=op.f("ck_periodic_evaluation_suggested_level"),
        ),
        sa.CheckConstraint(
            "appraiser_id <> person_id", name=op.f("ck_periodic_evaluation_not_by_oneself")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_periodic_evaluation_revision")),
        sa.ForeignKeyConstraint(
            ["appraiser_id"],
            ["officer.id"],
            name=op.f("fk_periodic_evaluation_appraiser_id_officer"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id", "period_number"],
            ["evaluation_period.cycle_id", "evaluation_period.number"],
            name=op.f("fk_periodic_evaluation_cycle_id_period_number_evaluation_period"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "person_id"],
            ["performance_plan.id", "performance_plan.person_id"],
            name=op.f("fk_periodic_evaluation_plan_id_person_id_performance_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periodic_evaluation")),
        sa.UniqueConstraint(
            "plan_id", "period_number", name=op.f("uq_periodic_evaluation_plan_id_period_number")
        ),
    )
    with op.batch_alter_table("periodic_evaluation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_periodic_evaluation_appraiser_id"), ["appraiser_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_periodic_evaluation_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "yearly_evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("self_report", sa.LargeBinary(), nullable=True),
        sa.Column("appraiser_id", sa.Integer(), nullable=True),
        sa.Column("result_level", sa.String(length=24), nullable=True),
        sa.Column("behaviour_level", sa.String(length=24), nullable=True),
        sa.Column("predicate", sa.String(length=24), nullable=True),
        sa.Column("first_level", sa.String(length=24), nullable=True),
        sa.Column("last_level", sa.String(length=24), nullable=True),
        sa.Column("targets_confirmed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("second_reader_id", sa.Integer(), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column(
            "confirmed_at", portal.storage.database.UtcDateTime(timezone=True), nullable=True
        ),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(length=24), nullable=True),
        sa.Column("object_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(received_on IS NULL) = (receipt IS NULL) AND (received_on IS NULL) = (object_until IS NULL) AND (state NOT IN ('received', 'final') OR received_on IS NOT NULL)",
            name=op.f("ck_yearly_evaluation_received"),
        ),
        sa.CheckConstraint(
            "(result_level IS NULL) = (predicate IS NULL) AND (behaviour_level IS NULL) = (predicate IS NULL) AND (predicate IS NULL OR result_level || ' ' || behaviour_level || ' ' || predicate IN ('above below poor', 'above meets good', 'above above very_good', 'meets below poor', 'meets meets good', 'meets above good', 'below below very_poor', 'below meets needs_improvement', 'below above needs_improvement'))",
            name=op.f("ck_yearly_evaluation_quadrant"),
        ),
        sa.CheckConstraint(
            "behaviour_level IN ('below', 'meets', 'above')",
            name=op.f("ck_yearly_evaluation_behaviour_level"),
        ),
        sa.CheckConstraint(
            "first_level IN ('below', 'meets', 'above')",
            name=op.f("ck_yearly_evaluation_first_level"),
        ),
        sa.CheckConstraint(
            "last_level IN ('below', 'meets', 'above')",
            name=op.f("ck_yearly_evaluation_last_level"),
        ),
        sa.CheckConstraint(
            "predicate IN ('very_poor', 'poor', 'needs_improvement', 'good', 'very_good')",
            name=op.f("ck_yearly_evaluation_predicate"),
        ),
        sa.CheckConstraint(
            "receipt IN ('pressed', 'handed_over', 'deemed')",
            name=op.f("ck_yearly_evaluation_receipt"),
        ),
        sa.CheckConstraint(
            "result_level IN ('below', 'meets', 'above')",
            name=op.f("ck_yearly_evaluation_result_level"),
        ),
        sa.CheckConstraint(
            "state <> 'self_reported' OR self_report IS NOT NULL",
            name=op.f("ck_yearly_evaluation_self_report"),
        ),
        sa.CheckConstraint(
            "state IN ('not_started', 'self_reported') OR (predicate IS NOT NULL AND appraiser_id IS NOT NULL)",
            name=op.f("ck_yearly_evaluation_rated"),
        ),
        sa.CheckConstraint(
            "state IN ('not_started', 'self_reported', 'rated', 'unit_review', 'second_look', 'confirmed', 'delivered', 'received', 'under_objection', 'final')",
            name=op.f("ck_yearly_evaluation_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'delivered', 'received', 'under_objection', 'final') OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL)",
            name=op.f("ck_yearly_evaluation_confirmed"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'delivered', 'received', 'under_objection', 'final') OR first_level IS NULL OR last_level IS NULL OR first_level = last_level OR targets_confirmed_by IS NOT NULL",
            name=op.f("ck_yearly_evaluation_targets"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'delivered', 'received', 'under_objection', 'final') OR predicate NOT IN ('very_poor', 'poor', 'needs_improvement') OR second_reader_id IS NOT NULL OR state IN ('under_objection', 'final')",
            name=op.f("ck_yearly_evaluation_second_look"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('delivered', 'received', 'under_objection', 'final') OR delivered_on IS NOT NULL",
            name=op.f("ck_yearly_evaluation_delivered"),
        ),
        sa.CheckConstraint(
            "appraiser_id <> person_id", name=op.f("ck_yearly_evaluation_not_by_oneself")
        ),
        sa.CheckConstraint(
            "confirmed_by <> person_id", name=op.f("ck_yearly_evaluation_not_confirmed_by_oneself")
        ),
        sa.CheckConstraint(
            "decider_id <> appraiser_id AND decider_id <> person_id",
            name=op.f("ck_yearly_evaluation_decider"),
        ),
        sa.CheckConstraint(
            "object_until > received_on", name=op.f("ck_yearly_evaluation_object_until")
        ),
        sa.CheckConstraint(
            "reviewed_by <> person_id", name=op.f("ck_yearly_evaluation_not_reviewed_by_oneself")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_yearly_evaluation_revision")),
        sa.CheckConstraint(
            "second_reader_id <> decider_id",
            name=op.f("ck_yearly_evaluation_reader_is_not_decider"),
        ),
        sa.CheckConstraint(
            "second_reader_id <> person_id AND second_reader_id <> appraiser_id",
            name=op.f("ck_yearly_evaluation_second_reader"),
        ),
        sa.CheckConstraint(
            "targets_confirmed_by <> appraiser_id AND targets_confirmed_by <> person_id",
            name=op.f("ck_yearly_evaluation_targets_confirmed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["appraiser_id"], ["officer.id"], name=op.f("fk_yearly_evaluation_appraiser_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["officer.id"], name=op.f("fk_yearly_evaluation_confirmed_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_yearly_evaluation_cycle_id_evaluation_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["decider_id"], ["officer.id"], name=op.f("fk_yearly_evaluation_decider_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "person_id"],
            ["performance_plan.id", "performance_plan.person_id"],
            name=op.f("fk_yearly_evaluation_plan_id_person_id_performance_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["officer.id"], name=op.f("fk_yearly_evaluation_reviewed_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["second_reader_id"],
            ["officer.id"],
            name=op.f("fk_yearly_evaluation_second_reader_id_officer"),
        ),
        sa.ForeignKeyConstraint(
            ["targets_confirmed_by"],
            ["officer.id"],
            name=op.f("fk_yearly_evaluation_targets_confirmed_by_officer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_evaluation")),
        sa.UniqueConstraint(
            "person_id", "cycle_id", name=op.f("uq_yearly_evaluation_person_id_cycle_id")
        ),
    )
    with op.batch_alter_table("yearly_evaluation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_yearly_evaluation_appraiser_id"), ["appraiser_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_yearly_evaluation_cycle_id"), ["cycle_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_yearly_evaluation_second_reader_id"), ["second_reader_id"], unique=False
        )

    op.create_table(
        "appraisal_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("made_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(wrapped_key IS NULL) = (expired_on IS NOT NULL)",
            name=op.f("ck_appraisal_snapshot_expired"),
        ),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_appraisal_snapshot_digest")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_appraisal_snapshot_number")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["yearly_evaluation.id"],
            name=op.f("fk_appraisal_snapshot_evaluation_id_yearly_evaluation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_snapshot")),
        sa.UniqueConstraint(
            "evaluation_id", "number", name=op.f("uq_appraisal_snapshot_evaluation_id_number")
        ),
    )
    op.create_table(
        "delivery_reminder",
        sa.Column("evaluation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["yearly_evaluation.id"],
            name=op.f("fk_delivery_reminder_evaluation_id_yearly_evaluation"),
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "reminded_on", name=op.f("pk_delivery_reminder")),
    )
    op.create_table(
        "periodic_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(length=24), nullable=False),
        sa.Column("new", sa.String(length=24), nullable=False),
        sa.Column(
            "happened_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "new IN ('not_started', 'self_reported', 'in_review', 'shown', 'acknowledged')",
            name=op.f("ck_periodic_event_new"),
        ),
        sa.CheckConstraint(
            "old IN ('not_started', 'self_reported', 'in_review', 'shown', 'acknowledged')",
            name=op.f("ck_periodic_event_old"),
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["periodic_evaluation.id"],
            name=op.f("fk_periodic_event_evaluation_id_periodic_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_periodic_event_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periodic_event")),
    )
    with op.batch_alter_table("periodic_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_periodic_event_evaluation_id"), ["evaluation_id"], unique=False
        )

    op.create_table(
        "rating_draft",
        sa.Column("evaluation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("saved_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["yearly_evaluation.id"],
            name=op.f("fk_rating_draft_evaluation_id_yearly_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_rating_draft_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "person_id", name=op.f("pk_rating_draft")),
    )
    op.create_table(
        "second_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("opinion", sa.String(length=24), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("decided_at", portal.storage.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("opinion IN ('agrees', 'returns')", name=op.f("ck_second_look_opinion")),
        sa.CheckConstraint(
            "(opinion IS NULL) = (reason IS NULL) AND (opinion IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_second_look_opinion_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["yearly_evaluation.id"],
            name=op.f("fk_second_look_evaluation_id_yearly_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["officer.id"], name=op.f("fk_second_look_reader_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
    )
    with op.batch_alter_table("second_look", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_second_look_evaluation_id"), ["evaluation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_second_look_reader_id"), ["reader_id"], unique=False)

    op.create_table(
        "yearly_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(length=24), nullable=False),
        sa.Column("new", sa.String(length=24), nullable=False),
        sa.Column(
            "happened_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "new IN ('not_started', 'self_reported', 'rated', 'unit_review', 'second_look', 'confirmed', 'delivered', 'received', 'under_objection', 'final')",
            name=op.f("ck_yearly_event_new"),
        ),
        sa.CheckConstraint(
            "old IN ('not_started', 'self_reported', 'rated', 'unit_review', 'second_look', 'confirmed', 'delivered', 'received', 'under_objection', 'final')",
            name=op.f("ck_yearly_event_old"),
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["yearly_evaluation.id"],
            name=op.f("fk_yearly_event_evaluation_id_yearly_evaluation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_yearly_event_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_event")),
    )
    with op.batch_alter_table("yearly_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_yearly_event_evaluation_id"), ["evaluation_id"], unique=False
        )

    op.create_table(
        "yearly_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("appraiser_id", sa.Integer(), nullable=False),
        sa.Column("made_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("result_level", sa.String(length=24), nullable=False),
        sa.Column("behaviour_level", sa.String(length=24), nullable=False),
        sa.Column("aid_result_level", sa.String(length=24), nullable=True),
        sa.Column("aid_behaviour_level", sa.String(length=24), nullable=True),
        sa.Column("result_reason", sa.LargeBinary(), nullable=True),
        sa.Column("behaviour_reason", sa.LargeBinary(), nullable=True),
        sa.Column("change_reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "aid_behaviour_level IN ('below', 'meets', 'above')",
            name=op.f("ck_yearly_rating_aid_behaviour_level"),
        ),
        sa.CheckConstraint(
            "aid_result_level IN ('below', 'meets', 'above')",
            name=op.f("ck_yearly_rating_aid_result_level"),
        ),
        sa.CheckConstraint(
            "behaviour_level IN ('below', 'meets', 'above')",
            name=op.f("ck_yearly_rating_behaviour_level"),
        ),
        sa.CheckConstraint(
            "result_level IN ('below', 'meets', 'above')",
            name=op.f("ck_yearly_rating_result_level"),
        ),
        sa.CheckConstraint(
            "(number = 1) = (change_reason IS NULL)", name=op.f("ck_yearly_rating_change_reason")
        ),
        sa.CheckConstraint(
            "aid_behaviour_level IS NULL OR aid_behaviour_level = behaviour_level OR behaviour_reason IS NOT NULL",
            name=op.f("ck_yearly_rating_behaviour_reason"),
        ),
        sa.CheckConstraint(
            "aid_result_level IS NULL OR aid_result_level = result_level OR result_reason IS NOT NULL",
            name=op.f("ck_yearly_rating_result_reason"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_yearly_rating_number")),
        sa.ForeignKeyConstraint(
            ["appraiser_id"], ["officer.id"], name=op.f("fk_yearly_rating_appraiser_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["yearly_evaluation.id"],
            name=op.f("fk_yearly_rating_evaluation_id_yearly_evaluation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_rating")),
        sa.UniqueConstraint(
            "evaluation_id", "number", name=op.f("uq_yearly_rating_evaluation_id_number")
        ),
    )
    op.create_table(
        "yearly_step",
        sa.Column("rating_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=24), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("example", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "value IN ('service', 'accountable', 'competent', 'harmonious', 'loyal', 'adaptive', 'collaborative')",
            name=op.f("ck_yearly_step_value"),
        ),
        sa.CheckConstraint("step BETWEEN 1 AND 5", name=op.f("ck_yearly_step_step")),
        sa.CheckConstraint(
            "step IN (3, 4) OR example IS NOT NULL", name=op.f("ck_yearly_step_example")
        ),
        sa.ForeignKeyConstraint(
            ["rating_id"], ["yearly_rating.id"], name=op.f("fk_yearly_step_rating_id_yearly_rating")
        ),
        sa.PrimaryKeyConstraint("rating_id", "value", name=op.f("pk_yearly_step")),
    )
    make_rules()
    make_append_only()


def downgrade() -> None:
    op.drop_table("yearly_step")
    op.drop_table("yearly_rating")
    with op.batch_alter_table("yearly_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_yearly_event_evaluation_id"))

    op.drop_table("yearly_event")
    with op.batch_alter_table("second_look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_second_look_reader_id"))
        batch_op.drop_index(batch_op.f("ix_second_look_evaluation_id"))

    op.drop_table("second_look")
    op.drop_table("rating_draft")
    with op.batch_alter_table("periodic_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_periodic_event_evaluation_id"))

    op.drop_table("periodic_event")
    op.drop_table("delivery_reminder")
    op.drop_table("appraisal_snapshot")
    with op.batch_alter_table("yearly_evaluation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_yearly_evaluation_second_reader_id"))
        batch_op.drop_index(batch_op.f("ix_yearly_evaluation_cycle_id"))
        batch_op.drop_index(batch_op.f("ix_yearly_evaluation_appraiser_id"))

    op.drop_table("yearly_evaluation")
    with op.batch_alter_table("periodic_evaluation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_periodic_evaluation_person_id"))
        batch_op.drop_index(batch_op.f("ix_periodic_evaluation_appraiser_id"))

    op.drop_table("periodic_evaluation")
    with op.batch_alter_table("unit_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_review_cycle_id"))
        batch_op.drop_index(batch_op.f("ix_unit_review_agency_id"))

    op.drop_table("unit_review")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
