"""Remember why a job failed, keep letters that were not sent, and a row for trial writes

Revision: 0026, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _let_jobs_remember()
    op.create_table(
        "unsent_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=60), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("useful_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries >= 1", name=op.f("ck_unsent_letter_tries")),
        sa.CheckConstraint(
            "(sealed IS NULL) = (next_try_at IS NULL)", name=op.f("ck_unsent_letter_given_up")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_letter")),
    )
    op.create_table(
        "trial_write",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_trial_write_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_write")),
    )


def _let_jobs_remember() -> None:
    with op.batch_alter_table("job_run") as table:
        table.add_column(sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("problem", sa.String(length=400), server_default="", nullable=False)
        )
        table.alter_column(
            "last_success_at", existing_type=sa.DateTime(timezone=True), nullable=True
        )
        table.create_check_constraint(op.f("ck_job_run_problem"), "length(problem) <= 400")
    op.execute("UPDATE job_run SET last_run_at = last_success_at")


def downgrade() -> None:
    op.drop_table("trial_write")
    op.drop_table("unsent_letter")
    op.execute("DELETE FROM job_run WHERE last_success_at IS NULL")
    with op.batch_alter_table("job_run") as table:
        table.drop_constraint(op.f("ck_job_run_problem"), type_="check")
        table.alter_column(
            "last_success_at", existing_type=sa.DateTime(timezone=True), nullable=False
        )
        table.drop_column("problem")
        table.drop_column("last_run_at")
