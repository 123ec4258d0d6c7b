"""Keys of cases and blind indexes, in a store of their own that is backed up apart. See ``keys.Keys``."""

from __future__ import annotations

from phu_runtime.keys.indexes import KINDS, normalised
from phu_runtime.keys.store import Destroyed, Keys, make_keys

__all__ = ["KINDS", "Destroyed", "Keys", "make_keys", "normalised"]
