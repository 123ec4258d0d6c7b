"""The cookie of a signed-in device, and a short name for that device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, session

from phu_runtime.pages.door import runtime

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS", "Mac"), ("Linux", "Linux"))


def token() -> str:
    """The token that the browser sent, or ""."""
    return request.cookies.get(_name(), "")


def give(answer: Response, value: str) -> Response:
    """Let the browser keep a fresh token. The page's own cookie starts anew, and with it the token against forgery."""
    kept = session.get("melding")
    session.clear()
    if kept:
        session["melding"] = kept
    answer.set_cookie(_name(), value, path="/", secure=_secure(), httponly=True, samesite="Lax")
    return answer


def take(answer: Response) -> Response:
    """Let the browser forget the token and everything else of this session."""
    session.clear()
    answer.delete_cookie(_name(), path="/", secure=_secure(), httponly=True, samesite="Lax")
    return answer


def address() -> str:
    """The address that asks. Behind a proxy the server in front must set it (docs/operations)."""
    return request.remote_addr or ""


def device() -> str:
    """"Firefox op Windows", from what the browser says of itself; "" when it says nothing we know."""
    said = request.user_agent.string
    browser = next((name for sign, name in BROWSERS if sign in said), "")
    system = next((name for sign, name in SYSTEMS if sign in said), "")
    return f"{browser} op {system}" if browser and system else browser or system


def _secure() -> bool:
    return runtime().settings.public_url.startswith("https://")


def _name() -> str:
    return "__Host-phu" if _secure() else "phu"
