"""Alembic's door: migrations run on the connection that ``phu_runtime.migrations.upgrade`` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()
