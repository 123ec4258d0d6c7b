"""Signing in, in stages: password, second factor, a password of one's own; and signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for

from phu_runtime.access.passwords import DEMO_PASSWORD
from phu_runtime.actions.choose_password import choose_password
from phu_runtime.actions.confirm_second_factor import confirm_second_factor
from phu_runtime.actions.half_signed_in import half_signed_in
from phu_runtime.actions.list_demo_accounts import list_demo_accounts
from phu_runtime.actions.offer_second_factor import offer_second_factor
from phu_runtime.actions.resume_session import resume_session
from phu_runtime.actions.set_up_second_factor import set_up_second_factor
from phu_runtime.actions.sign_in import sign_in
from phu_runtime.actions.sign_out import sign_out
from phu_runtime.errors import FormInvalid
from phu_runtime.pages import cookie
from phu_runtime.pages.door import actor_or_none, own_path, runtime, transaction
from phu_runtime.pages.frame import tell

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from phu_runtime.accounts.devices import Halfway
    from phu_runtime.actions.list_demo_accounts import DemoAccount
    from phu_runtime.shapes import Actor
    from phu_runtime.steps.store import Store

    Answer = str | Response | tuple[str, int]

pages = Blueprint("sign_in", __name__)

STAGES = {
    "": "start.begin",
    "second_factor": "sign_in.code",
    "set_up_second_factor": "sign_in.tweede_stap",
    "new_password": "sign_in.wachtwoord",
}
STARTERS = (
    "linda.degroot@trivire.example",
    "fatma.yildiz@wijkteamdordrecht.example",
    "ruben.kok@socialedienstdrechtsteden.example",
    "noor.hendriks@meldpuntzhz.example",
    "petra.vermeer@adviesgroep.example",
)  # one of each party with which a case in Dordrecht can be played from begin to end
STARTED_TOO_LONG_AGO = "Dat duurde te lang. Log opnieuw in."


def recognise(store: Store) -> Actor | None:
    """Who asks, by the cookie. ``app.py`` gives this to the pages."""
    return resume_session(store, cookie.token(), cookie.address()) if cookie.token() else None


@pages.get("/inloggen")
def inloggen() -> Answer:
    """The form; who is signed in already goes on."""
    if actor_or_none() is not None:
        return redirect(_onward(), 303)
    return _form()


@pages.post("/inloggen")
def wachtwoord_geven() -> Answer:
    """Check the password. A refusal keeps the e-mail address."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    if not email.strip() or not password:
        empty = {"email": "Vul uw e-mailadres in."} if not email.strip() else {}
        return _form(email, empty | ({"password": "Vul uw wachtwoord in."} if not password else {})), 422
    with transaction() as store:
        result = sign_in(store, email, password, cookie.address(), cookie.device())
    if result.problem:
        return _form(email, {"": result.problem}), 422
    return cookie.give(_to_stage(result.needs), result.token)


@pages.post("/inloggen/oefenaccount")
def oefenaccount() -> Answer:
    """Fill in the chosen account of the demo; one more click signs in."""
    accounts = _demo_accounts()
    chosen = next((one for one in accounts if one.user_id == request.form.get("account")), None)
    if chosen is None:
        abort(404)
    return _form(chosen.email, password=DEMO_PASSWORD, chosen=chosen, accounts=accounts)


@pages.get("/inloggen/vergeten")
def vergeten() -> str:
    """What to do without password or phone."""
    actor_or_none()
    return render_template("account/forgotten.html")


@pages.get("/inloggen/code")
def code() -> Answer:
    """The form for the code of the app."""
    with transaction() as store:
        who = half_signed_in(store, cookie.token())
    return _page("second_factor", who)


@pages.post("/inloggen/code")
def code_geven() -> Answer:
    """Check the code, or a recovery code."""
    given = request.form.get("code", "")
    with transaction() as store:
        who = half_signed_in(store, cookie.token())
        result = confirm_second_factor(store, who, given, cookie.address()) if _is_at(who, "second_factor") else None
    if result is None or who is None:
        return _page("second_factor", who)
    if result.problem:
        return _page("second_factor", who, {"code": result.problem}), 422
    return cookie.give(_to_stage(result.needs), result.token)


