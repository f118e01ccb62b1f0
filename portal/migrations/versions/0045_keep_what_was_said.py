"""Keep notes, dialogues and difficulties, and forget work after two years

Revision: 0045, after 0044
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.database

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "work_retention_is_long_enough",
        "work_retention",
        "INSERT",
        "CAST(replace(CAST(NEW.noted_on AS VARCHAR), '-', '') AS INTEGER) - CAST(replace(CAST(NEW.keeps_from AS VARCHAR), '-', '') AS INTEGER) < 20000",
        "work is kept for two years",
    ),
    (
        "feedback_note_state_begins",
        "feedback_note",
        "INSERT",
        "NEW.state <> 'written'",
        "the first state is another one",
    ),
    (
        "feedback_note_state_follows",
        "feedback_note",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('written read', 'read answered')",
        "this state cannot follow that one",
    ),
    (
        "feedback_note_stays",
        "feedback_note",
        "UPDATE OF about_id, writer_id, written_at, written_on",
        "(NEW.about_id IS DISTINCT FROM OLD.about_id OR NEW.writer_id IS DISTINCT FROM OLD.writer_id OR NEW.written_at IS DISTINCT FROM OLD.written_at OR NEW.written_on IS DISTINCT FROM OLD.written_on)",
        "this part of the row never changes",
    ),
    (
        "feedback_note_read_stays",
        "feedback_note",
        "UPDATE OF revision",
        "OLD.state <> 'written' AND NEW.revision <> OLD.revision",
        "what was read is only added to",
    ),
    (
        "feedback_note_is_kept",
        "feedback_note",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'talk' AND OLD.written_on < r.keeps_from)",
        "a note is kept for two years",
    ),
    (
        "note_addition_stays",
        "note_addition",
        "UPDATE OF note_id, writer_id, added_at",
        "(NEW.note_id IS DISTINCT FROM OLD.note_id OR NEW.writer_id IS DISTINCT FROM OLD.writer_id OR NEW.added_at IS DISTINCT FROM OLD.added_at)",
        "this part of the row never changes",
    ),
    (
        "note_addition_is_kept",
        "note_addition",
        "DELETE",
        "EXISTS (SELECT 1 FROM feedback_note AS n WHERE n.id = OLD.note_id AND NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'talk' AND n.written_on < r.keeps_from))",
        "what was added is kept for two years",
    ),
    (
        "dialogue_state_begins",
        "dialogue",
        "INSERT",
        "NEW.state <> 'planned'",
        "the first state is another one",
    ),
    (
        "dialogue_state_follows",
        "dialogue",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('planned held', 'held confirmed', 'held disputed')",
        "this state cannot follow that one",
    ),
    (
        "dialogue_stays",
        "dialogue",
        "UPDATE OF person_id, superior_id, planned_by",
        "(NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.superior_id IS DISTINCT FROM OLD.superior_id OR NEW.planned_by IS DISTINCT FROM OLD.planned_by)",
        "this part of the row never changes",
    ),
    (
        "dialogue_record_stays",
        "dialogue",
        "UPDATE OF planned_for, recorded_by, held_on, next_on",
        "OLD.state <> 'planned' AND (NEW.planned_for IS DISTINCT FROM OLD.planned_for OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by OR NEW.held_on IS DISTINCT FROM OLD.held_on OR NEW.next_on IS DISTINCT FROM OLD.next_on)",
        "what was recorded stays",
    ),
    (
        "dialogue_answer_stays",
        "dialogue",
        "UPDATE OF decided_by",
        "OLD.state IN ('confirmed', 'disputed') AND NEW.decided_by IS DISTINCT FROM OLD.decided_by",
        "an answer stays",
    ),
    (
        "dialogue_is_kept",
        "dialogue",
        "DELETE",
        "OLD.state <> 'planned' AND NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'talk' AND OLD.held_on < r.keeps_from)",
        "a dialogue is kept for two years",
    ),
    (
        "dialogue_event_stays",
        "dialogue_event",
        "UPDATE OF dialogue_id, old, new, happened_at, person_id",
        "(NEW.dialogue_id IS DISTINCT FROM OLD.dialogue_id OR NEW.old IS DISTINCT FROM OLD.old OR NEW.new IS DISTINCT FROM OLD.new OR NEW.happened_at IS DISTINCT FROM OLD.happened_at OR NEW.person_id IS DISTINCT FROM OLD.person_id)",
        "this part of the row never changes",
    ),
    (
        "dialogue_event_is_kept",
        "dialogue_event",
        "DELETE",
        "EXISTS (SELECT 1 FROM dialogue AS d WHERE d.id = OLD.dialogue_id AND NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'talk' AND d.held_on < r.keeps_from))",
        "what happened is kept for two years",
    ),
    (
        "difficulty_stays",
        "difficulty",
        "UPDATE OF person_id, found_by, found_on, cause, due_on",
        "(NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.found_by IS DISTINCT FROM OLD.found_by OR NEW.found_on IS DISTINCT FROM OLD.found_on OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.due_on IS DISTINCT FROM OLD.due_on)",
        "this part of the row never changes",
    ),
    (
        "difficulty_settled_once",
        "difficulty",
        "UPDATE OF settled_on, settled_by, revision",
        "OLD.settled_on IS NOT NULL AND (NEW.settled_on IS DISTINCT FROM OLD.settled_on OR NEW.settled_by IS DISTINCT FROM OLD.settled_by OR NEW.revision <> OLD.revision)",
        "what came of it stays",
    ),
    (
        "difficulty_is_kept",
        "difficulty",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'talk' AND OLD.found_on < r.keeps_from)",
        "a difficulty is kept for two years",
    ),
)
# Rules of activities: new ones, and those that let go what is two years old.
AHEAD = (
    (
        "activity_not_ahead",
        "activity",
        "INSERT",
        "NEW.state = 'sent' AND NEW.done_on > NEW.sent_on",
        "no day is told before it came",
    ),
    (
        "activity_not_ahead_later",
        "activity",
        "UPDATE OF state, done_on, sent_on",
        "NEW.state = 'sent' AND NEW.done_on > NEW.sent_on",
        "no day is told before it came",
    ),
)
KEPT = (
    (
        "activity_is_kept",
        "activity",
        "DELETE",
        "OLD.state <> 'draft' AND NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'activity' AND OLD.done_on < r.keeps_from)",
        "what was sent is kept for two years",
    ),
    (
        "activity_event_is_kept",
        "activity_event",
        "DELETE",
        "EXISTS (SELECT 1 FROM activity AS a WHERE a.id = OLD.activity_id AND NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'activity' AND a.done_on < r.keeps_from))",
        "what happened is kept for two years",
    ),
)
KEPT_BEFORE = (
    ("activity_is_kept", "activity", "DELETE", "OLD.state <> 'draft'", "what was sent is kept"),
    ("activity_event_is_kept", "activity_event", "DELETE", "TRUE", "rows of this table are kept"),
)


def make_rules(rules: tuple[tuple[str, str, str, str, str], ...]) -> None:
    """Let the database keep rules of rows."""
    dialect = op.get_bind().dialect.name
    for name, table, act, refuses, message in rules:
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


def drop_rules(rules: tuple[tuple[str, str, str, str, str], ...]) -> None:
    """Take rules away again."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, *_ in rules:
        op.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def make_append_only(table: str) -> None:
    """Let the database refuse to change or delete rows of ``table``."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change} BEFORE {change.upper()} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'rows of this table are never changed'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def upgrade() -> None:
    op.create_table(
        "work_retention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("keeps_from", sa.Date(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('activity', 'talk')", name=op.f("ck_work_retention_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_retention")),
    )
    op.create_table(
        "dialogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("superior_id", sa.Integer(), nullable=False),
        sa.Column("planned_by", sa.Integer(), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("topic", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("talked", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.Column("next_step", sa.LargeBinary(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('confirmed', 'disputed')) = (decided_by IS NOT NULL)",
            name=op.f("ck_dialogue_decided"),
        ),
        sa.CheckConstraint(
            "state = 'planned' OR (held_on IS NOT NULL AND recorded_by IS NOT NULL AND talked IS NOT NULL AND outcome IS NOT NULL)",
            name=op.f("ck_dialogue_held"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'held', 'confirmed', 'disputed')", name=op.f("ck_dialogue_state")
        ),
        sa.CheckConstraint("decided_by <> recorded_by", name=op.f("ck_dialogue_both_sides")),
        sa.CheckConstraint(
            "decided_by IN (person_id, superior_id)", name=op.f("ck_dialogue_decided_by")
        ),
        sa.CheckConstraint("person_id <> superior_id", name=op.f("ck_dialogue_two_people")),
        sa.CheckConstraint(
            "planned_by IN (person_id, superior_id)", name=op.f("ck_dialogue_planned_by")
        ),
        sa.CheckConstraint(
            "recorded_by IN (person_id, superior_id)", name=op.f("ck_dialogue_recorded_by")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_dialogue_revision")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officer.id"], name=op.f("fk_dialogue_decided_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_dialogue_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["planned_by"], ["officer.id"], name=op.f("fk_dialogue_planned_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["officer.id"], name=op.f("fk_dialogue_recorded_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["superior_id"], ["officer.id"], name=op.f("fk_dialogue_superior_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
    )
    op.create_index("ix_dialogue_person_id_planned_for", "dialogue", ["person_id", "planned_for"])
    op.create_index(op.f("ix_dialogue_superior_id"), "dialogue", ["superior_id"])

    op.create_table(
        "difficulty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("found_by", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("measure", sa.LargeBinary(), nullable=False),
        sa.Column("support", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "cause IN ('skill', 'load', 'tools', 'process', 'personal', 'unclear_expectation')",
            name=op.f("ck_difficulty_cause"),
        ),
        sa.CheckConstraint(
            "(settled_on IS NULL) = (settled_by IS NULL) AND (settled_on IS NULL) = (outcome IS NULL)",
            name=op.f("ck_difficulty_settled"),
        ),
        sa.CheckConstraint("due_on >= found_on", name=op.f("ck_difficulty_due")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_difficulty_revision")),
        sa.CheckConstraint("settled_on >= found_on", name=op.f("ck_difficulty_settled_on")),
        sa.ForeignKeyConstraint(
            ["found_by"], ["officer.id"], name=op.f("fk_difficulty_found_by_officer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_difficulty_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["officer.id"], name=op.f("fk_difficulty_settled_by_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty")),
    )
    op.create_index(op.f("ix_difficulty_person_id"), "difficulty", ["person_id"])

    op.create_table(
        "feedback_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("read_at", portal.storage.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'written') = (read_at IS NULL)", name=op.f("ck_feedback_note_read")
        ),
        sa.CheckConstraint(
            "state IN ('written', 'read', 'answered')", name=op.f("ck_feedback_note_state")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_feedback_note_revision")),
        sa.ForeignKeyConstraint(
            ["about_id"], ["officer.id"], name=op.f("fk_feedback_note_about_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"], ["officer.id"], name=op.f("fk_feedback_note_writer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_note")),
    )
    op.create_index(
        "ix_feedback_note_about_id_written_on", "feedback_note", ["about_id", "written_on"]
    )

    op.create_table(
        "dialogue_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(length=24), nullable=False),
        sa.Column("new", sa.String(length=24), nullable=False),
        sa.Column(
            "happened_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "new <> 'disputed' OR reason IS NOT NULL", name=op.f("ck_dialogue_event_reason")
        ),
        sa.CheckConstraint(
            "new IN ('planned', 'held', 'confirmed', 'disputed')",
            name=op.f("ck_dialogue_event_new"),
        ),
        sa.CheckConstraint(
            "old IN ('planned', 'held', 'confirmed', 'disputed')",
            name=op.f("ck_dialogue_event_old"),
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_dialogue_event_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_dialogue_event_person_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_event")),
    )
    op.create_index(op.f("ix_dialogue_event_dialogue_id"), "dialogue_event", ["dialogue_id"])

    op.create_table(
        "note_addition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", portal.storage.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["feedback_note.id"], name=op.f("fk_note_addition_note_id_feedback_note")
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"], ["officer.id"], name=op.f("fk_note_addition_writer_id_officer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_addition")),
    )
    op.create_index(op.f("ix_note_addition_note_id"), "note_addition", ["note_id"])
    make_append_only("work_retention")
    make_rules(RULES)
    drop_rules(KEPT_BEFORE)
    make_rules(AHEAD)
    make_rules(KEPT)


def downgrade() -> None:
    drop_rules(AHEAD)
    drop_rules(KEPT)
    make_rules(KEPT_BEFORE)
    for table in (
        "note_addition",
        "dialogue_event",
        "feedback_note",
        "difficulty",
        "dialogue",
        "work_retention",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
