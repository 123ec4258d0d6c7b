"""Ids for what is new in a diagram: made of its name, so that a formula can be read, and taken by nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any


def slug(name: str) -> str:
    """``Bel de huurder`` → ``bel_de_huurder``: an id that FEEL can name too."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = "_".join(re.findall(r"[a-z0-9]+", plain))[:60]
    return key if key[:1].isalpha() else f"taak_{key}".rstrip("_")


def taken_ids(root: Any) -> frozenset[str]:
    """Every id of a file, also of its drawing."""
    return frozenset(each.get("id", "") for each in root.iter() if isinstance(each.tag, str))


def free_id(wanted: str, taken: frozenset[str]) -> str:
    """The id, with a number when it is taken."""
    numbered: Iterator[str] = (f"{wanted}_{number}" for number in range(2, 10_000))
    return wanted if wanted not in taken else next(each for each in numbered if each not in taken)
