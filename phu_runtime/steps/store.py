"""What one transaction carries through the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phu_runtime.keys import Keys
    from phu_runtime.settings import Settings


@dataclass(frozen=True)
class Store:
    """The open transaction. ``session`` is for ``records`` functions only; ``now`` is case time (the demo may move it),
    ``real_now`` real time (sessions, codes, keys and the access log use it)."""

    session: Any
    now: datetime
    real_now: datetime
    settings: Settings
    keys: Keys
    runtime: Any = None
