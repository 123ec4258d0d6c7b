"""Create every table of the first release, with its indexes."""

from __future__ import annotations

from alembic import op

from phu_runtime.records.tables import metadata

revision = "create_all_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them all, parents first."""
    metadata.create_all(op.get_bind())
