"""New secrets for an installation, to be kept outside the machine (and in escrow with a second party)."""

from __future__ import annotations

import os


def new_keys() -> str:
    """Three lines for the environment; nothing is stored."""
    names = ("PHU_SECRET_KEY", "PHU_MASTER_KEYS", "PHU_INDEX_KEY")
    return "".join(f"{name}={os.urandom(32).hex()}\n" for name in names)
