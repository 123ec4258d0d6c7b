"""Deputies for absent colleagues, for whom a step was done, and a key by which a form starts one case only."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Date, DateTime, ForeignKeyConstraint, Index, PrimaryKeyConstraint, String

revision = "let_colleagues_stand_in"
down_revision = "create_all_tables"
branch_labels = None
depends_on = None

MOMENT = DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "deputies",
        Column("id", String, nullable=False),
        Column("organisation_id", String, nullable=False),
        Column("absent_id", String, nullable=False),
        Column("deputy_id", String, nullable=False),
        Column("from_day", Date, nullable=False),
        Column("through_day", Date, nullable=False),
        Column("reason", String, nullable=False),
        Column("made_by", String, nullable=False),
        Column("made", MOMENT, nullable=False),
        Column("ended", MOMENT),
        Column("ended_by", String),
        PrimaryKeyConstraint("id", name="pk_deputies"),
        ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_deputies_organisation_id_organisations"),
        ForeignKeyConstraint(["absent_id"], ["users.id"], name="fk_deputies_absent_id_users"),
        ForeignKeyConstraint(["deputy_id"], ["users.id"], name="fk_deputies_deputy_id_users"),
        Index("ix_deputies_absent_id", "absent_id"),
        Index("ix_deputies_deputy_id", "deputy_id", "through_day"),
        Index("ix_deputies_organisation_id", "organisation_id"),
    )
    op.add_column("passages", Column("responsible_id", String))
    op.create_table(
        "started_cases",
        Column("key", String, nullable=False),
        Column("case_id", String),
        Column("at", MOMENT, nullable=False),
        PrimaryKeyConstraint("key", name="pk_started_cases"),
        Index("ix_started_cases_at", "at"),
        Index("ix_started_cases_case_id", "case_id"),
    )


def downgrade() -> None:
    op.drop_table("started_cases")
    op.drop_column("passages", "responsible_id")
    op.drop_table("deputies")
