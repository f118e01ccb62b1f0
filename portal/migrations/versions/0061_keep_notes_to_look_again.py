"""Keep notes to look again, calibration meetings and the equity check

Revision: 0061, after 0060
"""

import sqlalchemy as sa
from alembic import op

import portal.storage.texts.columns

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

REFUSAL = "rows of this table are never changed"
APPEND_ONLY = ("equity_check", "equity_difference", "equity_decision")
TABLES = (
    "equity_decision",
    "equity_difference",
    "equity_check",
    "calibration_record",
    "calibration_seat",
    "calibration_meeting",
    "signal_note",
)
# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('signal_note_state_begins', 'signal_note', 'INSERT', "NEW.state <> 'open'", 'the first state is another one'),
    ('signal_note_state_follows', 'signal_note', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('open changed', 'open gone', 'open kept', 'gone open')", 'this state cannot follow that one'),
    ('signal_note_stays', 'signal_note', 'UPDATE OF cycle_id, kind, appraiser_id, person_id, plan_id, opened_on', '(NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.appraiser_id IS DISTINCT FROM OLD.appraiser_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.opened_on IS DISTINCT FROM OLD.opened_on)', 'this part of the row never changes'),
    ('signal_note_is_kept', 'signal_note', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('signal_note_answer_stays', 'signal_note', 'UPDATE OF answered_by, answered_on', "OLD.state IN ('kept', 'changed')", 'what was answered stays'),
    ('calibration_meeting_state_begins', 'calibration_meeting', 'INSERT', "NEW.state <> 'planned'", 'the first state is another one'),
    ('calibration_meeting_state_follows', 'calibration_meeting', 'UPDATE OF state', "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('planned cancelled', 'planned held')", 'this state cannot follow that one'),
    ('calibration_meeting_stays', 'calibration_meeting', 'UPDATE OF cycle_id, agency_id, agenda, called_by, called_on', '(NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.agency_id IS DISTINCT FROM OLD.agency_id OR NEW.agenda IS DISTINCT FROM OLD.agenda OR NEW.called_by IS DISTINCT FROM OLD.called_by OR NEW.called_on IS DISTINCT FROM OLD.called_on)', 'this part of the row never changes'),
    ('calibration_meeting_is_kept', 'calibration_meeting', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('calibration_seat_stays', 'calibration_seat', 'UPDATE OF meeting_id, person_id', '(NEW.meeting_id IS DISTINCT FROM OLD.meeting_id OR NEW.person_id IS DISTINCT FROM OLD.person_id)', 'this part of the row never changes'),
    ('calibration_seat_is_kept', 'calibration_seat', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('calibration_seat_before_it_is_held', 'calibration_seat', 'INSERT', "NOT EXISTS (SELECT 1 FROM calibration_meeting AS m WHERE m.id = NEW.meeting_id AND m.state = 'planned')", 'participants are named before a meeting is held'),
    ('calibration_record_stays', 'calibration_record', 'UPDATE OF meeting_id, plan_id, person_id, appraiser_id, outcome, rating_number, recorded_on', '(NEW.meeting_id IS DISTINCT FROM OLD.meeting_id OR NEW.plan_id IS DISTINCT FROM OLD.plan_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.appraiser_id IS DISTINCT FROM OLD.appraiser_id OR NEW.outcome IS DISTINCT FROM OLD.outcome OR NEW.rating_number IS DISTINCT FROM OLD.rating_number OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on)', 'this part of the row never changes'),
    ('calibration_record_is_kept', 'calibration_record', 'DELETE', 'TRUE', 'rows of this table are kept'),
    ('calibration_record_of_a_participant', 'calibration_record', 'INSERT', "NOT (EXISTS (SELECT 1 FROM calibration_meeting AS m WHERE m.id = NEW.meeting_id AND m.state = 'held') AND EXISTS (SELECT 1 FROM calibration_seat AS s WHERE s.meeting_id = NEW.meeting_id AND s.person_id = NEW.appraiser_id AND s.attended) AND EXISTS (SELECT 1 FROM yearly_rating AS r JOIN yearly_evaluation AS e ON e.id = r.evaluation_id JOIN calibration_meeting AS m ON m.id = NEW.meeting_id AND m.cycle_id = e.cycle_id WHERE e.plan_id = NEW.plan_id AND e.person_id = NEW.person_id AND r.number = NEW.rating_number AND r.appraiser_id = NEW.appraiser_id))", 'a participant records what became of an own rating'),
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


def make_append_only(grows: str) -> None:
    """Let the database refuse every change of what is only added to."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {grows}_refuses_{change} BEFORE {change.upper()} ON {grows} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    for name, acts, each in (
        ("change", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {grows}_refuses_{name} BEFORE {acts} ON {grows} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table('signal_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('appraiser_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answer', portal.storage.texts.columns.EncryptedText(), nullable=True),
    sa.CheckConstraint("(person_id IS NULL) = (kind IN ('leniency', 'severity', 'sameness', 'rush')) AND (person_id IS NULL) = (plan_id IS NULL)", name=op.f('ck_signal_note_person')),
    sa.CheckConstraint("(state IN ('kept', 'changed')) = (answer IS NOT NULL) AND (answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered_on IS NULL)", name=op.f('ck_signal_note_answered')),
    sa.CheckConstraint("kind IN ('leniency', 'severity', 'sameness', 'rush', 'copied', 'recency', 'colleagues', 'citizens', 'after_report', 'soft_targets', 'lower_target')", name=op.f('ck_signal_note_kind')),
    sa.CheckConstraint("state IN ('open', 'kept', 'changed', 'gone')", name=op.f('ck_signal_note_state')),
    sa.CheckConstraint('answered_by <> person_id', name=op.f('ck_signal_note_not_answered_by_oneself')),
    sa.CheckConstraint('appraiser_id <> person_id', name=op.f('ck_signal_note_not_about_oneself')),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_signal_note_revision')),
    sa.CheckConstraint('seen_on >= opened_on', name=op.f('ck_signal_note_seen_on')),
    sa.ForeignKeyConstraint(['answered_by'], ['officer.id'], name=op.f('fk_signal_note_answered_by_officer')),
    sa.ForeignKeyConstraint(['appraiser_id'], ['officer.id'], name=op.f('fk_signal_note_appraiser_id_officer')),
    sa.ForeignKeyConstraint(['cycle_id'], ['evaluation_cycle.id'], name=op.f('fk_signal_note_cycle_id_evaluation_cycle')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_signal_note_person_id_officer')),
    sa.ForeignKeyConstraint(['plan_id'], ['performance_plan.id'], name=op.f('fk_signal_note_plan_id_performance_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signal_note'))
    )
    op.create_index(op.f('ix_signal_note_appraiser_id'), 'signal_note', ['appraiser_id'], unique=False)
    op.create_index(op.f('ix_signal_note_person_id'), 'signal_note', ['person_id'], unique=False)
    op.create_index('ux_signal_note_of_person', 'signal_note', ['cycle_id', 'appraiser_id', 'kind', 'person_id'], unique=True, sqlite_where=sa.text('person_id IS NOT NULL'), postgresql_where=sa.text('person_id IS NOT NULL'))
    op.create_index('ux_signal_note_of_team', 'signal_note', ['cycle_id', 'appraiser_id', 'kind'], unique=True, sqlite_where=sa.text('person_id IS NULL'), postgresql_where=sa.text('person_id IS NULL'))
    op.create_table('calibration_meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('meets_on', sa.Date(), nullable=False),
    sa.Column('agenda', sa.String(length=80), nullable=False),
    sa.Column('called_by', sa.String(length=160), nullable=False),
    sa.Column('called_on', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(state = 'held') = (held_on IS NOT NULL)", name=op.f('ck_calibration_meeting_held')),
    sa.CheckConstraint("state IN ('planned', 'held', 'cancelled')", name=op.f('ck_calibration_meeting_state')),
    sa.CheckConstraint('held_on >= meets_on', name=op.f('ck_calibration_meeting_held_on')),
    sa.CheckConstraint('revision >= 1', name=op.f('ck_calibration_meeting_revision')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_calibration_meeting_agency_id_agency')),
    sa.ForeignKeyConstraint(['cycle_id'], ['evaluation_cycle.id'], name=op.f('fk_calibration_meeting_cycle_id_evaluation_cycle')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calibration_meeting'))
    )
    op.create_index(op.f('ix_calibration_meeting_agency_id'), 'calibration_meeting', ['agency_id'], unique=False)
    op.create_index(op.f('ix_calibration_meeting_cycle_id'), 'calibration_meeting', ['cycle_id'], unique=False)
    op.create_table('calibration_seat',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('attended', sa.Boolean(name='attended'), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['calibration_meeting.id'], name=op.f('fk_calibration_seat_meeting_id_calibration_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_calibration_seat_person_id_officer')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_calibration_seat'))
    )
    op.create_index(op.f('ix_calibration_seat_person_id'), 'calibration_seat', ['person_id'], unique=False)
    op.create_table('calibration_record',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('appraiser_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=24), nullable=False),
    sa.Column('rating_number', sa.Integer(), nullable=False),
    sa.Column('reason', portal.storage.texts.columns.EncryptedText(), nullable=False),
    sa.Column('recorded_on', sa.Date(), nullable=False),
    sa.CheckConstraint("outcome IN ('kept', 'changed')", name=op.f('ck_calibration_record_outcome')),
    sa.CheckConstraint("rating_number >= 1 AND (outcome = 'kept' OR rating_number > 1)", name=op.f('ck_calibration_record_changed')),
    sa.CheckConstraint('appraiser_id <> person_id', name=op.f('ck_calibration_record_not_about_oneself')),
    sa.ForeignKeyConstraint(['appraiser_id'], ['officer.id'], name=op.f('fk_calibration_record_appraiser_id_officer')),
    sa.ForeignKeyConstraint(['meeting_id'], ['calibration_meeting.id'], name=op.f('fk_calibration_record_meeting_id_calibration_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['officer.id'], name=op.f('fk_calibration_record_person_id_officer')),
    sa.ForeignKeyConstraint(['plan_id'], ['performance_plan.id'], name=op.f('fk_calibration_record_plan_id_performance_plan')),
    sa.PrimaryKeyConstraint('meeting_id', 'plan_id', name=op.f('pk_calibration_record'))
    )
    op.create_index(op.f('ix_calibration_record_appraiser_id'), 'calibration_record', ['appraiser_id'], unique=False)
    op.create_index(op.f('ix_calibration_record_person_id'), 'calibration_record', ['person_id'], unique=False)
    op.create_table('equity_check',
    sa.Column('cycle_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('counted_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['cycle_id'], ['evaluation_cycle.id'], name=op.f('fk_equity_check_cycle_id_evaluation_cycle')),
    sa.PrimaryKeyConstraint('cycle_id', name=op.f('pk_equity_check'))
    )
    op.create_table('equity_difference',
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(length=24), nullable=False),
    sa.Column('grouped', sa.String(length=24), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('others', sa.Integer(), nullable=False),
    sa.Column('difference', sa.Numeric(precision=5, scale=3), nullable=False),
    sa.Column('lower', sa.Numeric(precision=5, scale=3), nullable=False),
    sa.Column('upper', sa.Numeric(precision=5, scale=3), nullable=False),
    sa.Column('is_flagged', sa.Boolean(name='is_flagged'), nullable=False),
    sa.CheckConstraint("grouped IN ('women', 'age_to_34', 'age_35_to_44', 'age_45_to_54', 'age_from_55', 'pppk', 'long_absence')", name=op.f('ck_equity_difference_grouped')),
    sa.CheckConstraint("measure IN ('citizens', 'colleagues', 'steps')", name=op.f('ck_equity_difference_measure')),
    sa.CheckConstraint('lower <= difference AND difference <= upper', name=op.f('ck_equity_difference_interval')),
    sa.CheckConstraint('people >= 30 AND others >= 30 AND people % 10 = 0 AND others % 10 = 0', name=op.f('ck_equity_difference_groups')),
    sa.ForeignKeyConstraint(['cycle_id'], ['equity_check.cycle_id'], name=op.f('fk_equity_difference_cycle_id_equity_check')),
    sa.PrimaryKeyConstraint('cycle_id', 'measure', 'grouped', name=op.f('pk_equity_difference'))
    )
    op.create_table('equity_decision',
    sa.Column('cycle_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.String(length=160), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.CheckConstraint("kind IN ('weight_zero', 'reason')", name=op.f('ck_equity_decision_kind')),
    sa.CheckConstraint('length(reason) >= 30', name=op.f('ck_equity_decision_reason')),
    sa.ForeignKeyConstraint(['cycle_id'], ['equity_check.cycle_id'], name=op.f('fk_equity_decision_cycle_id_equity_check')),
    sa.PrimaryKeyConstraint('cycle_id', name=op.f('pk_equity_decision'))
    )
    make_rules()
    for table in APPEND_ONLY:
        make_append_only(table)


def downgrade() -> None:
    for name, table, *_ in RULES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
    for table in TABLES:
        op.drop_table(table)
