"""Let comments go, and keep what was decided about them

Revision: 0019, after 0018
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NAME = "fk_comment_decision_token_rating_comment"


def upgrade() -> None:
    with op.batch_alter_table("comment_decision") as batch:
        batch.drop_constraint(op.f(NAME), type_="foreignkey")


def downgrade() -> None:
    op.execute(
        "DELETE FROM comment_decision WHERE token NOT IN (SELECT token FROM rating_comment)"
    )
    with op.batch_alter_table("comment_decision") as batch:
        batch.create_foreign_key(op.f(NAME), "rating_comment", ["token"], ["token"])
