"""Find realisations and reminders of a superior's people without reading everybody's

Revision: 0051, after 0050
"""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_realisation_person_id"), "realisation", ["person_id"])
    op.create_index(
        op.f("ix_realisation_reminder_person_id"), "realisation_reminder", ["person_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_realisation_reminder_person_id"), "realisation_reminder")
    op.drop_index(op.f("ix_realisation_person_id"), "realisation")
