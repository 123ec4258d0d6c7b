"""Every table of the main database, one file per subject. Encrypted columns are named ``sealed``."""

from phu_runtime.records.tables.root import Table, metadata

from phu_runtime.records.tables import accounts, cases, messages, moves, oversight, releases  # noqa: E402  (register the tables)

__all__ = ["Table", "accounts", "cases", "messages", "metadata", "moves", "oversight", "releases"]
