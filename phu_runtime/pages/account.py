"""One's own account: password, devices, second factor, recovery codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from phu_runtime.actions.change_password import change_password
from phu_runtime.actions.end_other_sessions import end_other_sessions
from phu_runtime.actions.end_session import end_session
from phu_runtime.actions.new_recovery_codes import new_recovery_codes
from phu_runtime.actions.offer_second_factor import offer_second_factor
from phu_runtime.actions.set_up_second_factor import set_up_second_factor
from phu_runtime.actions.show_account import show_account
from phu_runtime.errors import FormInvalid
from phu_runtime.pages import cookie
from phu_runtime.pages.door import current_actor, signed_in, transaction
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]

pages = Blueprint("account", __name__)


@pages.get("/account")
@signed_in
def account() -> str:
    """The account and the devices on which it is signed in."""
    with transaction() as store:
        shown = show_account(store, current_actor())
    return render_template("account/account.html", shown=shown)


@pages.get("/account/wachtwoord")
@signed_in
def wachtwoord() -> str:
    """The form for another password."""
    return render_template("account/change_password.html", problems={})


@pages.post("/account/wachtwoord")
@signed_in
def wachtwoord_wijzigen() -> Answer:
    """Change the password; other devices are signed out."""
    current, new, again = (request.form.get(name, "") for name in ("current", "new", "again"))
    try:
        with transaction() as store:
            result = change_password(store, current_actor(), current, new, again, cookie.address())
    except FormInvalid as invalid:
        return render_template("account/change_password.html", problems=invalid.problems), 422
    if result.problem:
        return render_template("account/change_password.html", problems={"current": result.problem}), 422
    tell("Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd.")
    return cookie.give(_back(), result.token)


@pages.post("/account/apparaten")
@signed_in
def apparaten() -> Response:
    """Sign out one device, or all others."""
    session_id = request.form.get("apparaat", "")
    with transaction() as store:
        if session_id == "andere":
            end_other_sessions(store, current_actor())
        else:
            end_session(store, current_actor(), session_id)
    tell("Op de andere apparaten bent u uitgelogd." if session_id == "andere" else "Het apparaat is uitgelogd.")
    return _back()


@pages.get("/account/tweede-stap")
@signed_in
def tweede_stap() -> str:
    """The QR code to connect an app with."""
    with transaction() as store:
        offer = offer_second_factor(store, current_actor())
    return render_template("account/connect_app.html", offer=offer, problems={})


@pages.post("/account/tweede-stap")
@signed_in
def tweede_stap_instellen() -> Answer:
    """Connect the app in place of another, then show the recovery codes once."""
    sealed = request.form.get("sealed", "")
    with transaction() as store:
        result = set_up_second_factor(store, current_actor(), sealed, request.form.get("code", ""), cookie.address())
        offer = offer_second_factor(store, current_actor(), sealed) if result.problem else None
    if result.problem:
        return render_template("account/connect_app.html", offer=offer, problems={"code": result.problem}), 422
    answer = render_template("account/recovery_codes.html", codes=result.recovery_codes, onward=url_for("account.account"))
    return cookie.give(make_response(answer), result.token)


@pages.post("/account/herstelcodes")
@signed_in
def herstelcodes() -> str:
    """New recovery codes, shown once."""
    with transaction() as store:
        codes = new_recovery_codes(store, current_actor())
    return render_template("account/recovery_codes.html", codes=codes, onward=url_for("account.account"))


def _back() -> Response:
    return redirect(url_for("account.account"), 303)
