"""Whether the web process and its database answer, for whoever watches the machine."""

from __future__ import annotations

from flask import Blueprint

from phu_runtime.pages.door import runtime

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> tuple[dict[str, str], int]:
    """200 when a transaction could be opened; else the error of the database, as the server's 500."""
    with runtime().reading():
        return {"status": "ok"}, 200
