"""Keep what the city decides about its settings

The variables hold as before until something is decided on the page.

Revision: 0073, after 0072
"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

GROWS = "city_setting_change"


def make_append_only() -> None:
    """Let the database refuse every change of what is only added to."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {GROWS}_refuses_{change} BEFORE {change.upper()} ON {GROWS} "
                "BEGIN SELECT RAISE(ABORT, 'rows of this table are never changed'); END"
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
    op.create_table('city_setting_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('decided_by', sa.String(length=160), nullable=False),
    sa.CheckConstraint("name IN ('CITY_NAME', 'CITY_CONTACT', 'INSPECTORATE', 'OFFICER_LABEL', 'COMPLAINT_VERIFY_DAYS', 'COMPLAINT_ANSWER_DAYS', 'COMPLAINT_RESPONSE_DAYS', 'COMPLAINT_KEEP_DAYS', 'COMMENT_KEEP_DAYS')", name=op.f('ck_city_setting_change_name')),
    sa.CheckConstraint('length(reason) BETWEEN 10 AND 300', name=op.f('ck_city_setting_change_reason')),
    sa.CheckConstraint('length(decided_by) > 0', name=op.f('ck_city_setting_change_decided_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_city_setting_change'))
    )
    make_append_only()


def downgrade() -> None:
    op.drop_table('city_setting_change')
