"""What the gate found in the files of a release, and the change note that a release was published with."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime, Index, Integer, PrimaryKeyConstraint, String

revision = "keep_what_the_gate_found"
down_revision = "let_colleagues_stand_in"
branch_labels = None
depends_on = None

MOMENT = DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "release_checks",
        Column("digest", String, nullable=False),
        Column("kind", String, nullable=False),
        Column("release_id", String, nullable=False),
        Column("state", String, nullable=False),
        Column("percentage", Integer, nullable=False),
        Column("doing", String, nullable=False),
        Column("found", String, nullable=False),
        Column("program", String, nullable=False),
        Column("asked", MOMENT, nullable=False),
        Column("asked_by", String),
        Column("run", String, nullable=False),
        Column("started", MOMENT),
        Column("ended", MOMENT),
        Column("leased_until", MOMENT),
        PrimaryKeyConstraint("digest", "kind", name="pk_release_checks"),
        Index("ix_release_checks_state", "state"),
    )
    op.add_column("releases", Column("change_note", String))


def downgrade() -> None:
    op.drop_column("releases", "change_note")
    op.drop_table("release_checks")
