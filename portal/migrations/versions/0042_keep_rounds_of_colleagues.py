"""Keep rounds of colleagues

Revision: 0042, after 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    (
        "peer_round_state_begins",
        "peer_round",
        "INSERT",
        "NEW.state <> 'planned'",
        "the first state is another one",
    ),
    (
        "peer_round_state_follows",
        "peer_round",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('planned drawn', 'drawn collecting', 'collecting folding', 'collecting void', 'folding folded')",
        "this state cannot follow that one",
    ),
    (
        "peer_round_stays",
        "peer_round",
        "UPDATE OF cycle_id, recorded_on, opens_on, first_reminder_on, reminder_on",
        "(NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.recorded_on IS DISTINCT FROM OLD.recorded_on OR NEW.opens_on IS DISTINCT FROM OLD.opens_on OR NEW.first_reminder_on IS DISTINCT FROM OLD.first_reminder_on OR NEW.reminder_on IS DISTINCT FROM OLD.reminder_on)",
        "this part of the row never changes",
    ),
    ("peer_round_is_kept", "peer_round", "DELETE", "TRUE", "rows of this table are kept"),
    (
        "peer_round_is_only_extended",
        "peer_round",
        "UPDATE OF closes_on",
        "NEW.closes_on < OLD.closes_on OR (NEW.closes_on <> OLD.closes_on AND OLD.state NOT IN ('planned', 'collecting'))",
        "a round is only made longer, while it runs",
    ),
    (
        "peer_round_asks_enough",
        "peer_round",
        "UPDATE OF state",
        "NEW.state = 'collecting' AND EXISTS (SELECT 1 FROM peer_outcome AS o WHERE o.round_id = NEW.id AND o.state = 'waiting' AND (SELECT count(*) FROM peer_seat AS s WHERE s.round_id = NEW.id AND s.rated_id = o.person_id) < 6)",
        "somebody is rated by fewer than may be asked",
    ),
    (
        "peer_round_leaves_nothing",
        "peer_round",
        "UPDATE OF state",
        "NEW.state IN ('folded', 'void') AND (EXISTS (SELECT 1 FROM peer_seat AS x WHERE x.round_id = NEW.id) OR EXISTS (SELECT 1 FROM peer_key AS x WHERE x.round_id = NEW.id) OR EXISTS (SELECT 1 FROM peer_place AS x WHERE x.round_id = NEW.id) OR (NEW.state = 'folded' AND EXISTS (SELECT 1 FROM peer_outcome AS o WHERE o.round_id = NEW.id AND o.state = 'waiting')))",
        "seats, places and keys are destroyed first",
    ),
    (
        "peer_place_before_draw",
        "peer_place",
        "INSERT",
        "EXISTS (SELECT 1 FROM peer_round AS r WHERE r.id = NEW.round_id AND r.state NOT IN ('planned'))",
        "places are recorded before the draw",
    ),
    (
        "peer_place_stays",
        "peer_place",
        "UPDATE OF round_id, person_id, place, starts_on, ends_on",
        "(NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.place IS DISTINCT FROM OLD.place OR NEW.starts_on IS DISTINCT FROM OLD.starts_on OR NEW.ends_on IS DISTINCT FROM OLD.ends_on)",
        "this part of the row never changes",
    ),
    (
        "peer_seat_stays",
        "peer_seat",
        "UPDATE OF round_id, rater_id, rated_id",
        "(NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.rater_id IS DISTINCT FROM OLD.rater_id OR NEW.rated_id IS DISTINCT FROM OLD.rated_id)",
        "this part of the row never changes",
    ),
    (
        "peer_seat_is_drawn",
        "peer_seat",
        "INSERT",
        "NEW.is_answered OR EXISTS (SELECT 1 FROM peer_round AS r WHERE r.id = NEW.round_id AND r.state NOT IN ('planned'))",
        "seats are drawn once",
    ),
    (
        "peer_seat_of_rater",
        "peer_seat",
        "INSERT",
        "NOT (SELECT count(*) FROM peer_seat AS s WHERE s.round_id = NEW.round_id AND s.rater_id = NEW.rater_id) < 8",
        "nobody rates more",
    ),
    (
        "peer_seat_of_rated",
        "peer_seat",
        "INSERT",
        "NOT (SELECT count(*) FROM peer_seat AS s WHERE s.round_id = NEW.round_id AND s.rated_id = NEW.rated_id) < 8",
        "nobody is rated by more",
    ),
    (
        "peer_seat_stays_answered",
        "peer_seat",
        "UPDATE OF is_answered",
        "OLD.is_answered AND NOT NEW.is_answered",
        "one answer a seat",
    ),
    (
        "peer_seat_until_folding",
        "peer_seat",
        "DELETE",
        "EXISTS (SELECT 1 FROM peer_round AS r WHERE r.id = OLD.round_id AND r.state NOT IN ('folding', 'collecting'))",
        "seats are kept until folding",
    ),
    (
        "peer_key_stays",
        "peer_key",
        "UPDATE OF round_id, public_key",
        "(NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.public_key IS DISTINCT FROM OLD.public_key)",
        "this part of the row never changes",
    ),
    (
        "peer_box_while_it_runs",
        "peer_box",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM peer_key AS k JOIN peer_round AS r ON r.id = k.round_id WHERE k.id = NEW.key_id AND r.state IN ('planned', 'collecting'))",
        "the round takes no answers",
    ),
    (
        "peer_box_stays",
        "peer_box",
        "UPDATE OF token, key_id, mark, ciphertext",
        "(NEW.token IS DISTINCT FROM OLD.token OR NEW.key_id IS DISTINCT FROM OLD.key_id OR NEW.mark IS DISTINCT FROM OLD.mark OR NEW.ciphertext IS DISTINCT FROM OLD.ciphertext)",
        "this part of the row never changes",
    ),
    (
        "peer_outcome_state_begins",
        "peer_outcome",
        "INSERT",
        "NEW.state <> 'waiting'",
        "the first state is another one",
    ),
    (
        "peer_outcome_state_follows",
        "peer_outcome",
        "UPDATE OF state",
        "NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('waiting folded', 'waiting no_pool', 'waiting too_few')",
        "this state cannot follow that one",
    ),
    (
        "peer_outcome_stays",
        "peer_outcome",
        "UPDATE OF round_id, person_id",
        "(NEW.round_id IS DISTINCT FROM OLD.round_id OR NEW.person_id IS DISTINCT FROM OLD.person_id)",
        "this part of the row never changes",
    ),
    ("peer_outcome_is_kept", "peer_outcome", "DELETE", "TRUE", "rows of this table are kept"),
    (
        "peer_outcome_is_final",
        "peer_outcome",
        "UPDATE",
        "OLD.state <> 'waiting'",
        "what was folded is never changed",
    ),
    (
        "peer_outcome_when_folding",
        "peer_outcome",
        "UPDATE OF state",
        "NEW.state IN ('folded', 'too_few') AND EXISTS (SELECT 1 FROM peer_round AS r WHERE r.id = NEW.round_id AND r.state NOT IN ('folding'))",
        "the whole city is folded at once",
    ),
    (
        "peer_outcome_of_enough",
        "peer_outcome",
        "UPDATE OF state",
        "NEW.state = 'folded' AND (SELECT count(*) FROM peer_seat AS s WHERE s.round_id = NEW.round_id AND s.rated_id = NEW.person_id AND s.is_answered) < 6",
        "too few colleagues answered",
    ),
)


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


def upgrade() -> None:
    op.create_table(
        "peer_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("first_reminder_on", sa.Date(), nullable=False),
        sa.Column("reminder_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'drawn', 'collecting', 'folding', 'folded', 'void')",
            name=op.f("ck_peer_round_state"),
        ),
        sa.CheckConstraint(
            "opens_on < first_reminder_on AND first_reminder_on < reminder_on AND reminder_on <= closes_on",
            name=op.f("ck_peer_round_reminders"),
        ),
        sa.CheckConstraint(
            "recorded_on < opens_on AND opens_on <= closes_on", name=op.f("ck_peer_round_dates")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["evaluation_cycle.id"],
            name=op.f("fk_peer_round_cycle_id_evaluation_cycle"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_round")),
    )
    with op.batch_alter_table("peer_round", schema=None) as batch_op:
        batch_op.create_index(
            "uq_peer_round_cycle_id",
            ["cycle_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'void'"),
            postgresql_where=sa.text("state <> 'void'"),
        )

    op.create_table(
        "peer_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(public_key) = 32", name=op.f("ck_peer_key_public_key")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["peer_round.id"], name=op.f("fk_peer_key_round_id_peer_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_key")),
        sa.UniqueConstraint("public_key", name=op.f("uq_peer_key_public_key")),
        sa.UniqueConstraint("round_id", name=op.f("uq_peer_key_round_id")),
        info={"backup": "never"},
    )
    op.create_table(
        "peer_outcome",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("half_steps", sa.Integer(), nullable=True),
        sa.Column("strengths", sa.Integer(), nullable=False),
        sa.Column("wishes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'folded') = (half_steps IS NOT NULL)", name=op.f("ck_peer_outcome_folded")
        ),
        sa.CheckConstraint(
            "state = 'folded' OR (strengths = 0 AND wishes = 0)", name=op.f("ck_peer_outcome_named")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'folded', 'too_few', 'no_pool')",
            name=op.f("ck_peer_outcome_state"),
        ),
        sa.CheckConstraint("half_steps BETWEEN 2 AND 10", name=op.f("ck_peer_outcome_half_steps")),
        sa.CheckConstraint(
            "strengths IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21, 22, 24, 25, 26, 28, 32, 33, 34, 35, 36, 37, 38, 40, 41, 42, 44, 48, 49, 50, 52, 56, 64, 65, 66, 67, 68, 69, 70, 72, 73, 74, 76, 80, 81, 82, 84, 88, 96, 97, 98, 100, 104, 112)",
            name=op.f("ck_peer_outcome_strengths"),
        ),
        sa.CheckConstraint(
            "wishes IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21, 22, 24, 25, 26, 28, 32, 33, 34, 35, 36, 37, 38, 40, 41, 42, 44, 48, 49, 50, 52, 56, 64, 65, 66, 67, 68, 69, 70, 72, 73, 74, 76, 80, 81, 82, 84, 88, 96, 97, 98, 100, 104, 112)",
            name=op.f("ck_peer_outcome_wishes"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_peer_outcome_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["peer_round.id"], name=op.f("fk_peer_outcome_round_id_peer_round")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_peer_outcome")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("peer_outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_outcome_person_id"), ["person_id"], unique=False)

    op.create_table(
        "peer_place",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=24), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_peer_place_order")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["officer.id"], name=op.f("fk_peer_place_person_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["peer_round.id"], name=op.f("fk_peer_place_round_id_peer_round")
        ),
        sa.PrimaryKeyConstraint(
            "round_id", "person_id", "place", "starts_on", name=op.f("pk_peer_place")
        ),
        info={"backup": "never"},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "peer_seat",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("rated_id", sa.Integer(), nullable=False),
        sa.Column("is_answered", sa.Boolean(name="is_answered"), nullable=False),
        sa.CheckConstraint("rater_id <> rated_id", name=op.f("ck_peer_seat_not_oneself")),
        sa.ForeignKeyConstraint(
            ["rated_id"], ["officer.id"], name=op.f("fk_peer_seat_rated_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["officer.id"], name=op.f("fk_peer_seat_rater_id_officer")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["peer_round.id"], name=op.f("fk_peer_seat_round_id_peer_round")
        ),
        sa.PrimaryKeyConstraint("round_id", "rater_id", "rated_id", name=op.f("pk_peer_seat")),
        info={"backup": "never"},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("peer_seat", schema=None) as batch_op:
        batch_op.create_index("ix_peer_seat_rated", ["round_id", "rated_id"], unique=False)

    op.create_table(
        "peer_box",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(ciphertext) = 112", name=op.f("ck_peer_box_ciphertext")),
        sa.CheckConstraint("length(mark) = 32", name=op.f("ck_peer_box_mark")),
        sa.CheckConstraint("length(token) = 16", name=op.f("ck_peer_box_token")),
        sa.ForeignKeyConstraint(
            ["key_id"], ["peer_key.id"], name=op.f("fk_peer_box_key_id_peer_key")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_peer_box")),
        sa.UniqueConstraint("mark", name=op.f("uq_peer_box_mark")),
        info={"backup": "never"},
        sqlite_with_rowid=False,
    )
    make_rules()


def downgrade() -> None:
    op.drop_table("peer_box")
    with op.batch_alter_table("peer_seat", schema=None) as batch_op:
        batch_op.drop_index("ix_peer_seat_rated")

    op.drop_table("peer_seat")
    op.drop_table("peer_place")
    with op.batch_alter_table("peer_outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_outcome_person_id"))

    op.drop_table("peer_outcome")
    op.drop_table("peer_key")
    with op.batch_alter_table("peer_round", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_peer_round_cycle_id",
            sqlite_where=sa.text("state <> 'void'"),
            postgresql_where=sa.text("state <> 'void'"),
        )

    op.drop_table("peer_round")
    if op.get_bind().dialect.name == "postgresql":
        for name, *_ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
