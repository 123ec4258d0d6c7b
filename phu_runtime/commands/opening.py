"""The stores for one command. A practice environment is recognised by its own stamp, so a command needs no ``--demo``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from phu_runtime import startup
from phu_runtime.errors import SettingInvalid
from phu_runtime.settings import read_settings
from phu_runtime.steps.runtime import Runtime


@contextmanager
def opened() -> Iterator[Runtime]:
    """The runtime, closed afterwards. Raises SettingInvalid."""
    demo = not any(os.environ.get(name) for name in ("PHU_SECRET_KEY", "PHU_MASTER_KEYS", "PHU_INDEX_KEY"))
    settings = read_settings(demo=demo)
    if demo and not (settings.var / "demo-keys").exists():
        raise SettingInvalid(
            "Er zijn geen sleutels ingesteld (PHU_SECRET_KEY, PHU_MASTER_KEYS, PHU_INDEX_KEY) en hier is geen oefenomgeving."
        )
    runtime = startup.open_runtime(settings)
    try:
        yield runtime
    finally:
        runtime.database.close()
        runtime.keys.close()
