"""The agreement that a work process rests on and until when it is in force (art. 2): ``forms/werkproces.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

from phu_runtime.errors import Finding, ReleaseInvalid

FILE = "forms/werkproces.yaml"


@dataclass(frozen=True)
class Agreement:
    """``until``: the last day on which it is in force; None when the work process names none."""

    name: str = ""
    until: date | None = None
    article: str = ""


def read_agreement(content: bytes) -> Agreement:
    """The agreement; an empty one without the file. Raises ReleaseInvalid when its day is no date."""
    if not content.strip():
        return Agreement()
    try:
        read: Any = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise ReleaseInvalid([Finding(FILE, "", f"Dit is geen leesbare YAML: {error}", "Verbeter de regel.")]) from error
    found = read.get("overeenkomst") if isinstance(read, dict) else None
    until = found.get("geldig_tot") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(until, date) or isinstance(until, datetime):
        advice = "Schrijf onder 'overeenkomst' een datum bij 'geldig_tot', bijvoorbeeld 2026-12-31."
        raise ReleaseInvalid([Finding(FILE, "geldig_tot", "Tot wanneer de overeenkomst geldt, ontbreekt.", advice)])
    return Agreement(str(found.get("naam") or ""), until, str(found.get("artikel") or ""))
