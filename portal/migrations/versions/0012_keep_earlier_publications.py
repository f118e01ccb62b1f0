"""Keep totals of earlier years from other systems

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SUFFIXES = (
    "'', '-H1', '-H2', '-Q1', '-Q2', '-Q3', '-Q4', '-01', '-02', '-03', '-04', '-05', '-06', "
    "'-07', '-08', '-09', '-10', '-11', '-12'"
)
ELEMENTS = (
    "'requirements', 'procedure', 'time', 'cost', 'product', 'competence', 'conduct', "
    "'complaints', 'facilities'"
)


def upgrade() -> None:
    op.create_table(
        "results_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.CheckConstraint("length(sha256) = 32", name=op.f("ck_results_file_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_results_file_sha256")),
    )
    op.create_table(
        "earlier_total",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("ikm", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "substr(period, 1, 4) BETWEEN '2000' AND '2999' "
            f"AND substr(period, 5) IN ({SUFFIXES})",
            name=op.f("ck_earlier_total_period"),
        ),
        sa.CheckConstraint("respondents > 0", name=op.f("ck_earlier_total_respondents")),
        sa.CheckConstraint("ikm BETWEEN 250000 AND 1000000", name=op.f("ck_earlier_total_ikm")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 200", name=op.f("ck_earlier_total_source")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_earlier_total_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["results_file.id"], name=op.f("fk_earlier_total_file_id_results_file")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_earlier_total_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_total")),
    )
    op.create_index(op.f("ix_earlier_total_file_id"), "earlier_total", ["file_id"])
    op.create_index(
        "uq_earlier_total_place",
        "earlier_total",
        ["agency_id", sa.text("coalesce(unit_id, 0)"), "period"],
        unique=True,
    )
    op.create_table(
        "earlier_element",
        sa.Column("total_id", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=20), nullable=False),
        sa.Column("nrr", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"element IN ({ELEMENTS})", name=op.f("ck_earlier_element_element")),
        sa.CheckConstraint("nrr BETWEEN 10000 AND 40000", name=op.f("ck_earlier_element_nrr")),
        sa.ForeignKeyConstraint(
            ["total_id"],
            ["earlier_total.id"],
            name=op.f("fk_earlier_element_total_id_earlier_total"),
        ),
        sa.PrimaryKeyConstraint("total_id", "element", name=op.f("pk_earlier_element")),
    )


def downgrade() -> None:
    op.drop_table("earlier_element")
    op.drop_table("earlier_total")
    op.drop_table("results_file")
