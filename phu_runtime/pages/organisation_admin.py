"""Pages of the beheerder: organisations, teams, accounts. A coordinator sees the own organisation. No page shows a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for

from phu_runtime.actions.add_organisation import add_organisation
from phu_runtime.actions.add_team import add_team
from phu_runtime.actions.add_user import add_user
from phu_runtime.actions.change_organisation import change_organisation
from phu_runtime.actions.change_user import change_user
from phu_runtime.actions.end_sessions import end_sessions
from phu_runtime.actions.reset_password import reset_password
from phu_runtime.actions.reset_second_factor import reset_second_factor
from phu_runtime.actions.show_organisation import show_organisation
from phu_runtime.actions.show_organisations import show_organisations
from phu_runtime.actions.show_user import show_user
from phu_runtime.actions.show_users import show_users
from phu_runtime.actions.transfer_cases import ALL, transfer_cases
from phu_runtime.errors import FormInvalid
from phu_runtime.pages.door import current_actor, may_open, roles_required, transaction
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

    Answer = str | Response | tuple[str, int]

pages = Blueprint("organisation_admin", __name__)
NO_PROBLEMS: Mapping[str, str] = {}


@pages.get("/beheer")
@roles_required("beheerder", "coordinator")
def beheer() -> Response:
    """The beheerder begins at the organisations, a coordinator at the own one."""
    if not may_open(current_actor(), ("beheerder",)):
        return _to_organisation(current_actor().organisation_id)
    return redirect(url_for("organisation_admin.organisaties"), 303)


@pages.get("/beheer/organisaties")
@roles_required("beheerder")
def organisaties() -> str:
    """Every organisation."""
    return _organisations(NO_PROBLEMS)


@pages.post("/beheer/organisaties")
@roles_required("beheerder")
def organisatie_toevoegen() -> Answer:
    """Add an organisation."""
    name, party = request.form.get("name", ""), request.form.get("party", "")
    try:
        with transaction() as store:
            organisation_id = add_organisation(store, current_actor(), name, party)
    except FormInvalid as invalid:
        return _organisations(invalid.problems), 422
    tell(f"{name.strip()} is toegevoegd.")
    return _to_organisation(organisation_id)


@pages.get("/beheer/organisaties/<organisation_id>")
@roles_required("beheerder", "coordinator")
def organisatie(organisation_id: str) -> str:
    """One organisation with its teams and accounts."""
    return _organisation(organisation_id, NO_PROBLEMS)


@pages.post("/beheer/organisaties/<organisation_id>")
@roles_required("beheerder")
def organisatie_wijzigen(organisation_id: str) -> Answer:
    """Close or open the organisation."""
    active = _open_or_closed()
    try:
        with transaction() as store:
            name = change_organisation(store, current_actor(), organisation_id, active)
    except FormInvalid as invalid:
        return _organisation(organisation_id, invalid.problems), 422
    tell(f"{name} is weer open." if active else f"{name} is gesloten. Niemand van deze organisatie kan nog inloggen.")
    return _to_organisation(organisation_id)


@pages.post("/beheer/organisaties/<organisation_id>/casussen")
@roles_required("beheerder")
def casussen_overdragen(organisation_id: str) -> Answer:
    """Let another organisation take over one case or all."""
    form = request.form
    which = ALL if form.get("alle") == "ja" else form.get("casus", "")
    try:
        with transaction() as store:
            number = transfer_cases(store, current_actor(), organisation_id, form.get("naar", ""), which, form.get("reden", ""))
    except FormInvalid as invalid:
        return _organisation(organisation_id, invalid.problems), 422
    tell("1 casus is overgegaan." if number == 1 else f"{number} casussen zijn overgegaan.")
    return _to_organisation(organisation_id)


@pages.post("/beheer/organisaties/<organisation_id>/teams")
@roles_required("beheerder")
def team_toevoegen(organisation_id: str) -> Answer:
    """Add a team."""
    try:
        with transaction() as store:
            add_team(store, current_actor(), organisation_id, request.form.get("name", ""))
    except FormInvalid as invalid:
        return _organisation(organisation_id, invalid.problems), 422
    tell("Het team is toegevoegd.")
    return _to_organisation(organisation_id)


@pages.get("/beheer/organisaties/<organisation_id>/nieuw-account")
@roles_required("beheerder")
def nieuw_account(organisation_id: str) -> str:
    """The form for a new account."""
    return _new_user(organisation_id, NO_PROBLEMS)


@pages.post("/beheer/organisaties/<organisation_id>/nieuw-account")
@roles_required("beheerder")
def account_toevoegen(organisation_id: str) -> Answer:
    """Open an account and show its one-time password once."""
    name, email = request.form.get("name", ""), request.form.get("email", "")
    roles, team = request.form.getlist("roles"), request.form.get("team") or None
    try:
        with transaction() as store:
            made = add_user(store, current_actor(), organisation_id, name, email, roles, team)
    except FormInvalid as invalid:
        return _new_user(organisation_id, invalid.problems), 422
    return render_template("beheer/one_time_password.html", made=made, organisation_id=organisation_id)


@pages.get("/beheer/accounts")
@roles_required("beheerder")
def accounts() -> str:
    """Every account."""
    return _accounts("")


@pages.post("/beheer/accounts")
@roles_required("beheerder")
def accounts_zoeken() -> str:
    """Accounts by name, e-mail address or organisation; posted, because a name doesn't belong in an address."""
    return _accounts(request.form.get("zoek", ""))


