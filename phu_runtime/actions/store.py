"""What every action gets first: the open transaction and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from phu_runtime.keys import Keys
from phu_runtime.records.session import Session
from phu_runtime.settings import Settings


@dataclass(frozen=True)
class Store:
    """One open transaction. ``now`` is case time (in a demo it may run ahead), ``real_now`` the real time that sessions,
    codes and the access log use; both aware. ``runtime`` holds the process's caches (releases, live workflows)."""

    session: Session
    now: datetime
    real_now: datetime
    settings: Settings
    keys: Keys
    runtime: Any = None