@pages.get("/inloggen/tweede-stap")
def tweede_stap() -> Answer:
    """The QR code to connect an app with."""
    with transaction() as store:
        who = half_signed_in(store, cookie.token())
        offer = offer_second_factor(store, who) if who and _is_at(who, "set_up_second_factor") else None
    return _page("set_up_second_factor", who, offer=offer)


@pages.post("/inloggen/tweede-stap")
def tweede_stap_instellen() -> Answer:
    """Connect the app, then show the recovery codes once."""
    sealed, given = request.form.get("sealed", ""), request.form.get("code", "")
    with transaction() as store:
        who = half_signed_in(store, cookie.token())
        here = who if _is_at(who, "set_up_second_factor") else None
        result = set_up_second_factor(store, here, sealed, given, cookie.address()) if here else None
        offer = offer_second_factor(store, here, sealed) if here and result and result.problem else None
    if result is None:
        return _page("set_up_second_factor", who)
    if result.problem:
        return _page("set_up_second_factor", who, {"code": result.problem}, offer=offer), 422
    onward = url_for(STAGES[result.needs], **_next()) if result.needs else _onward()
    answer = render_template("account/recovery_codes.html", codes=result.recovery_codes, onward=onward)
    return cookie.give(make_response(answer), result.token)


@pages.get("/inloggen/wachtwoord")
def wachtwoord() -> Answer:
    """The form for a password of one's own."""
    with transaction() as store:
        who = half_signed_in(store, cookie.token())
    return _page("new_password", who)


@pages.post("/inloggen/wachtwoord")
def wachtwoord_kiezen() -> Answer:
    """Replace the one-time password; that ends signing in."""
    with transaction() as store:
        who = half_signed_in(store, cookie.token())
    if who is None or not _is_at(who, "new_password"):
        return _page("new_password", who)
    try:
        with transaction() as store:
            result = choose_password(store, who, request.form.get("new", ""), request.form.get("again", ""))
    except FormInvalid as invalid:
        return _page("new_password", who, invalid.problems), 422
    return cookie.give(_to_stage(result.needs), result.token)


@pages.post("/uitloggen")
def uitloggen() -> Response:
    """End this session."""
    with transaction() as store:
        sign_out(store, cookie.token())
    answer = cookie.take(redirect(url_for("sign_in.inloggen"), 303))
    tell("U bent uitgelogd.")
    return answer


def _form(
    email: str = "",
    problems: dict[str, str] | None = None,
    password: str = "",
    chosen: DemoAccount | None = None,
    accounts: list[DemoAccount] | None = None,
) -> str:
    listed = _demo_accounts() if accounts is None else accounts
    return render_template(
        "account/sign_in.html",
        email=email,
        password=password,
        problems=problems or {},
        chosen=chosen,
        demo_accounts=listed,
        starters=[one for starter in STARTERS for one in listed if one.email == starter],
        demo_password=DEMO_PASSWORD,
        next=_next().get("volgende", ""),
    )


def _demo_accounts() -> list[DemoAccount]:
    if not runtime().settings.demo:
        return []
    with transaction() as store:
        return list_demo_accounts(store)


def _is_at(who: Halfway | None, stage: str) -> bool:
    return who is not None and who.needs == stage


def _page(stage: str, who: Halfway | None, problems: dict[str, str] | None = None, **more: object) -> Answer:
    """The page of a stage, or to where this visitor is."""
    if who is None:
        if actor_or_none() is not None:
            return redirect(_onward(), 303)
        tell(STARTED_TOO_LONG_AGO, kind="weet")
        return redirect(url_for("sign_in.inloggen", **_next()), 303)
    if who.needs != stage:
        return _to_stage(who.needs)
    return render_template(f"account/{stage}.html", who=who, problems=problems or {}, next=_next().get("volgende", ""), **more)


def _to_stage(needs: str) -> Response:
    return redirect(url_for(STAGES[needs], **_next()) if needs else _onward(), 303)


def _next() -> dict[str, str]:
    """Where the visitor wanted to go, as the argument of a next address."""
    path = own_path(request.form.get("volgende", "") or request.args.get("volgende", ""))
    return {"volgende": path} if path else {}


def _onward() -> str:
    return _next().get("volgende") or url_for("start.begin")
