"""Running cases that go over to another release together."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime, ForeignKeyConstraint, Index, PrimaryKeyConstraint, String

revision = "move_cases_together"
down_revision = "keep_what_the_gate_found"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moves",
        Column("id", String, nullable=False),
        Column("release_id", String, nullable=False),
        Column("user_id", String, nullable=False),
        Column("at", DateTime(timezone=True), nullable=False),
        PrimaryKeyConstraint("id", name="pk_moves"),
        ForeignKeyConstraint(["release_id"], ["releases.id"], name="fk_moves_release_id_releases"),
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_moves_user_id_users"),
        Index("ix_moves_release_id", "release_id"),
    )
    op.create_table(
        "moved_cases",
        Column("id", String, nullable=False),
        Column("move_id", String, nullable=False),
        Column("case_id", String, nullable=False),
        Column("place", String, nullable=False),
        Column("choices", String, nullable=False),
        Column("state", String, nullable=False),
        Column("reason", String, nullable=False),
        PrimaryKeyConstraint("id", name="pk_moved_cases"),
        ForeignKeyConstraint(["move_id"], ["moves.id"], name="fk_moved_cases_move_id_moves"),
        ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_moved_cases_case_id_cases"),
        Index("ix_moved_cases_case_id", "case_id"),
        Index("ix_moved_cases_move_id_state", "move_id", "state"),
    )


def downgrade() -> None:
    op.drop_table("moved_cases")
    op.drop_table("moves")
