"""How long something took, in classes: what an anonymous line keeps of a duration."""

from __future__ import annotations

from datetime import timedelta

CLASSES = (
    (timedelta(hours=1), "tot 1 uur"),
    (timedelta(days=1), "tot 1 dag"),
    (timedelta(days=7), "tot 1 week"),
    (timedelta(days=28), "tot 4 weken"),
)
LONGEST = "langer"
NAMES = (*(name for _, name in CLASSES), LONGEST)


def duration_class(duration: timedelta) -> str:
    """The class of a duration."""
    return next((name for longest, name in CLASSES if duration <= longest), LONGEST)
