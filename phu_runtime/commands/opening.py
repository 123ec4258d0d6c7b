"""The stores for one command. A practice environment is recognised by its own stamp, so a command needs no ``--demo``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from phu_runtime import startup
from phu_runtime.errors import SettingInvalid
from phu_runtime.settings import read_settings
from phu_runtime.steps.runtime import Runtime


@contextmanager
def opened() -> Iterator[Runtime]:
    """The runtime, closed afterwards. Raises SettingInvalid."""
    demo = not any(os.environ.get(name) for name in ("PHU_SECRET_KEY", "PHU_MASTER_KEYS", "PHU_INDEX_KEY"))
    if demo and not (Path(os.environ.get("PHU_VAR", "var")) / "demo-keys").exists():  # reading the settings would make them
        raise SettingInvalid(
            "Er zijn geen sleutels ingesteld (PHU_SECRET_KEY, PHU_MASTER_KEYS, PHU_INDEX_KEY) en hier is geen oefenomgeving."
        )
    runtime = startup.open_runtime(read_settings(demo=demo))
    try:
        yield runtime
    finally:
        runtime.database.close()
        runtime.keys.close()