@pages.get("/beheer/accounts/<user_id>")
@roles_required("beheerder")
def account(user_id: str) -> str:
    """One account."""
    return _user(user_id, NO_PROBLEMS)


@pages.post("/beheer/accounts/<user_id>")
@roles_required("beheerder")
def account_wijzigen(user_id: str) -> Answer:
    """Change name, roles, team, or close the account."""
    name, active = request.form.get("name", ""), _open_or_closed()
    roles, team = request.form.getlist("roles"), request.form.get("team") or None
    try:
        with transaction() as store:
            name = change_user(store, current_actor(), user_id, name, roles, team, active)
    except FormInvalid as invalid:
        return _user(user_id, invalid.problems), 422
    tell(f"Het account van {name} is bijgewerkt." if active else f"Het account van {name} is gesloten en overal uitgelogd.")
    return _to_user(user_id)


@pages.post("/beheer/accounts/<user_id>/uitloggen")
@roles_required("beheerder")
def account_uitloggen(user_id: str) -> Response:
    """End every session of the account at once."""
    with transaction() as store:
        name = end_sessions(store, current_actor(), user_id)
    tell(f"{name} is op alle apparaten uitgelogd.")
    return _to_user(user_id)


@pages.post("/beheer/accounts/<user_id>/wachtwoord")
@roles_required("beheerder")
def account_wachtwoord(user_id: str) -> Answer:
    """Give a one-time password and show it once."""
    try:
        with transaction() as store:
            made = reset_password(store, current_actor(), user_id)
    except FormInvalid as invalid:
        return _user(user_id, invalid.problems), 422
    return render_template("beheer/one_time_password.html", made=made, organisation_id=None)


@pages.post("/beheer/accounts/<user_id>/tweede-stap")
@roles_required("beheerder")
def account_tweede_stap(user_id: str) -> Response:
    """Take away a lost second factor."""
    with transaction() as store:
        name = reset_second_factor(store, current_actor(), user_id)
    tell(f"De tweede stap van {name} is gewist. Bij de volgende keer inloggen stelt {name} die opnieuw in.")
    return _to_user(user_id)


def _open_or_closed() -> bool:
    """What the form says; a form that doesn't say it closes nothing."""
    chosen = request.form.get("actief")
    if chosen not in ("ja", "nee"):
        abort(400)
    return chosen == "ja"


def _organisations(problems: Mapping[str, str]) -> str:
    with transaction() as store:
        shown = show_organisations(store, current_actor())
    return render_template("beheer/organisations.html", shown=shown, problems=problems, filled=request.form)


def _organisation(organisation_id: str, problems: Mapping[str, str]) -> str:
    with transaction() as store:
        shown = show_organisation(store, current_actor(), organisation_id)
    return render_template("beheer/organisation.html", shown=shown, problems=problems, filled=request.form)


def _new_user(organisation_id: str, problems: Mapping[str, str]) -> str:
    with transaction() as store:
        shown = show_organisation(store, current_actor(), organisation_id)
    return render_template("beheer/new_user.html", shown=shown, problems=problems, filled=request.form)


def _accounts(search: str) -> str:
    with transaction() as store:
        shown = show_users(store, current_actor(), search)
    return render_template("beheer/users.html", shown=shown, search=search)


def _user(user_id: str, problems: Mapping[str, str]) -> str:
    with transaction() as store:
        shown = show_user(store, current_actor(), user_id)
    return render_template("beheer/user.html", shown=shown, problems=problems, filled=request.form if problems else None)


def _to_organisation(organisation_id: str) -> Response:
    return redirect(url_for("organisation_admin.organisatie", organisation_id=organisation_id), 303)


def _to_user(user_id: str) -> Response:
    return redirect(url_for("organisation_admin.account", user_id=user_id), 303)
