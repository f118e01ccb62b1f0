"""Let a scheme end without an award where no jury can be formed

Revision: 0069, after 0068
"""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

# Name, table, act, condition under which the act is refused, what is said then.
RULES = (
    ('award_scheme_points_all_in', 'award_scheme', 'UPDATE OF state', "NEW.state = 'decided' AND (SELECT count(*) FROM award_seat AS t WHERE t.scheme_id = NEW.id AND t.state <> 'stepped_out') >= 3 AND EXISTS (SELECT 1 FROM award_nominee AS n, award_seat AS s WHERE n.scheme_id = NEW.id AND s.scheme_id = NEW.id AND n.state = 'eligible' AND s.state <> 'stepped_out' AND NOT EXISTS (SELECT 1 FROM award_points AS p WHERE p.seat_id = s.id AND p.nominee_id = n.id))", 'all points are in before a decision'),
    ('award_of_a_jury', 'award', 'INSERT', "(SELECT count(*) FROM award_seat AS t WHERE t.scheme_id = NEW.scheme_id AND t.state <> 'stepped_out') < 3", 'an award needs a jury of three'),
)
# As it was before.
BEFORE = (
    ('award_scheme_points_all_in', 'award_scheme', 'UPDATE OF state', "NEW.state = 'decided' AND EXISTS (SELECT 1 FROM award_nominee AS n, award_seat AS s WHERE n.scheme_id = NEW.id AND s.scheme_id = NEW.id AND n.state = 'eligible' AND s.state <> 'stepped_out' AND NOT EXISTS (SELECT 1 FROM award_points AS p WHERE p.seat_id = s.id AND p.nominee_id = n.id))", 'all points are in before a decision'),
)


def make_rules(rules: tuple[tuple[str, ...], ...]) -> None:
    """Let the database refuse what the rules say."""
    for name, table, act, refuses, message in rules:
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


def drop_rules(rules: tuple[tuple[str, ...], ...]) -> None:
    """Take rules out of the database, as far as they are there."""
    for name, table, *_ in rules:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def upgrade() -> None:
    drop_rules(RULES)
    make_rules(RULES)


def downgrade() -> None:
    drop_rules(RULES)
    make_rules(BEFORE)
