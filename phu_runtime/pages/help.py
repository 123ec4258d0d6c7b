"""Help, accessibility and privacy: the texts that belong to the system itself."""

from __future__ import annotations

from flask import Blueprint, render_template

from phu_runtime.pages.door import actor_or_none

pages = Blueprint("help", __name__)


@pages.get("/hulp")
def hulp() -> str:
    """How to work with the system, by the thing one wants to do."""
    actor_or_none()
    return render_template("help/help.html")


@pages.get("/toegankelijkheid")
def toegankelijkheid() -> str:
    """The accessibility statement."""
    actor_or_none()
    return render_template("help/accessibility.html")


@pages.get("/privacy")
def privacy() -> str:
    """What the system keeps of whom, and for how long."""
    actor_or_none()
    return render_template("help/privacy.html")
